import assert from "node:assert/strict";
import {
  bigint,
  boolean,
  date,
  doublePrecision,
  integer,
  jsonb,
  numeric,
  pgTable,
  primaryKey,
  text,
  timestamp,
} from "drizzle-orm/pg-core";
import fc from "fast-check";
import { createDatabase } from "../../../src/database/mod.ts";
import { insertRows, RowsError } from "../../../src/ingest/mod.ts";
import { serverTest } from "../../support/mod.ts";
import { effort, seedOfRun } from "../effort.ts";
import { recordFigures } from "../figures.ts";
import { anyRow } from "./any_cell.ts";

const anything = pgTable("anything", {
  id: integer().notNull(),
  label: text(),
  document: jsonb(),
  rate: doublePrecision(),
  amount: numeric({ precision: 12, scale: 4 }),
  count: bigint({ mode: "bigint" }),
  day: date(),
  at: timestamp({ withTimezone: true }),
  flag: boolean(),
}, (t) => [primaryKey({ columns: [t.id] })]);

const create = `create table anything (id int primary key, label text, document jsonb,
  rate double precision, amount numeric(12, 4), count bigint, day date, at timestamptz, flag boolean)`;

const read = `select id, label, document, rate, amount::text as amount, count::text as count,
  to_char(day, 'FMYYYY') as year, day::text as day, flag,
  (extract(epoch from at) * 1000000)::numeric(30, 0)::text as at from anything where id >= $1
  order by id`;

serverTest("timescaledb", "rows come back as they were sent, or none is stored", async (_t, db) => {
  await db.client.query(create);
  await using database = createDatabase({ url: db.url });
  let id = 0;
  let accepted = 0;
  const numRuns = effort({ short: 150, long: 5_000 });
  await fc.assert(
    fc.asyncProperty(fc.array(anyRow, { minLength: 1, maxLength: 6 }), async (cells) => {
      const first = id;
      const rows = cells.map((row) => ({
        id: id++,
        ...Object.fromEntries(Object.entries(row).map(([name, { value }]) => [name, value])),
      }));
      const wrong = cells.flatMap((row, place) =>
        Object.entries(row).flatMap(([name, { stored }]) =>
          stored === undefined ? [`${place + 1} ${name}`] : []
        )
      );
      // as: rows as they come from outside
      const writing = insertRows(database.db, anything, rows as never[]);
      if (wrong.length > 0) {
        await assert.rejects(writing, (error) => {
          assert.ok(error instanceof RowsError, Deno.inspect(error));
          const [problem] = error.problems;
          // What the server alone checks (`bigint`) is told by its row and its value.
          const told = `${problem?.row} ${problem?.field ?? "count"}`;
          assert.ok(wrong.includes(told), `${error}, not ${wrong}`);
          return true;
        });
        assert.deepEqual((await db.client.query(read, [first])).rows, [], "half is stored");
        return;
      }
      const { inserted } = await writing;
      assert.equal(inserted, rows.length);
      accepted += inserted;
      const { rows: stored } = await db.client.query(read, [first]);
      cells.forEach((row, place) => {
        for (const [name, { stored: wanted }] of Object.entries(row)) {
          assert.deepEqual(stored[place]?.[name], wanted, name);
        }
      });
    }),
    { seed: seedOfRun(), numRuns },
  );
  await recordFigures("bad-rows", { cases: numRuns, writes: accepted, lost: 0 });
});

serverTest(
  "timescaledb",
  "one row many times is stored once, an empty batch is none",
  async (_t, db) => {
    await db.client.query(create);
    await using database = createDatabase({ url: db.url });
    assert.equal((await insertRows(database.db, anything, [])).inserted, 0);
    const count = effort({ short: 50_000, long: 1_000_000 });
    const rows = (function* () {
      for (let sent = 0; sent < count; sent++) yield { id: 1, label: "again" };
    })();
    const { inserted, unchanged, conflicting } = await insertRows(database.db, anything, rows);
    assert.deepEqual([inserted, unchanged, conflicting], [1, count - 1, 0]);
    await recordFigures("bad-rows", { inputs: count });
  },
);
