import { migrations } from "../../migrations/mod.ts";
import { createDatabase, type Database } from "../../src/database/mod.ts";
import { createMigrator, openPostgresSession } from "../../src/migrate/mod.ts";
import type { Queryable } from "../../src/base/sql/mod.ts";
import { serverTest, type ThrowawayDatabase } from "../support/mod.ts";

/** What a read test gets: its own migrated database, and this package's pool on it. */
export interface ReadingTest extends ThrowawayDatabase {
  readonly database: Database;
}

/** Declares a read test on any server, and on each Community server. */
export function readingTest(name: string, run: (t: ReadingTest) => Promise<void>): void {
  const test = async (_t: Deno.TestContext, given: ThrowawayDatabase): Promise<void> => {
    await createMigrator({ open: () => openPostgresSession(given.url), migrations }).up();
    await pauseJobs(given.client);
    await using database = createDatabase({ url: given.url });
    await run({ ...given, database });
  };
  serverTest("timescaledb", name, test);
  serverTest("community", `on community: ${name}`, test);
}

/**
 * Pauses the policies: they start at once, and one that compresses and merges chunks can deadlock
 * with a test that reads them (TimescaleDB 2.29.2).
 */
async function pauseJobs(client: Queryable): Promise<void> {
  if (!await hasLicense(client)) return;
  await client.query(
    `select alter_job(job_id, scheduled => false) from timescaledb_information.jobs
    where hypertable_schema = 'public'`,
  );
}

async function hasLicense(client: Queryable): Promise<boolean> {
  const { rows } = await client.query<{ license: string | null }>(
    "select current_setting('timescaledb.license', true) as license",
  );
  return rows[0]?.license === "timescale";
}

/** Creates a source and a series of it, and returns the id of the series. */
export async function makeSeries(
  client: Queryable,
  { source = "ALFRED", code }: { readonly source?: string; readonly code: string },
): Promise<number> {
  await client.query("insert into data_sources (name) values ($1) on conflict do nothing", [
    source,
  ]);
  const { rows } = await client.query<{ id: number }>(
    `insert into series_metadata
      (source_id, series_code, name, frequency, country, unit, release_timezone)
    select id, $2, $2, 'monthly', 'US', 'index', 'America/New_York' from data_sources where name = $1
    returning id`,
    [source, code],
  );
  return rows[0]?.id ?? 0;
}

/** A row of `macro_series` in the tests' form. */
export interface TestRow {
  readonly day: string;
  readonly revision: number;
  readonly value: number | null;
  readonly release: string;
  readonly ingested?: string;
}

/** Writes rows unchanged. */
export async function writeRows(
  client: Queryable,
  seriesId: number,
  rows: readonly TestRow[],
): Promise<void> {
  await client.query(
    `insert into macro_series
      (series_id, observation_date, revision_number, value, release_time, ingested_at)
    select $1, * from unnest($2::date[], $3::smallint[], $4::float8[], $5::timestamptz[], $6::timestamptz[])`,
    [
      seriesId,
      rows.map((row) => row.day),
      rows.map((row) => row.revision),
      rows.map((row) => row.value),
      rows.map((row) => row.release),
      rows.map((row) => row.ingested ?? row.release),
    ],
  );
}

/** A vintage: what was released at an instant. */
export interface TestVintage {
  readonly release: string;
  readonly values: ReadonlyMap<string, number | null>;
}

/**
 * Appends a vintage by the schema's rule: a value that differs from the one known at the release
 * becomes the revision after the highest; an equal one adds nothing.
 */
export async function appendVintage(
  client: Queryable,
  seriesId: number,
  { release, values }: TestVintage,
): Promise<void> {
  await client.query(
    `insert into macro_series (series_id, observation_date, revision_number, value, release_time)
    select $1, new.day,
      coalesce((select max(revision_number) + 1 from macro_series
        where series_id = $1 and observation_date = new.day), 0),
      new.value, $2
    from unnest($3::date[], $4::float8[]) as new (day, value)
    left join lateral (
      select true as is_known, value from macro_series
      where series_id = $1 and observation_date = new.day and release_time <= $2
      order by release_time desc, revision_number desc
      limit 1
    ) known on true
    where known.is_known is null or known.value is distinct from new.value`,
    [seriesId, release, [...values.keys()], [...values.values()]],
  );
}

/** Compresses all chunks of a hypertable, oldest first, if the server can. */
export async function compress(client: Queryable, table: string): Promise<boolean> {
  if (!await hasLicense(client)) return false;
  await client.query(
    `select count(compress_chunk(chunk)) from (select chunk from show_chunks($1) chunk order by chunk) c`,
    [table],
  );
  return true;
}
