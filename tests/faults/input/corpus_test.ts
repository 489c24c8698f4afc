import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { doublePrecision, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { StrataError } from "../../../src/base/errors.ts";
import { createDatabase } from "../../../src/database/mod.ts";
import { loadCsv } from "../../../src/ingest/mod.ts";
import { serverTest } from "../../support/mod.ts";
import { recordFigures } from "../figures.ts";
import { CORPUS } from "./corpus/corpus.ts";

const folder = new URL("corpus/", import.meta.url);
const points = pgTable("points", {
  id: integer().notNull(),
  label: text(),
  rate: doublePrecision(),
}, (t) => [primaryKey({ columns: [t.id] })]);

Deno.test("every file of the corpus is tried", async () => {
  const files: string[] = [];
  for await (const { name } of Deno.readDir(folder)) files.push(name);
  assert.deepEqual(files.sort(), [...CORPUS.map(({ file }) => file), "corpus.ts"].sort());
});

serverTest("timescaledb", "a file that once failed is read or refused", async (_t, db) => {
  await db.client.query(
    "create table points (id int primary key, label text, rate double precision)",
  );
  await using database = createDatabase({ url: db.url });
  for (const { file, origin, options = {}, message, labels = [] } of CORPUS) {
    await db.client.query("truncate points");
    const path = fileURLToPath(new URL(file, folder));
    const loading = loadCsv(database.db, points, path, options);
    if (message === undefined) await loading;
    else {
      await assert.rejects(loading, (error) => {
        assert.ok(error instanceof StrataError, `${file}, ${origin}: ${Deno.inspect(error)}`);
        assert.match(error.message, message, origin);
        return true;
      });
    }
    const { rows } = await db.client.query("select label from points order by id");
    assert.deepEqual(rows.map(({ label }) => label), labels, `${file}, ${origin}`);
  }
  await recordFigures("bad-corpus", { inputs: CORPUS.length });
});
