import type { z } from "zod";
import { candleStart, FIRST_CANDLE_MS, isCandleStart } from "../candles/candle_start.ts";
import type { Timeframe } from "../value_lists.ts";
import { show } from "./_show.ts";

/** Refuses a row whose field is given but fails the test; a missing or null field is accepted. */
export function refuseUnless<Row extends object, Field extends keyof Row & string>(
  field: Field,
  wanted: string,
  holds: (value: NonNullable<Row[Field]>, row: Row) => boolean,
): (row: Row, context: z.RefinementCtx) => void {
  return (row, context) => {
    const value = row[field];
    if (value === undefined || value === null || holds(value, row)) return;
    context.addIssue({
      code: "custom",
      path: [field],
      message: `${field}: got ${show(value)}, expected ${wanted}`,
    });
  };
}

/** Refuses a negative field. */
export function atLeastZero<Row extends object, Field extends keyof Row & string>(
  field: Field,
): (row: Row, context: z.RefinementCtx) => void {
  return refuseUnless(field, "a number not below 0", (value) => Number(value) >= 0);
}

/** Refuses a bar whose high is below its low. */
export function highAboveLow(row: Bar, context: z.RefinementCtx): void {
  refuseUnless<Bar, "high">(
    "high",
    `a price not below low, ${row.low}`,
    (high) => row.low === null || row.low === undefined || high >= row.low,
  )(row, context);
}

/**
 * Refuses a candle that does not begin on the grid of its timeframe, or before there were any
 * candles.
 */
export function onCandleGrid(row: Candle, context: z.RefinementCtx): void {
  const { time, timeframe } = row;
  const start = candleStart(time, timeframe).toISOString();
  const wanted = time.getTime() < FIRST_CANDLE_MS
    ? "an instant since 2009, before which there was no crypto exchange: perhaps seconds were taken " +
      "for milliseconds"
    : `the start of a candle of ${timeframe}, ${start} here (candleStart gives it)`;
  refuseUnless<Candle, "time">("time", wanted, (given) => {
    return given.getTime() >= FIRST_CANDLE_MS && isCandleStart(given.getTime(), timeframe);
  })(row, context);
}

/**
 * Tells whether the runtime knows a zone by this name; offsets and their `Etc/` names do not count.
 */
export function isZone(name: string): boolean {
  if (name === "UTC") return true;
  if (!/^[A-Z][A-Za-z_]+\/[A-Z]/.test(name) || name.startsWith("Etc/")) return false;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}

interface Bar {
  readonly high?: number | null | undefined;
  readonly low?: number | null | undefined;
}

interface Candle {
  readonly time: Date;
  readonly timeframe: Timeframe;
}
