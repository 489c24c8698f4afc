import assert from "node:assert/strict";
import { PGlite } from "@electric-sql/pglite";
// @ts-types="@types/pg"
import pg from "pg";
import { drizzle } from "drizzle-orm/node-postgres";
import { drizzle as drizzlePglite } from "drizzle-orm/pglite";
import { migrations } from "../../migrations/mod.ts";
import { createDatabase } from "../../src/database/mod.ts";
import { createMigrator, pgliteSession } from "../../src/migrate/mod.ts";
import { asOf, crossSection, latest, panel, type ReadSource } from "../../src/point_in_time/mod.ts";
import type { Queryable } from "../../src/base/sql/mod.ts";
import { openClient } from "../support/mod.ts";
import { makeSeries, readingTest, writeRows } from "./point_in_time_support.ts";

const at = "2024-03-01T13:30:00.000001Z";

/** Reads the same small series in every way and asserts that the results are equal. */
async function readAll(source: ReadSource, series: number): Promise<void> {
  const known = { observationDate: "2024-01-01", value: 1.1, releaseTime: new Date(at) };
  const code = { source: "ALFRED", code: "ANY" };
  assert.deepEqual(await asOf(source, { series: code, at }), [known]);
  assert.deepEqual(await asOf(source, { series, at: "2024-03-01T13:30Z" }), []);
  assert.deepEqual(await latest(source, { series, at, maxAge: "61 days" }), known);
  const cross = await crossSection(source, { series: [code], at, maxAge: null });
  assert.deepEqual(cross, [{ series: code, seriesId: series, observation: known }]);
  const grid = await panel(source, {
    series: [series],
    at: ["2024-03-01T13:30Z", at],
    maxAge: "1 year",
  });
  assert.deepEqual(grid.map(({ cells }) => cells[0] ?? null), [null, known]);
}

async function fill(client: Queryable): Promise<number> {
  const series = await makeSeries(client, { code: "ANY" });
  await writeRows(client, series, [
    { day: "2024-01-01", revision: 0, value: 1.1, release: "2024-03-01T13:30:00.000001Z" },
  ]);
  return series;
}

readingTest("reads run on whatever runs a statement", async ({ client, url, database }) => {
  const series = await fill(client);
  await readAll(database, series);
  await readAll(database.db, series);
  await readAll(database.pool, series);
  await database.db.transaction((tx) => readAll(tx, series));
  await database.retryRead((tx) => readAll(tx, series));
  await readAll(drizzle(client), series);
  const pool = new pg.Pool({ connectionString: url });
  await readAll(pool, series);
  await readAll(drizzle(pool), series);
  await pool.end();
});

readingTest("reads depend neither on a session's zone nor on its date style", async (t) => {
  const series = await fill(t.client);
  const client = await openClient(t.url);
  for (const [zone, style] of [["America/Sao_Paulo", "German"], ["Asia/Kolkata", "SQL, DMY"]]) {
    await client.query(`set time zone '${zone}'`);
    await client.query(`set datestyle = '${style}'`);
    await readAll(client, series);
  }
  await client.end();
});

readingTest("reads see what their transaction wrote", async ({ client, database }) => {
  const series = await fill(client);
  await database.db.transaction(async (tx) => {
    await tx.execute(`insert into macro_series (series_id, observation_date, value, release_time)
      values (${series}, '2024-02-01', 2, '2024-03-01T00:00Z')`);
    assert.equal((await asOf(tx, { series, at })).length, 2);
    assert.equal((await asOf(database, { series, at })).length, 1);
  });
});

readingTest("statements are prepared by name only where the settings allow it", async (t) => {
  const series = await fill(t.client);
  const names = "select name from pg_prepared_statements where name like 'strata%'";
  for (const preparedStatements of [true, false]) {
    const limits = { preparedStatements, poolSize: 1, maxOverflow: 0 };
    await using database = createDatabase({ url: t.url, limits });
    await asOf(database, { series, at });
    await asOf(database, { series, at: "2025-01-01T00:00Z" });
    await asOf(database.db, { series, at });
    await latest(database, { series, at });
    const { rows } = await database.pool.query(names);
    assert.equal(rows.length, preparedStatements ? 2 : 0);
  }
  // A foreign pool may be behind a pooler that mixes up statement names.
  await asOf(t.client, { series, at });
  assert.equal((await t.client.query(names)).rows.length, 0);
});

Deno.test("reads run on a PGlite, with Drizzle and without", async () => {
  await using database = await PGlite.create();
  await createMigrator({ open: () => Promise.resolve(pgliteSession(database)), migrations }).up();
  const series = await fill(database);
  await readAll(database, series);
  await readAll(drizzlePglite(database), series);
  await drizzlePglite(database).transaction((tx) => readAll(tx, series));
});

Deno.test("reads refuse what runs no statement", async () => {
  // as: what an untyped caller could pass.
  const nothing = {} as ReadSource;
  await assert.rejects(asOf(nothing, { series: 1, at }), {
    name: "TypeError",
    message: /Cannot read/,
  });
});
