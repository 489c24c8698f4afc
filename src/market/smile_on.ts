import { isNewestDay } from "./_newest_day.ts";
import { findInstruments, type InstrumentRef, refuseUnknownInstruments } from "./instruments.ts";
import { dayText } from "../point_in_time/day.ts";
import { readRows, type ReadSource } from "../point_in_time/read_source.ts";
import { compose } from "../point_in_time/statement.ts";
import type { CallPut } from "../schema/mod.ts";
import { reading } from "../base/telemetry/mod.ts";

/** The options of {@linkcode smileOn}. */
export interface SmileOnOptions {
  /** The underlying. */
  readonly instrument: InstrumentRef;
  /** The day, `2024-09-26`. A surface is known only when its day is over. */
  readonly date: string;
  /** The tenor in days; a month counts as 30, a year as 365. */
  readonly tenorDays: number;
  /** The maximum age of a smile that may replace a missing one, `7 days`; none by default. */
  readonly maxAge?: string;
}

/** A point of a smile. */
export interface SmilePoint {
  /** The delta as the source quotes it, an exact decimal: `0.25`, `-0.25` or `25`. */
  readonly delta: string;
  /** `C` for a call, `P` for a put. */
  readonly callPut: CallPut;
  /** The implied volatility as a fraction: 0.2 is 20 %. */
  readonly impliedVol: number;
}

/** A volatility smile on a day. */
export interface Smile {
  /** The underlying's id. */
  readonly instrumentId: number;
  /** Its day, which may be before the requested one. */
  readonly date: string;
  /** The tenor in days. */
  readonly tenorDays: number;
  /**
   * Its points from low to high strikes: puts from far out of the money inwards, then calls
   * outwards.
   */
  readonly points: readonly SmilePoint[];
}

/**
 * Reads the volatility smile of an underlying at a tenor on a day or, with `maxAge`, the latest on
 * or before it; null if there is none.
 *
 * @throws {TypeError} If the day, the age or the instrument is not valid.
 * @throws {RangeError} If the instrument is not in `instruments`.
 *
 * @example
 * ```ts
 * import { createDatabase, smileOn } from "@strata/foundation";
 *
 * async function monthly(): Promise<void> {
 *   await using db = createDatabase();
 *   const smile = await smileOn(db, {
 *     instrument: "USDBRL",
 *     date: "2024-09-26",
 *     tenorDays: 30,
 *     maxAge: "7 days",
 *   });
 *   for (const point of smile?.points ?? []) console.log(point.delta, point.callPut, point.impliedVol);
 * }
 * ```
 */
export async function smileOn(source: ReadSource, options: SmileOnOptions): Promise<Smile | null> {
  return await reading("smileOn", async () => {
    const { tenorDays } = options;
    const [id = 0] = await findInstruments(source, [options.instrument]);
    const key = compose`instrument_id = ${id} and tenor_days = ${tenorDays}`;
    // Puts have the low strikes; the further out of the money, the smaller the delta, whatever its
    // sign.
    const rows = await readRows<SmilePoint & { day: number }>(
      source,
      compose`select surface_date - date '1970-01-01' as day, delta::text as delta,
        call_put as "callPut", implied_vol as "impliedVol"
      from vol_surfaces
      where ${key}
        and ${isNewestDay(options, { table: "vol_surfaces", day: "surface_date", key })}
      order by call_put desc, case call_put when 'P' then abs(delta) else -abs(delta) end, delta`,
      { prepare: true },
    );
    const [first] = rows;
    if (first === undefined) {
      await refuseUnknownInstruments(source, [id]);
      return null;
    }
    return {
      instrumentId: id,
      date: dayText(first.day),
      tenorDays,
      points: rows.map(({ delta, callPut, impliedVol }) => ({ delta, callPut, impliedVol })),
    };
  });
}
