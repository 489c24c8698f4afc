import { type Bar, barColumns, type BarRow, toBar } from "./bar.ts";
import { findInstruments, type InstrumentRef, refuseUnknownInstruments } from "./instruments.ts";
import { type InstantInput, instantText, parseInstant } from "../base/time/instant.ts";
import { readRows, type ReadSource } from "../point_in_time/read_source.ts";
import { compose } from "../point_in_time/statement.ts";
import type { Frequency } from "../schema/mod.ts";
import { reading } from "../base/telemetry/mod.ts";

/** The options of {@linkcode bars}. */
export interface BarsOptions {
  /** The instrument. */
  readonly instrument: InstrumentRef;
  /** The length of a bar. */
  readonly frequency: Frequency;
  /** The start of the range of bar starts, inclusive. */
  readonly from: InstantInput;
  /** The end of the range of bar starts, exclusive. */
  readonly to: InstantInput;
}

/**
 * Reads the bars of an instrument that begin in a range, oldest first.
 *
 * @throws {TypeError} If an instant or the instrument is not valid.
 * @throws {RangeError} If the instrument is not in `instruments`, or `from` is after `to`.
 *
 * @example
 * ```ts
 * import { bars, createDatabase } from "@strata/foundation";
 *
 * async function tenYears(): Promise<void> {
 *   await using db = createDatabase();
 *   const found = await bars(db, {
 *     instrument: "SPX",
 *     frequency: "daily",
 *     from: "2016-01-01T00:00:00Z",
 *     to: "2026-01-01T00:00:00Z",
 *   });
 *   console.log(found.length, found.at(-1)?.close);
 * }
 * ```
 */
export async function bars(source: ReadSource, options: BarsOptions): Promise<readonly Bar[]> {
  return await reading("bars", async () => {
    const [from, to] = [parseInstant(options.from, "from"), parseInstant(options.to, "to")];
    if (from > to) throw new RangeError('Cannot read bars: "from" is after "to", exchange them');
    const [id = 0] = await findInstruments(source, [options.instrument]);
    const rows = await readRows<BarRow>(
      source,
      compose`select ${barColumns}
      from market_data
      where instrument_id = ${id} and frequency = ${options.frequency}
        and timestamp >= ${instantText(from)} and timestamp < ${instantText(to)}
      order by timestamp`,
      { prepare: true },
    );
    if (rows.length === 0) await refuseUnknownInstruments(source, [id]);
    return rows.map(toBar);
  });
}
