import { interpolate, type InterpolateOptions } from "./interpolate.ts";
import { isNewestDay } from "./_newest_day.ts";
import { dayText } from "../point_in_time/day.ts";
import { readRows, type ReadSource } from "../point_in_time/read_source.ts";
import { compose } from "../point_in_time/statement.ts";
import { reading } from "../base/telemetry/mod.ts";

/** The options of {@linkcode curveOn}. */
export interface CurveOnOptions {
  /** The curve, `US_TREASURY_PAR`. */
  readonly curve: string;
  /**
   * The day, `2023-10-31`. A curve is known only when its day is over: use the day before in a
   * backtest.
   */
  readonly date: string;
  /** The maximum age of a curve that may replace a missing one, `7 days`; none by default. */
  readonly maxAge?: string;
}

/** A point of a curve. */
export interface CurvePoint {
  /** The tenor in days; a month counts as 30, a year as 365. */
  readonly tenorDays: number;
  /** The tenor as the source prints it. */
  readonly tenorLabel: string | null;
  /** The rate in percent as published. */
  readonly rate: number;
}

/** A curve on a day. */
export interface CurveOnDay {
  /** Its id. */
  readonly curve: string;
  /** Its day, which may be before the requested one. */
  readonly date: string;
  /** Its points, shortest tenor first. */
  readonly points: readonly CurvePoint[];
  /**
   * The rate at any tenor between its points, in percent; monotone between them by default.
   *
   * @throws {RangeError} If the tenor is outside the range of the points.
   */
  rateAt(tenorDays: number, options?: InterpolateOptions): number;
}

/**
 * Reads the curve of a day or, with `maxAge`, the latest on or before it; null if there is none.
 *
 * @throws {TypeError} If the day or the age is not valid.
 *
 * @example
 * ```ts
 * import { createDatabase, curveOn } from "@strata/foundation";
 *
 * async function treasury(): Promise<void> {
 *   await using db = createDatabase();
 *   const curve = await curveOn(db, {
 *     curve: "US_TREASURY_PAR",
 *     date: "2023-10-08",
 *     maxAge: "7 days",
 *   });
 *   console.log(curve?.date, curve?.rateAt(4 * 365), curve?.rateAt(4 * 365, { method: "linear" }));
 * }
 * ```
 */
export async function curveOn(
  source: ReadSource,
  options: CurveOnOptions,
): Promise<CurveOnDay | null> {
  return await reading("curveOn", async () => {
    const { curve } = options;
    const rows = await readRows<CurvePoint & { day: number }>(
      source,
      compose`select curve_date - date '1970-01-01' as day, tenor_days as "tenorDays",
        tenor_label as "tenorLabel", rate
      from curves
      where curve_id = ${curve}
        and ${
        isNewestDay(options, {
          table: "curves",
          day: "curve_date",
          key: compose`curve_id = ${curve}`,
        })
      }
      order by tenor_days`,
      { prepare: true },
    );
    const [first] = rows;
    if (first === undefined) return null;
    const points = rows.map(({ tenorDays, tenorLabel, rate }) => ({ tenorDays, tenorLabel, rate }));
    const places = points.map(({ tenorDays, rate }) => ({ x: tenorDays, y: rate }));
    return {
      curve,
      date: dayText(first.day),
      points,
      rateAt: (tenorDays, how = {}) => interpolate(places, how)(tenorDays),
    };
  });
}
