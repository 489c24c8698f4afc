import assert from "node:assert/strict";
import { getTableConfig } from "drizzle-orm/pg-core";
import {
  catalogComments,
  commentStatements,
  schemaComments,
  tables,
} from "../../../src/schema/mod.ts";
import { callPuts, ohlcv } from "../../../src/schema/mod.ts";
import { ohlcvComments } from "../../../src/schema/ohlcv.ts";

Deno.test("schemaComments has a text for every table and column", () => {
  const wanted = tables.map(getTableConfig).flatMap(({ name, columns }) => [
    `${name}.null`,
    ...columns.map((column) => `${name}.${column.name}`),
  ]);
  assert.deepEqual(schemaComments.map(({ table, column }) => `${table}.${column}`), wanted);
  assert.deepEqual(schemaComments.filter(({ comment }) => comment.trim() === ""), []);
});

Deno.test("catalogComments names columns as SQL does", () => {
  const [table, exchange] = catalogComments(ohlcv, ohlcvComments);
  assert.deepEqual(table, { table: "ohlcv", column: null, comment: "Candles of crypto exchanges" });
  assert.deepEqual(exchange, { table: "ohlcv", column: "exchange", comment: "The exchange" });
});

Deno.test("commentStatements quotes names and texts", () => {
  assert.deepEqual(
    commentStatements([
      { table: "t", column: null, comment: "A source's" },
      { table: "t", column: "Odd", comment: callPuts.join(" ") },
    ]),
    [`comment on table "t" is 'A source''s'`, `comment on column "t"."Odd" is 'C P'`],
  );
});
