import assert from "node:assert/strict";
import type pg from "pg";
import { retry } from "../../src/base/resilience/mod.ts";
import { loadSettings } from "../../src/base/settings/mod.ts";
import { createDatabase, type Database } from "../../src/database/mod.ts";
import { archiveChunks, type ArchiveOptions } from "../../src/beyond/archive/mod.ts";
import { ohlcvHypertable } from "../../src/schema/mod.ts";
import { detectServer } from "../../src/timescale/mod.ts";
import { serverTest } from "../support/mod.ts";
import { migrateDatabase, withFolder } from "./export_support.ts";

/** What an archive test gets. */
export interface ArchiveTest {
  readonly url: string;
  readonly client: pg.Client;
  readonly database: Database;
  /** A folder for the archive. */
  readonly folder: string;
  /** Whether the server compresses and aggregates. */
  readonly isCommunity: boolean;
}

/** Declares a test on each server, with candles of January to April 2024 in compressed chunks. */
export function archiveTest(
  kind: "community" | "timescaledb",
  name: string,
  run: (t: ArchiveTest) => Promise<void>,
): void {
  serverTest(kind, name, async (_t, { url, client }) => {
    await migrateDatabase(url);
    await fillCandles(client);
    await using database = createDatabase({ url });
    const isCommunity = (await detectServer(client)).edition === "community";
    if (isCommunity) await compressAll(client);
    await withFolder((folder) => run({ url, client, database, folder, isCommunity }));
  });
}

/** Declares a test on every Community server and on one of the Apache edition. */
export function archiveTests(name: string, run: (t: ArchiveTest) => Promise<void>): void {
  archiveTest("community", `${name}, community`, run);
  archiveTest("timescaledb", `${name}, any edition`, run);
}

/** Three symbols with a candle each hour, on every tenth day of January to April 2024. */
export async function fillCandles(client: pg.Client): Promise<void> {
  await client.query(
    `insert into ohlcv select 'coinbase', symbol, '1m', day + hour * interval '1 hour',
      100 + hour, 110.25 + hour, 90.125 + hour, 100.1 + hour, hour / 3.0
    from unnest(array['BTC-USD', 'ETH-USD', 'zÄ-EUR']) symbol, generate_series(0, 23) hour,
      generate_series(timestamptz '2024-01-01Z', '2024-04-30Z', interval '10 days') day`,
  );
}

/** Compresses every chunk and brings the aggregates up to date. */
export async function compressAll(client: pg.Client): Promise<void> {
  await client.query(
    "select compress_chunk(c, if_not_compressed => true) from show_chunks('ohlcv') c",
  );
  for (const view of ["candles_5m", "candles_1h", "candles_1d"]) {
    const refresh = () => client.query(`call refresh_continuous_aggregate('${view}', null, null)`);
    await retry(refresh, { ...besideJobs, firstDelayMs: 200 });
  }
}

/** The options of a run up to April. */
export function upToApril(to: string): ArchiveOptions {
  return { olderThan: new Date("2024-04-01T00:00:00Z"), to, minio: minio() };
}

/** The settings of the S3 server, as the environment of the tests has them. */
export function minio(env: Readonly<Record<string, string>> = {}) {
  return loadSettings({ env, envFile: false }).minio;
}

/** Archives the candles up to April. */
export async function archiveUpToApril(
  { database, folder }: Pick<ArchiveTest, "database" | "folder">,
  options: Partial<ArchiveOptions> = {},
) {
  return await archiveChunks(database, ohlcvHypertable, { ...upToApril(folder), ...options });
}

/** Each row of a table as text, in order. */
export async function rowsOf(client: pg.Client, table = "ohlcv"): Promise<readonly string[]> {
  const { rows } = await client.query<{ row: string }>(
    `select t::text as row from ${table} t order by t::text collate "C"`,
  );
  return rows.map(({ row }) => row);
}

/** The states of the ledger, in the order of time. */
export async function statesOf(client: pg.Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ state: string }>(
    "select state from strata_ingest.archived_ranges order by range_start, started_at",
  );
  return rows.map(({ state }) => state);
}

/** The files below a folder. */
export async function filesBelow(folder: string, under = ""): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(`${folder}/${under}`)) {
    const path = under === "" ? name : `${under}/${name}`;
    if (isDirectory) found.push(...await filesBelow(folder, path));
    else found.push(path);
  }
  return found.sort();
}

/** Runs every refresh policy of the candles once, as its job would. */
export async function runRefreshes(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ id: number }>(
    `select job_id as id from timescaledb_information.jobs
    where proc_name = 'policy_refresh_continuous_aggregate' order by job_id`,
  );
  assert.equal(rows.length, 3);
  for (const { id } of rows) {
    await retry(() => client.query(`call run_job(${id})`), { ...besideJobs, firstDelayMs: 200 });
  }
}

/** A policy's own run may be under way. */
const besideJobs = {
  isRepeatable: (error: unknown) => /concurrent refresh|tuple concurrently/.test(String(error)),
  attempts: 20,
};
