import assert from "node:assert/strict";
import { date, doublePrecision, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import fc from "fast-check";
import { StrataError } from "../../../src/base/errors.ts";
import { createDatabase } from "../../../src/database/mod.ts";
import { loadCsv } from "../../../src/ingest/mod.ts";
import { serverTest } from "../../support/mod.ts";
import { withFile } from "../../integration/load_csv_support.ts";
import { effort, seedOfRun } from "../effort.ts";
import { recordFigures } from "../figures.ts";
import { anyDialect, writeCsv } from "./any_dialect.ts";
import { csvCases } from "./csv_cases.ts";

const measures = pgTable("measures", {
  id: integer().notNull(),
  label: text(),
  rate: doublePrecision(),
  day: date(),
}, (t) => [primaryKey({ columns: [t.id] })]);

const create = `create table measures
  (id int primary key, label text, rate double precision, day date)`;

const anyLine = fc.record({
  label: fc.string({ unit: "grapheme", minLength: 1, maxLength: 10 })
    .filter((label) => !label.includes("\0") && label === label.trim() && !/^\.*$/.test(label)),
  rate: fc.integer({ min: -10_000_000, max: 10_000_000 }).map((eighths) => eighths / 8),
  day: fc.date({ min: new Date("1900-01-01Z"), max: new Date("2100-01-01Z"), noInvalidDate: true })
    .map((at) => at.toISOString().slice(0, 10)),
}, { noNullPrototype: true });

serverTest(
  "timescaledb",
  "a CSV of any dialect gives the rows that were written",
  async (_t, db) => {
    await db.client.query(create);
    await using database = createDatabase({ url: db.url });
    const numRuns = effort({ short: 60, long: 1_000 });
    let id = 0;
    await fc.assert(
      fc.asyncProperty(
        anyDialect,
        fc.array(anyLine, { minLength: 1, maxLength: 8 }),
        fc.boolean(),
        async (dialect, rows, isTold) => {
          const first = id;
          const { delimiter, quote, decimal } = dialect;
          const lines = rows.map(({ label, rate, day }) => [
            day,
            String(id++),
            String(rate).replace(".", decimal),
            label,
          ]);
          const bytes = writeCsv([["day", "id", "rate", "label"], ...lines], dialect);
          const options = { quote, decimal, ...(isTold ? { delimiter } : {}) };
          await withFile(bytes, (file) => loadCsv(database.db, measures, file, options));
          const { rows: stored } = await db.client.query(
            "select label, rate, day::text as day from measures where id >= $1 order by id",
            [first],
          );
          assert.deepEqual(stored, rows);
        },
      ),
      { seed: seedOfRun(), numRuns },
    );
    await recordFigures("bad-csv", { cases: numRuns });
  },
);

serverTest(
  "timescaledb",
  "a CSV that is wrong is refused by line, and nothing of it is stored",
  async (_t, db) => {
    await db.client.query(create);
    await using database = createDatabase({ url: db.url });
    for (const { name, content, options = {}, message, rows } of csvCases) {
      await db.client.query("truncate measures");
      const loading = withFile(content, (file) => loadCsv(database.db, measures, file, options));
      const stored = () =>
        db.client.query("select id, label, rate, day::text as day from measures order by id");
      if (message === undefined) {
        await loading;
        assert.deepEqual((await stored()).rows, rows, name);
        continue;
      }
      await assert.rejects(loading, (error) => {
        assert.ok(error instanceof StrataError, `${name}: ${Deno.inspect(error)}`);
        assert.match(error.message, message, name);
        return true;
      });
      assert.deepEqual((await stored()).rows, [], name);
    }
    await recordFigures("bad-csv", { inputs: csvCases.length });
  },
);
