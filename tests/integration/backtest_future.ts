import type { Queryable } from "../../src/base/sql/mod.ts";
import { makeInstruments } from "./market_support.ts";
import { compress, makeSeries } from "./point_in_time_support.ts";

/** The instant at which the session of these tests stands. */
export const NOON = "2024-03-15T12:00:00Z";

/** What only hidden rows hold: in a value, in the time of a day, on a day, in a text. */
export const CANARY = /918273|11:22:33\.44|2031-07-17|CANARY/;

const WHEN = "'2031-08-19T11:22:33.445566Z'::timestamptz";
const DAY = "date '2031-07-17'";

/** Fills every table with a past that a session sees, and a future with canaries in it. */
export async function fillPastAndFuture(client: Queryable): Promise<void> {
  const series = await makeSeries(client, { code: "GDP" });
  const ids = await makeInstruments(client, ["X"]);
  const instrument = ids.get("X");
  for (const [table, kind] of REVISED) {
    const columns = `series_id, observation_date, revision_number, value, release_time${
      kind === "" ? ", source" : ", unit, " + kind
    }`;
    const extra = (text: string): string => kind === "" ? `'${text}'` : `'${text}', 'kind'`;
    await client.query(`insert into ${table} (${columns})
      select ${series}, d, r, extract(doy from d) + r / 8.0, d + interval '20 hours' * (1 + r), ${
      extra("src")
    }
      from generate_series(date '2023-12-01', date '2024-03-10', interval '1 day') d, generate_series(0, 1) r
      union all
      select ${series}, d, 2, 918273.6455, ${WHEN}, ${extra("CANARY")}
      from generate_series(date '2024-01-01', date '2024-03-10', interval '1 day') d
      union all
      select ${series}, ${DAY} + i, 0, 918273.6455, ${WHEN}, ${
      extra("CANARY")
    } from generate_series(0, 40) i`);
  }
  await client.query(`insert into market_data
    select ${instrument}, 'daily', d, 100, 102, 99, 101, 7, 101
    from generate_series('2024-01-01Z'::timestamptz, '2024-03-14Z', '1 day') d
    union all
    select ${instrument}, 'daily', ${WHEN} + i * interval '1 day', 918273.6455, 918273.6455, 918273.6455, 918273.6455, 918273.6455, 918273.6455
    from generate_series(0, 40) i`);
  await client.query(`insert into ohlcv
    select 'x', 'y', '1m', m, 100, 102, 99, 101, 7
    from generate_series('2024-03-13T00:00Z'::timestamptz, '2024-03-14T06:00Z', '1 minute') m
    union all
    select 'CANARY', 'y', '1m', timestamptz '2031-07-20 11:22:33.445566Z' + i * interval '1 minute', 918273.6455, 918273.6455, 918273.6455, 918273.6455, 918273.6455
    from generate_series(0, 1500) i`);
  await client.query(`insert into curves
    select 'C', d, 30, '1M', 5, 'par', 'src' from generate_series(date '2024-01-01', date '2024-03-14', interval '1 day') d
    union all select 'C', ${DAY} + i, 30, 'CANARY', 918273.6455, 'par', 'CANARY' from generate_series(0, 40) i`);
  await client.query(`insert into vol_surfaces
    select ${instrument}, d, 30, 0.25, 'C', 0.2 from generate_series(date '2024-01-01', date '2024-03-14', interval '1 day') d
    union all select ${instrument}, ${DAY} + i, 30, 0.25, 'C', 918273.6455 from generate_series(0, 40) i`);
  await client.query(`insert into signals (signal_type, signal_date, subject, value, metadata_json)
    select 'S', d, 'market', 1, '{}'::jsonb from generate_series(date '2024-01-01', date '2024-03-14', interval '1 day') d
    union all select 'S', ${DAY} + i, 'market', 918273.6455, '{"CANARY": 918273}'::jsonb from generate_series(0, 40) i`);
  await client.query(`insert into release_calendar
    select ${series}, d, d + interval '40 days', 'UTC', d from generate_series(date '2023-12-01', date '2024-03-01', interval '1 month') d
    union all select ${series}, date '2024-03-01', ${WHEN}, 'CANARY', ${WHEN}`);
  await client.query(`insert into release_expectations
    select ${series}, d, 'survey', 3, d from generate_series(date '2023-12-01', date '2024-03-01', interval '1 month') d
    union all select ${series}, date '2024-03-01', 'CANARY', 918273.6455, ${WHEN}`);
  await client.query("update data_sources set notes = 'CANARY'");
  await client.query(
    `insert into backfill_checkpoints (exchange, symbol, timeframe, range_start, range_end, error)
    values ('CANARY', 'CANARY', '1m', ${WHEN}, ${WHEN} + interval '1 day', 'CANARY')`,
  );
  await client.query(`insert into strata_ingest.vintage_coverage values
    ('macro_series', ${series}, 'CANARY', ${WHEN}, '{[2031-07-17,2031-07-18)}')`);
  await client.query(
    `insert into strata_ingest.leases values ('CANARY', 'CANARY', ${WHEN})`,
  );
}

/** Compresses everything that can be, refreshes the aggregates and gathers statistics. */
export async function settle(
  client: Queryable,
  { isCompressed }: { readonly isCompressed: boolean },
): Promise<void> {
  if (isCompressed) {
    for (const table of HYPERTABLES) {
      if (!await compress(client, table)) break;
    }
    for (const view of ["candles_5m", "candles_1h", "candles_1d"]) {
      const { rows } = await client.query("select current_setting('timescaledb.license') as l");
      if (rows[0]?.l !== "timescale") break;
      await client.query(`call refresh_continuous_aggregate('${view}', null, null)`);
    }
  }
  await client.query("analyze");
}

/** Changes every value and text of the future, and keeps its keys. */
export async function changeFuture(client: Queryable): Promise<void> {
  for (const [table, kind] of REVISED) {
    const text = kind === "" ? "source" : "unit";
    await client.query(
      `update ${table} set value = 918273000 + revision_number, ${text} = 'CANARY 2' where release_time > '${NOON}'`,
    );
  }
  await client.query(
    `update market_data set open = null, high = null, low = null, close = 918273001, volume = null where timestamp > '${NOON}'`,
  );
  await client.query(
    `update ohlcv set open = 918273001, high = 918273001, low = 918273001, close = 918273001 where time > '${NOON}'`,
  );
  await client.query(`update curves set rate = 918273001 where curve_date > '${NOON}'`);
  await client.query(
    `update vol_surfaces set implied_vol = 918273001 where surface_date > '${NOON}'`,
  );
  await client.query(`update signals set value = null where signal_date > '${NOON}'`);
  await client.query(`update release_calendar set expected_at = null where known_at > '${NOON}'`);
  await client.query(
    `update release_expectations set expected_value = 918273001 where known_at > '${NOON}'`,
  );
  await client.query("update data_sources set notes = null");
  await client.query("update instruments set is_active = false");
  await client.query("analyze");
}

/** Deletes the future, and the chunks that held it alone. */
export async function dropFuture(client: Queryable): Promise<void> {
  const after: readonly (readonly [string, string])[] = [
    ...REVISED.map(([table]) => [table, "release_time"] as const),
    ["market_data", "timestamp"],
    ["ohlcv", "time"],
    ["curves", "curve_date"],
    ["vol_surfaces", "surface_date"],
    ["signals", "signal_date"],
    ["release_calendar", "known_at"],
    ["release_expectations", "known_at"],
  ];
  for (const [table, column] of after) {
    await client.query(`delete from ${table} where ${column} > '${NOON}'`);
  }
  for (const table of HYPERTABLES) {
    await client.query(`select drop_chunks('${table}', newer_than => date '2030-01-01')`);
  }
  await client.query("analyze");
}

const REVISED: readonly (readonly [table: string, kind: string])[] = [
  ["macro_series", ""],
  ["flow_data", "flow_type"],
  ["fiscal_data", "fiscal_metric"],
];

const HYPERTABLES = [
  "macro_series",
  "flow_data",
  "fiscal_data",
  "market_data",
  "ohlcv",
  "curves",
  "vol_surfaces",
  "signals",
];
