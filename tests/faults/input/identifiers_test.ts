import assert from "node:assert/strict";
import fc from "fast-check";
import { integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { identifier, quoteIdentifier, quoteLiteral } from "../../../src/base/sql/mod.ts";
import { createDatabase } from "../../../src/database/mod.ts";
import { insertRows } from "../../../src/ingest/mod.ts";
import { serverTest } from "../../support/mod.ts";
import { effort, seedOfRun } from "../effort.ts";
import { recordFigures } from "../figures.ts";

const bytesOf = (name: string) => new TextEncoder().encode(name).length;

const refused: readonly (readonly [name: string, message: RegExp])[] = [
  ["", /Cannot quote an identifier: it is empty/],
  ["a\0b", /Cannot quote "a\\u0000b": it holds a NUL/],
  ["x".repeat(64), /Cannot quote "x{64}": PostgreSQL cuts names at 63 bytes/],
  ["é".repeat(32), /Cannot quote "é{32}": PostgreSQL cuts names at 63 bytes/],
];

Deno.test("a name that PostgreSQL cannot hold is refused, not cut", async () => {
  for (const [name, message] of refused) {
    for (const quote of [quoteIdentifier, identifier]) assert.throws(() => quote(name), message);
  }
  assert.throws(() => quoteLiteral("a\0b"), /it holds a NUL/);
  await recordFigures("bad-identifiers", { inputs: refused.length });
});

/** Names with what SQL gives a meaning to: quotes, dots, percent signs, key words, capitals. */
const anyName = fc.oneof(
  fc.constantFrom("select", "User", "a.b", 'a"b', "a''b", "$1", "%I", "--", "/*", "x".repeat(63)),
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 15 }),
  fc.string({ unit: fc.constantFrom(..."aA_\"'.%$;- \\"), minLength: 1, maxLength: 20 }),
).filter((name) => !name.includes("\0") && bytesOf(name) <= 63);

serverTest("timescaledb", "any name of a table and a column is exact", async (_t, db) => {
  await using database = createDatabase({ url: db.url });
  const numRuns = effort({ short: 40, long: 2_000 });
  await fc.assert(
    fc.asyncProperty(anyName, anyName, anyName, async (table, key, value) => {
      fc.pre(key !== value);
      const quoted = quoteIdentifier(table);
      await db.client.query(
        `drop table if exists ${quoted}; create table ${quoted}
          (${identifier(key)} int primary key, ${quoteIdentifier(value)} text default ${
          quoteLiteral(value)
        })`,
      );
      const things = pgTable(table, { key: integer(key).notNull(), value: text(value) }, (t) => [
        primaryKey({ columns: [t.key] }),
      ]);
      const rows = [{ key: 1, value: table }, { key: 2, value: null }];
      assert.equal((await insertRows(database.db, things, rows)).inserted, 2);
      assert.equal((await insertRows(database.db, things, rows)).unchanged, 2);
      assert.deepEqual(await database.db.select().from(things).orderBy(things.key), rows);
      await db.client.query(`insert into ${quoted} (${quoteIdentifier(key)}) values (3)`);
      const { rows: [made] } = await db.client.query(
        `select ${quoteIdentifier(value)} as value from ${quoted} where ${identifier(key)} = 3`,
      );
      assert.equal(made.value, value);
      await db.client.query(`drop table ${quoted}`);
    }),
    { seed: seedOfRun(), numRuns },
  );
  await recordFigures("bad-identifiers", { cases: numRuns });
});
