import assert from "node:assert/strict";
import { migratedTest } from "./schema_support.ts";

const macro =
  "insert into macro_series (series_id, observation_date, release_time, value, revision_number)";
const bar =
  "insert into market_data (instrument_id, frequency, timestamp, open, high, low, close, volume)";
const candle = "insert into ohlcv values ('kraken', 'XBT/USD', '1m', '2024-01-01Z',";
const vol = "insert into vol_surfaces values (1, '2024-01-01', 30,";
const signal =
  "insert into signals (signal_type, signal_date, subject, instrument_id, series_id, value, confidence)";
const series =
  "insert into series_metadata (source_id, series_code, name, frequency, country, unit, release_timezone) values (1, 'x', 'x', 'daily', 'BR', 'x',";
const range =
  "insert into backfill_checkpoints (exchange, symbol, timeframe, range_start, range_end, rows_ingested) values ('kraken', 'x', '1m',";
const due = "insert into release_calendar (series_id, period, expected_at, zone, known_at)";
const expected =
  "insert into release_expectations (series_id, observation_date, source, expected_value, known_at)";

/** Refused statements, by the constraint that refuses them. */
const refused: [constraint: string, statement: string][] = [
  ["ck_macro_series_finite", `${macro} values (1, '2024-01-01', now(), 'NaN', 0)`],
  ["ck_macro_series_finite", `${macro} values (1, '2024-01-01', now(), '-Infinity', 0)`],
  ["ck_macro_series_release_time", `${macro} values (1, '2024-01-01', '-infinity', 1, 0)`],
  ["ck_macro_series_revision_number", `${macro} values (1, '2024-01-01', now(), 1, -1)`],
  ["fk_macro_series_series_id_series_metadata", `${macro} values (99, '2024-01-01', now(), 1, 0)`],
  [
    "pk_macro_series",
    `${macro} values (1, '1999-01-01', now(), 1, 0), (1, '1999-01-01', now(), 2, 0)`,
  ],
  ["ck_market_data_high_low", `${bar} values (1, 'daily', now(), 1, 1, 2, 1, 1)`],
  ["ck_market_data_volume", `${bar} values (1, 'daily', now(), 1, 1, 1, 1, -1)`],
  ["ck_market_data_finite", `${bar} values (1, 'daily', now(), 1, 'Infinity', 1, 1, 1)`],
  ["ck_market_data_finite", `${bar} values (1, 'daily', now(), null, null, null, 'NaN', null)`],
  ["fk_market_data_instrument_id_instruments", `${bar} values (99, 'daily', now(), 1, 1, 1, 1, 1)`],
  ["ck_ohlcv_high_low", `${candle} 1, 1, 2, 1, 1)`],
  ["ck_ohlcv_volume", `${candle} 1, 1, 1, 1, -0.5)`],
  ["ck_ohlcv_finite", `${candle} 'NaN', 1, 1, 1, 1)`],
  [
    "ck_curves_finite",
    "insert into curves values ('c', '2024-01-01', 30, '1 Mo', 'NaN', 'par', 's')",
  ],
  ["ck_curves_tenor_days", "insert into curves values ('c', '2024-01-01', -1, 'x', 1, 'par', 's')"],
  ["ck_vol_surfaces_call_put", `${vol} 0.25, 'X', 0.2)`],
  ["ck_vol_surfaces_implied_vol", `${vol} 0.25, 'C', -0.2)`],
  ["ck_vol_surfaces_finite", `${vol} 'NaN', 'C', 0.2)`],
  ["ck_vol_surfaces_finite", `${vol} 0.25, 'C', 'Infinity')`],
  ["ck_signals_subject", `${signal} values ('s', '2024-01-01', 'market', 1, null, 1, 1)`],
  ["ck_signals_subject", `${signal} values ('s', '2024-01-01', 'instrument:1', null, 1, 1, 1)`],
  ["ck_signals_subject", `${signal} values ('s', '2024-01-01', 'series:2', null, 1, 1, 1)`],
  ["ck_signals_subject", `${signal} values ('s', '2024-01-01', 'anything', null, null, 1, 1)`],
  ["ck_signals_one_subject", `${signal} values ('s', '2024-01-01', 'instrument:1', 1, 1, 1, 1)`],
  ["ck_signals_confidence", `${signal} values ('s', '2024-01-01', 'market', null, null, 1, 1.01)`],
  ["ck_signals_confidence", `${signal} values ('s', '2024-01-01', 'market', null, null, 1, 'NaN')`],
  ["ck_signals_finite", `${signal} values ('s', '2024-01-01', 'market', null, null, 'NaN', 1)`],
  ["ck_series_metadata_release_timezone", `${series} '-03:00')`],
  ["ck_series_metadata_release_timezone", `${series} 'Etc/GMT+3')`],
  ["ck_backfill_checkpoints_range", `${range} '2024-01-01Z', '2024-01-01Z', 0)`],
  ["ck_backfill_checkpoints_rows_ingested", `${range} '2024-01-01Z', '2024-01-02Z', -1)`],
  [
    "ck_release_calendar_expected_at",
    `${due} values (1, '2024-01-01', 'infinity', 'Europe/Paris', now())`,
  ],
  [
    "ck_release_calendar_known_at",
    `${due} values (1, '2024-01-01', now(), 'Europe/Paris', '-infinity')`,
  ],
  [
    "fk_release_calendar_series_id_series_metadata",
    `${due} values (99, '2024-01-01', now(), 'Europe/Paris', now())`,
  ],
  ["ck_release_expectations_finite", `${expected} values (1, '2024-01-01', 's', 'NaN', now())`],
  [
    "ck_release_expectations_known_at",
    `${expected} values (1, '2024-01-01', 's', 1, '-infinity')`,
  ],
  [
    "fk_release_expectations_series_id_series_metadata",
    `${expected} values (99, '2024-01-01', 's', 1, now())`,
  ],
  ["uq_data_sources_name", "insert into data_sources (name) values ('s')"],
];

/** Statements that look odd but are valid. */
const taken: [why: string, statement: string][] = [
  [
    "a price below zero, open above high",
    `${bar} values (1, 'daily', now(), 9, 2, -40, -37.63, 0)`,
  ],
  ["a close alone", `${bar} values (1, 'weekly', now(), null, null, null, 1, null)`],
  ["a value that the source prints as none", `${macro} values (1, '2024-01-02', now(), null, 0)`],
  ["a release before its day", `${macro} values (1, '2030-01-01', '2024-01-01Z', 1, 0)`],
  [
    "a rate below zero",
    "insert into curves (curve_id, curve_date, tenor_days, rate) values ('c', '2020-01-02', 365, -0.6)",
  ],
  [
    "a put beside a call of the same delta",
    `${vol} 0.25, 'P', 0.2), (1, '2024-01-01', 30, 0.250, 'C', 0.1)`,
  ],
  ["a market signal", `${signal} values ('s', '2024-01-01', 'market', null, null, null, null)`],
  ["an instrument's signal", `${signal} values ('s', '2024-01-01', 'instrument:1', 1, null, 1, 0)`],
  ["a series' signal", `${signal} values ('s', '2024-01-01', 'series:1', null, 1, 1, 1)`],
  ["a zone of three parts", `${series} 'America/Argentina/Buenos_Aires')`],
];

migratedTest(
  "timescaledb",
  "the database refuses what no source may send, and no more",
  async ({ client }) => {
    await client.query("insert into data_sources (name) values ('s')");
    await client.query(
      "insert into instruments (ticker, name, asset_class, country, currency) values ('t', 't', 'fx', 'BR', 'BRL')",
    );
    await client.query(series.replace("'x', 'x'", "'first', 'x'") + " 'America/Sao_Paulo')");
    for (const [constraint, statement] of refused) {
      // A chunk puts numbers before the constraint's name.
      const error = await client.query(statement).then(() => undefined, (error) => error);
      assert.equal(error?.constraint?.replace(/^(\d+_)+/, ""), constraint, statement);
    }
    for (const [why, statement] of taken) {
      await client.query(statement).catch((error) => assert.fail(`${why}: ${error.message}`));
    }
  },
);

migratedTest(
  "timescaledb",
  "an exact delta is one key however it is written",
  async ({ client }) => {
    await client.query(
      "insert into instruments (ticker, name, asset_class, country, currency) values ('t', 't', 'fx', 'BR', 'BRL')",
    );
    await client.query(`${vol} 0.1, 'C', 0.2)`);
    const { rowCount } = await client.query(`${vol} 0.10, 'C', 0.3) on conflict do nothing`);
    assert.equal(rowCount, 0);
  },
);

migratedTest("timescaledb", "updated_at follows an update by any client", async ({ client }) => {
  for (const table of ["data_sources", "instruments", "series_metadata", "backfill_checkpoints"]) {
    const inserts: Record<string, string> = {
      ["data_sources"]: "insert into data_sources (name) values ('u')",
      ["instruments"]:
        "insert into instruments (ticker, name, asset_class, country, currency) values ('u', 'u', 'fx', 'BR', 'BRL')",
      ["series_metadata"]: `${series} 'UTC')`,
      ["backfill_checkpoints"]: `${range} '2024-01-01Z', '2024-01-02Z', 0)`,
    };
    await client.query(inserts[table] ?? "");
    await client.query(`update ${table} set updated_at = updated_at - interval '1 day'`);
    const { rows } = await client.query(
      `select bool_and(updated_at > now() - interval '1 hour') as fresh, count(*)::int as n from ${table}`,
    );
    assert.deepEqual(rows, [{ fresh: true, n: 1 }], table);
  }
});
