import { barLengths } from "../../../market/bar_length.ts";
import { candleLength, timeframeMinutes } from "../../../schema/candles/timeframe_minutes.ts";
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
  lengths: Readonly<Record<string, string | undefined>>,
  at: string,
): string {
  const cases = Object.entries(lengths).filter(([, interval]) => interval !== undefined).map((
    [name, interval],
  ) => `when '${name}' then interval '${interval}'`);
  // The first condition lets the server leave out the chunks of the past.
  return `${start} > ${at} - interval '367 days' and ` +
    `${start} + case ${length} ${cases.join(" ")} else interval '0' end > ${at}`;
}

const candleLengths: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(timeframeMinutes).map((
    [timeframe, minutes],
  ) => [timeframe, candleLength(minutes)]),
);
