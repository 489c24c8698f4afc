const RELEASED = `release_time <= (select strata_backtest.at())
          and ingested_at <= (select coalesce(strata_backtest.known_to(), 'infinity'))`;
const ANNOUNCED = "known_at <= (select strata_backtest.at())";
const HAS_CLOCK = "(select strata_backtest.at()) is not null";

const UNTOLD = "null::timestamptz as created_at, null::timestamptz as updated_at";

/** A bar whose length nobody knows counts as a year long. */
const LONGEST = "12 months";

const FREQUENCIES = {
  daily: "1 day",
  minute: "1 minute",
  "5_minutes": "5 minutes",
  "15_minutes": "15 minutes",
  "30_minutes": "30 minutes",
  hourly: "1 hour",
  "4_hours": "4 hours",
  weekly: "7 days",
  biweekly: "14 days",
  monthly: "1 month",
  quarterly: "3 months",
  semiannual: "6 months",
  annual: "12 months",
};

const TIMEFRAMES = {
  "1m": "1 minute",
  "3m": "3 minutes",
  "5m": "5 minutes",
  "15m": "15 minutes",
  "30m": "30 minutes",
  "1h": "1 hour",
  "2h": "2 hours",
  "4h": "4 hours",
  "6h": "6 hours",
  "8h": "8 hours",
  "12h": "12 hours",
  "1d": "1 day",
  "3d": "3 days",
  "1w": "7 days",
  "1M": "1 month",
};

// Values stand in expressions that change nothing. EXPLAIN would tell of the hidden values in a bare
// column: the planner knows how they are distributed, and TimescaleDB filters a bare column before it
// asks the clock, and counts both filters.
const numbers = (...columns: readonly string[]): string =>
  columns.map((column) => `+${column} as ${column}`).join(", ");
const text = (column: string): string => `${column} || '' as ${column}`;

const REVISED = `release_time, ingested_at, ${text("vintage_kind")}`;

/** Views by the table's name, each with its columns and its condition. */
export const VIEWS: readonly (readonly [string, string, string])[] = [
  [
    "data_sources",
    `id, name, base_url, auth_type, rate_limit_per_minute, default_locale, null::text as notes,
          ${UNTOLD}`,
    HAS_CLOCK,
  ],
  [
    "instruments",
    `id, ticker, name, asset_class, country, currency, exchange, null::boolean as is_active,
          ${UNTOLD}`,
    HAS_CLOCK,
  ],
  [
    "series_metadata",
    `id, source_id, series_code, name, frequency, country, unit, decimal_separator, date_format,
          is_revisable, release_timezone, ${UNTOLD}`,
    HAS_CLOCK,
  ],
  [
    "macro_series",
    `series_id, observation_date, revision_number, ${numbers("value")}, release_time,
          ${text("source")}, ingested_at, ${text("vintage_kind")}`,
    RELEASED,
  ],
  [
    "flow_data",
    `series_id, observation_date, flow_type, revision_number, ${numbers("value")}, ${text("unit")},
          ${REVISED}`,
    RELEASED,
  ],
  [
    "fiscal_data",
    `series_id, observation_date, fiscal_metric, revision_number, ${numbers("value")},
          ${text("unit")}, ${REVISED}`,
    RELEASED,
  ],
  [
    "market_data",
    `instrument_id, frequency, timestamp,
          ${numbers("open", "high", "low", "close", "volume", "adjusted_close")}`,
    isOver("timestamp", "frequency", FREQUENCIES),
  ],
  [
    "ohlcv",
    `exchange, symbol, timeframe, time, ${numbers("open", "high", "low", "close", "volume")}`,
    isOver("time", "timeframe", TIMEFRAMES),
  ],
  [
    "curves",
    `curve_id, curve_date, tenor_days, ${text("tenor_label")}, ${numbers("rate")},
          ${text("curve_type")}, ${text("source")}`,
    "curve_date < (select strata_backtest.today())",
  ],
  [
    "vol_surfaces",
    `instrument_id, surface_date, tenor_days, delta, call_put, ${numbers("implied_vol")}`,
    "surface_date < (select strata_backtest.today())",
  ],
  [
    "signals",
    `signal_type, signal_date, subject, instrument_id, series_id, ${numbers("value", "confidence")},
          metadata_json`,
    "signal_date < (select strata_backtest.today())",
  ],
  [
    "release_calendar",
    `series_id, period, expected_at + interval '0' as expected_at, ${text("zone")}, known_at`,
    ANNOUNCED,
  ],
  [
    "release_expectations",
    `series_id, observation_date, source, ${numbers("expected_value")}, known_at`,
    ANNOUNCED,
  ],
];

/** The candle aggregates and their width. */
export const CANDLES: readonly (readonly [string, string])[] = [
  ["candles_5m", "5 minutes"],
  ["candles_1h", "1 hour"],
  ["candles_1d", "1 day"],
];

/** Creates a view of finished candles. */
export function candleView(view: string, width: string): string {
  return `
    create view strata_backtest.${view} with (security_barrier = true) as
    select bucket, exchange, symbol, ${numbers("open", "high", "low", "close", "volume", "candles")}
    from public.${view}
    where bucket <= (select strata_backtest.finished('${width}'));
    ${openToAll(view)}`;
}

/** Lets every role read a view: one without a clock finds it empty. */
export function openToAll(view: string): string {
  return `
    grant select on strata_backtest.${view} to public;
    comment on view strata_backtest.${view} is '${view} as far as the clock of the session''s role has come'`;
}

/** The condition that a bar is over. What is old enough for any length is not asked for its own. */
function isOver(time: string, kind: string, lengths: Readonly<Record<string, string>>): string {
  const cases = Object.entries(lengths).map(([name, length]) =>
    `when '${name}' then (select strata_backtest.finished('${length}'))`
  ).join("\n            ");
  return `${time} <= (select strata_backtest.finished('1 minute'))
          and (${time} <= (select strata_backtest.finished('${LONGEST}'))
            or ${time} <= case ${kind} ${cases} end)`;
}
