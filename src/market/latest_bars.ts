import { type Bar, barColumns, type BarRow, toBar } from "./bar.ts";
import { barLength, instantBefore, parseDelay } from "./bar_length.ts";
import { findInstruments, type InstrumentRef, refuseUnknownInstruments } from "./instruments.ts";
import { type InstantInput, instantText, parseInstant } from "../base/time/instant.ts";
import { readRows, type ReadSource } from "../point_in_time/read_source.ts";
import { compose, type Fragment, nothing } from "../point_in_time/statement.ts";
import type { Frequency } from "../schema/mod.ts";
import { parseInterval } from "../timescale/mod.ts";
import { reading } from "../base/telemetry/mod.ts";

/** The options of {@linkcode latestBars}. */
export interface LatestBarsOptions {
  /** The instruments, in the order of the result. */
  readonly instruments: readonly InstrumentRef[];
  /** The length of a bar. */
  readonly frequency: Frequency;
  /** The instant of the look. */
  readonly at: InstantInput;
  /**
   * The age, from a bar's start to the instant, at which it is stale and ignored: `10 days`. Null
   * allows any age, and takes longer.
   */
  readonly maxAge: string | null;
  /**
   * How long after its start a bar is known; by default its own length. For daily bars stamped
   * midnight that close at 21:00, use `21 hours`; null if bars are stamped with their end.
   */
  readonly delay?: string | null;
}

/** The latest bar of one of many instruments. */
export interface LatestBar {
  /** The instrument as given. */
  readonly instrument: InstrumentRef;
  /** Its id. */
  readonly instrumentId: number;
  /** Its latest bar; null if none was known, or none within the maximum age. */
  readonly bar: Bar | null;
}

/**
 * Reads the latest finished bar at an instant for thousands of instruments: one each, in the given
 * order. An unfinished bar would hold prices that nobody knew yet.
 *
 * @throws {TypeError} If the instant, the age, the delay or an instrument is not valid.
 * @throws {RangeError} If an instrument is not in `instruments`.
 *
 * @example
 * ```ts
 * import { createDatabase, latestBars } from "@strata/foundation";
 *
 * async function closes(tickers: readonly string[]): Promise<void> {
 *   await using db = createDatabase();
 *   const rows = await latestBars(db, {
 *     instruments: tickers,
 *     frequency: "daily",
 *     at: { date: "2025-03-14", time: "18:00", timeZone: "America/New_York" },
 *     delay: "21 hours",
 *     maxAge: "10 days",
 *   });
 *   for (const { instrument, bar } of rows) console.log(instrument, bar?.close);
 * }
 * ```
 */
export async function latestBars(
  source: ReadSource,
  options: LatestBarsOptions,
): Promise<readonly LatestBar[]> {
  return await reading("latestBars", async () => {
    const reach = isInReach(options);
    const ids = await findInstruments(source, options.instruments);
    // One short index scan per instrument: over 90 days, `distinct on` takes 7 times as long, and
    // twice as long on compressed chunks.
    const rows = await readRows<BarRow & { place: number }>(
      source,
      compose`select asked.place::integer as place, known.*
      from unnest(${ids}::int[]) with ordinality as asked (id, place)
      cross join lateral (
        select ${barColumns}
        from market_data
        where instrument_id = asked.id and frequency = ${options.frequency} and ${reach}
        order by timestamp desc
        limit 1
      ) known`,
    );
    const found = new Array<Bar | null>(ids.length).fill(null);
    for (const row of rows) found[row.place - 1] = toBar(row);
    if (rows.length < ids.length) {
      await refuseUnknownInstruments(source, ids.filter((_, i) => found[i] === null));
    }
    return options.instruments.map((instrument, i) => ({
      instrument,
      instrumentId: ids[i] ?? 0,
      bar: found[i] ?? null,
    }));
  });
}

function isInReach({ at, frequency, maxAge, delay }: LatestBarsOptions): Fragment {
  const instant = parseInstant(at);
  const over = parseDelay(delay === undefined ? barLength(frequency) : delay);
  const newest = compose`timestamp <= ${instantText(instantBefore(instant, over))}`;
  const oldest = maxAge === null
    ? nothing
    : compose`and timestamp >= ${instantText(instantBefore(instant, parseInterval(maxAge)))}`;
  return compose`${newest} ${oldest}`;
}
