import { setTimeout as delay } from "node:timers/promises";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { migrations } from "../../migrations/mod.ts";
import type { Queryable } from "../../src/base/sql/mod.ts";
import { createMigrator, openPostgresSession } from "../../src/migrate/mod.ts";
import { makeBackup } from "../../src/operate/backup/make/mod.ts";
import { findProgram, urlOf } from "../../src/operate/backup/programs/mod.ts";
import type { RestoreOptions } from "../../src/operate/backup/restore/mod.ts";
import { type BackupStore, openStore } from "../../src/operate/backup/store/mod.ts";
import { loadSettings } from "../../src/base/settings/mod.ts";
import { openClient, serverTest, testServers, type ThrowawayDatabase } from "../support/mod.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** Where the tests' servers and the project's own stack may keep PostgreSQL's programs. */
export const places = { root };

/** Why backups of a server cannot be tested here, or undefined. */
export async function lacks(url: string): Promise<string | undefined> {
  let major: number;
  try {
    major = await majorOf(url);
  } catch {
    // The test itself says what is the matter with its server.
    return undefined;
  }
  try {
    for (const name of ["pg_dump", "pg_restore"] as const) {
      await findProgram(name, { least: major, most: major }, places);
    }
    return undefined;
  } catch {
    return `needs pg_dump and pg_restore ${major}`;
  }
}

/** `PATH` with the folder of a server's programs first, for a task in another folder. */
export async function pathWithPrograms(url: string): Promise<string> {
  const major = await majorOf(url);
  const { path } = await findProgram("pg_dump", { least: major, most: major }, places);
  return `${dirname(path)}:${Deno.env.get("PATH") ?? ""}`;
}

async function majorOf(url: string): Promise<number> {
  const client = await openClient(url);
  try {
    const { rows } = await client.query("show server_version_num");
    return Math.floor(Number(rows[0].server_version_num) / 10_000);
  } finally {
    await client.end();
  }
}

/** The kinds of servers that backups are tested on. */
type Kind = "timescaledb" | "community";

/** Declares a test on each server of a kind whose programs are here; of the others, it says so. */
export async function backupTest(
  kind: Kind,
  name: string,
  run: (t: ThrowawayDatabase) => Promise<void>,
  { isMigrated = true }: { readonly isMigrated?: boolean } = {},
): Promise<void> {
  const urls = testServers(kind);
  const missing = (await Promise.all(urls.map(lacks))).find((text) => text !== undefined);
  if (missing !== undefined) {
    return Deno.test({ name: `${name} (${missing})`, ignore: true, fn: () => {} });
  }
  serverTest(kind, name, async (_t, database) => {
    if (isMigrated) {
      await createMigrator({ open: () => openPostgresSession(database.url), migrations }).up();
    }
    await run(database);
  }, { timescaledb: !isMigrated });
}

/**
 * Fills a migrated database: bars of several chunks, of which one is compressed, one compressed and
 * then written to, and one is not; refreshed candles; a table of the user with columns of many kinds.
 */
export async function fillDatabase(client: Queryable): Promise<void> {
  const { rows } = await client.query<{ community: boolean }>(
    "select current_setting('timescaledb.license', true) = 'timescale' as community",
  );
  await client.query(BARS);
  await client.query(OWN_TABLE);
  if (rows[0]?.community !== true) return;
  // Its jobs would compress and refresh at the same time.
  await client.query("select _timescaledb_functions.stop_background_workers()");
  await client.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and backend_type <> 'client backend'",
  );
  for (const nth of [1, 2]) {
    await client.query(
      `select compress_chunk(c) from show_chunks('ohlcv') c order by c::text limit 1 offset ${nth}`,
    );
  }
  await client.query(LATE_BARS);
  for (const view of ["candles_5m", "candles_1h", "candles_1d"]) {
    await client.query(`call refresh_continuous_aggregate('${view}', null, null)`);
  }
}

const BARS = `
  insert into ohlcv
  select 'coinbase', symbol, '1m', t, 1 + n % 7 * 0.1, 2, 1, 1.3 / (n % 11 + 1), n % 13
  from unnest(array['BTC-USD', 'ETH-USD']) symbol, generate_series(0, 59) n,
    lateral (select timestamptz '2024-01-01' + n * interval '5 hours' as t) at`;

const LATE_BARS = `
  insert into ohlcv
  select 'coinbase', 'LATE-USD', '1m', range_start + interval '1 minute', 1, 2, 1, 1, 0
  from timescaledb_information.chunks where hypertable_name = 'ohlcv' and is_compressed
  order by range_start desc limit 1`;

const OWN_TABLE = `
  create schema mine;
  create table mine."Odd Table" (
    id int generated always as identity primary key, twice int generated always as (id * 2) stored,
    a float8, b numeric, c timestamptz, d bytea, e jsonb, f text[], g interval, h regclass, i text
  );
  insert into mine."Odd Table" (a, b, c, d, e, f, g, h, i)
  select n / 3.0, n / 7.0, timestamptz 'epoch' + n * interval '1 hour', decode(md5(n::text), 'hex'),
    jsonb_build_object('n', n), array['a"b', null, n::text], n * interval '1 day', 'pg_class',
    'é\n' || n
  from generate_series(1, 200) n`;

/** The store of a folder. */
export function storeAt(folder: string): BackupStore {
  return openStore(folder, { minio: loadSettings({ env: {}, envFile: false }).minio });
}

/** Backs a database up into a folder and returns what restoring it needs. */
export async function backUp(url: string, folder: string): Promise<RestoreOptions> {
  const store = storeAt(folder);
  const { name } = await makeBackup({ url, store, places });
  return { url, store, name, places };
}

/** Runs a function on a database that is dropped then. */
export async function withRestored<T>(
  url: string,
  run: (name: string) => Promise<T>,
): Promise<T> {
  const name = `strata_back_${crypto.randomUUID().slice(0, 8)}`;
  try {
    return await run(name);
  } finally {
    await ask(urlOf(url, "postgres"), `drop database if exists "${name}" with (force)`);
  }
}

/** Asks a database and returns the rows as text. */
export async function ask(url: string, sql: string): Promise<readonly string[]> {
  const client = await openClient(url);
  try {
    const { rows } = await client.query({ text: sql, rowMode: "array" });
    return rows.map((row: unknown[]) => row.map(String).join("|"));
  } finally {
    await client.end();
  }
}

/**
 * The scratch databases that nobody works on, once there are none or half a minute is over: another
 * test may have killed a restore of its own, and cleans up at its next one.
 */
export async function scratches(url: string): Promise<readonly string[]> {
  const end = performance.now() + 30_000;
  for (;;) {
    const found = await ask(
      url,
      `select datname from pg_database where datname ~ '^strata_restore_' and not exists (
        select from pg_locks where locktype = 'advisory'
          and objid::int8 = hashtext(datname::text)::int8 & 4294967295)`,
    );
    if (found.length === 0 || performance.now() > end) return found;
    await delay(500);
  }
}
