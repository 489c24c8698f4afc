import type { Horizon } from "./horizon.ts";

/** How the rows of one of this package's tables become known, and what they hold. */
export interface OwnTable {
  /** Its name. */
  readonly name: string;
  /** The condition on rows that are not known yet. */
  readonly isFuture: (horizon: Horizon) => string;
  /** The columns to alter by adding, which may be of any sign. */
  readonly figures: readonly string[];
  /** The columns to alter by a factor: prices and the like, which keep their sign and their order. */
  readonly amounts: readonly string[];
}

const figuresOf = { figures: ["value"], amounts: [] };

/** This package's tables whose rows become known with time. */
export const ownTables: readonly OwnTable[] = [
  { name: "macro_series", isFuture: isUnreleased, ...figuresOf },
  { name: "flow_data", isFuture: isUnreleased, ...figuresOf },
  { name: "fiscal_data", isFuture: isUnreleased, ...figuresOf },
  {
    name: "market_data",
    isFuture: ({ at }) => isUnfinished("timestamp", "frequency", barLengths, at),
    figures: [],
    amounts: ["open", "high", "low", "close", "volume", "adjusted_close"],
  },
  {
    name: "ohlcv",
    isFuture: ({ at }) => isUnfinished("time", "timeframe", candleLengths, at),
    figures: [],
    amounts: ["open", "high", "low", "close", "volume"],
  },
  { name: "curves", isFuture: ({ day }) => `curve_date >= ${day}`, figures: ["rate"], amounts: [] },
  {
    name: "vol_surfaces",
    isFuture: ({ day }) => `surface_date >= ${day}`,
    figures: [],
    amounts: ["implied_vol"],
  },
  { name: "signals", isFuture: ({ day }) => `signal_date >= ${day}`, ...figuresOf },
  { name: "release_calendar", isFuture: isUntold, figures: ["expected_at"], amounts: [] },
  { name: "release_expectations", isFuture: isUntold, figures: ["expected_value"], amounts: [] },
];

/** A release that is still to come, or one that this database did not have yet. */
function isUnreleased({ at, knownTo }: Horizon): string {
  const later = `release_time > ${at}`;
  return knownTo === undefined ? later : `(${later} or ingested_at > ${knownTo})`;
}

function isUntold({ at }: Horizon): string {
  return `known_at > ${at}`;
}

/** A bar is known once it is finished: where it begins and its length. */
function isUnfinished(
  start: string,
  length: string,
  lengths: Readonly<Record<string, string>>,
  at: string,
): string {
  const cases = Object.entries(lengths).map(([name, interval]) =>
    `when '${name}' then interval '${interval}'`
  );
  // The first condition lets the server leave out the chunks of the past.
  return `${start} > ${at} - interval '367 days' and ` +
    `${start} + case ${length} ${cases.join(" ")} else interval '0' end > ${at}`;
}

const barLengths: Readonly<Record<string, string>> = {
  minute: "1 minute",
  "5_minutes": "5 minutes",
  "15_minutes": "15 minutes",
  "30_minutes": "30 minutes",
  hourly: "1 hour",
  "4_hours": "4 hours",
  daily: "1 day",
  weekly: "7 days",
  biweekly: "14 days",
  monthly: "1 month",
  quarterly: "3 months",
  semiannual: "6 months",
  annual: "12 months",
};

const candleLengths: Readonly<Record<string, string>> = {
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
