import type { Queryable } from "../../src/base/sql/mod.ts";

/** Options of {@linkcode writeReadsData}. */
export interface ReadsDataOptions {
  /** The multiple of the smallest size's rows. */
  readonly scale: number;
  /** Stops adding rows after this time, at the size reached so far; a minute by default. */
  readonly budgetMs?: number;
}

/** What was written. */
export interface ReadsData {
  /** The rows of `macro_series`. */
  readonly macroRows: number;
  /** The rows of `market_data`. */
  readonly barRows: number;
  /** True if the time was over before the size was reached. */
  readonly isShort: boolean;
}

/** The number of series in a cross-section, and of instruments. */
export const SERIES = 300;
export const INSTRUMENTS = 5_000;

/** The last day with data. */
export const LAST_DAY = "2025-12-31";

/**
 * Writes ten years of macro series (every tenth is daily with two releases, the others are monthly
 * with four), `SERIES` of them per scale, and daily bars of `INSTRUMENTS` instruments, 40 days per
 * scale. The first instrument has ten years of bars.
 */
export async function writeReadsData(
  client: Queryable,
  { scale, budgetMs = 60_000 }: ReadsDataOptions,
): Promise<ReadsData> {
  const end = performance.now() + budgetMs;
  const isOver = (): boolean => performance.now() > end;
  await client.query(metadataSql, [SERIES * scale, INSTRUMENTS]);
  await client.query(tenYearsOfBarsSql, [LAST_DAY]);
  let [series, days] = [0, 0];
  // In turn, so that a short time still leaves rows in both tables.
  while (!isOver() && (series < SERIES * scale || days < 40 * scale)) {
    if (series < SERIES * scale) {
      await client.query(macroSql, [series + 1, series + 100, LAST_DAY]);
      series += 100;
    }
    if (days < 40 * scale) {
      await client.query(barsSql, [LAST_DAY, days, days + 13, INSTRUMENTS]);
      days += 14;
    }
  }
  await client.query("analyze macro_series");
  await client.query("analyze market_data");
  const { rows } = await client.query<{ macro: number; bars: number }>(
    `select (select count(*) from macro_series)::integer as macro,
      (select count(*) from market_data)::integer as bars`,
  );
  return {
    macroRows: rows[0]?.macro ?? 0,
    barRows: rows[0]?.bars ?? 0,
    isShort: series < SERIES * scale || days < 40 * scale,
  };
}

/** Compresses every chunk, oldest first, and returns whether the server can. */
export async function compressReadsData(client: Queryable): Promise<boolean> {
  const { rows } = await client.query<{ license: string | null }>(
    "select current_setting('timescaledb.license', true) as license",
  );
  if (rows[0]?.license !== "timescale") return false;
  for (const table of ["macro_series", "market_data"]) {
    const chunks = await client.query<{ chunk: string }>(
      "select chunk::text as chunk from show_chunks($1::regclass) chunk order by chunk",
      [table],
    );
    // One at a time: a single statement would hold all locks to its end.
    for (const { chunk } of chunks.rows) {
      await client.query("select compress_chunk($1::regclass)", [chunk]);
    }
    await client.query(`vacuum analyze ${table}`);
  }
  return true;
}

const metadataSql = `
  with source as (insert into data_sources (name) values ('bench') returning id),
  series as (
    insert into series_metadata
      (source_id, series_code, name, frequency, country, unit, release_timezone)
    select source.id, 'B' || n, 'B' || n, 'monthly', 'US', 'index', 'America/New_York'
    from source, generate_series(1, $1::integer) n
  )
  insert into instruments (ticker, name, asset_class, country, currency)
  select 'B' || n, 'B' || n, 'equity', 'US', 'USD' from generate_series(1, $2::integer) n`;

const macroSql = `
  insert into macro_series (series_id, observation_date, revision_number, value, release_time)
  select id, day, revision, 100 + 10 * sin(id + revision + (day - date '2000-01-01')),
    day + case when daily then interval '21 hours' + revision * interval '1 day'
      else interval '40 days 12 hours 30 minutes' + revision * interval '30 days' end
  from (
    select id, id % 10 = 0 as daily from generate_series($1::integer, $2::integer) id
  ) series
  cross join lateral (
    select observation::date as day
    from generate_series($3::date - interval '10 years', $3::date,
      case when daily then interval '1 day' else interval '1 month' end) observation
    where not daily or extract(isodow from observation) < 6
  ) days
  cross join generate_series(0, case when daily then 1 else 3 end) revision`;

const tenYearsOfBarsSql = `
  insert into market_data
    (instrument_id, frequency, timestamp, open, high, low, close, volume, adjusted_close)
  select 1, 'daily', day at time zone 'UTC', 10, 12, 9, 11, 1000, 11
  from generate_series($1::date - interval '10 years', $1::date, interval '1 day') day
  where extract(isodow from day) < 6`;

const barsSql = `
  insert into market_data
    (instrument_id, frequency, timestamp, open, high, low, close, volume, adjusted_close)
  select instrument, 'daily', day at time zone 'UTC', 10, 12, 9, 10 + instrument / 1e4, 1000, 11
  from generate_series($1::date - $3::integer, $1::date - $2::integer, interval '1 day') day,
    generate_series(2, $4::integer) instrument
  where extract(isodow from day) < 6`;
