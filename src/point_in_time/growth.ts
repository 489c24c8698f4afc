import { parseInterval } from "../timescale/mod.ts";
import { daysBefore, parseDay } from "./day.ts";
import type { Observation } from "./observation.ts";

/** How growth is computed. */
export interface GrowthOptions {
  /** The span to look back: `1 month`, `3 months`, `1 year`, `7 days`. */
  readonly over: string;
  /**
   * The unit of the result: the change in percent (by default), the same compounded to a yearly
   * rate, or the difference in the unit of the series.
   */
  readonly as?: "percent" | "annualPercent" | "difference";
}

/** The growth up to an observation. */
export interface Growth {
  /** The later day. */
  readonly observationDate: string;
  /** The growth; null if one of the two values is missing, or the rate would be meaningless. */
  readonly value: number | null;
}

/**
 * Computes growth within ONE vintage, as `asOf` reads it. Growth across vintages is wrong because
 * levels are rebased: real GDP of 2024Q3 grew by 0.70 % within the vintage of 2024-10-30, but
 * against the first release of 2024Q2 it would be 2.04 %. Observations are paired by day, so a
 * missing one shifts nothing.
 *
 * @throws {TypeError} If `over` is not an interval, or includes hours.
 *
 * @example
 * ```ts
 * import { asOf, createDatabase, growth } from "@strata/foundation";
 *
 * async function yearOnYear(): Promise<void> {
 *   await using db = createDatabase();
 *   const vintage = await asOf(db, {
 *     series: { source: "ALFRED", code: "PAYEMS" },
 *     at: "2025-02-10T12:00:00Z",
 *   });
 *   console.log(growth(vintage, { over: "1 year" }));
 * }
 * ```
 */
export function growth(
  vintage: readonly Observation[],
  { over, as = "percent" }: GrowthOptions,
): Growth[] {
  const interval = parseInterval(over);
  if (interval.microseconds > 0) {
    throw new TypeError(`Cannot count growth over "${over}": observations are dated by the day`);
  }
  const years = interval.months / 12 + interval.days / 365.25;
  const values = new Map(vintage.map((one) => [parseDay(one.observationDate), one.value]));
  return [...values].map(([day, value], i) => ({
    observationDate: vintage[i]?.observationDate ?? "",
    value: between(values.get(daysBefore(day, interval)) ?? null, value, { as, years }),
  }));
}

function between(
  before: number | null,
  after: number | null,
  { as, years }: { readonly as: GrowthOptions["as"]; readonly years: number },
): number | null {
  if (before === null || after === null) return null;
  if (as === "difference") return after - before;
  // A percentage of zero or of a negative value is meaningless.
  if (before <= 0) return null;
  const ratio = after / before;
  if (as === "percent") return (ratio - 1) * 100;
  return ratio < 0 ? null : (ratio ** (1 / years) - 1) * 100;
}
