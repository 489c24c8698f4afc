import { type Bar, barColumns, type BarRow, toBar } from "./bar.ts";
import { barLength, instantBefore, parseDelay } from "./bar_length.ts";
import { findInstruments, type InstrumentRef, refuseUnknownInstruments } from "./instruments.ts";
import { type InstantInput, instantText, parseInstant } from "../base/time/instant.ts";
import { readRows, type ReadSource } from "../point_in_time/read_source.ts";
import { compose, type Fragment, nothing } from "../point_in_time/statement.ts";
import type { Frequency } from "../schema/mod.ts";
import { parseInterval } from "../timescale/mod.ts";

/** What {@linkcode latestBars} takes. */
export interface LatestBarsOptions {
  /** The instruments, in the order in which they are wanted. */
  readonly instruments: readonly InstrumentRef[];
  /** The length of a bar. */
  readonly frequency: Frequency;
  /** The instant at which one looks. */
  readonly at: InstantInput;
  /**
   * The age from which on a bar is stale and counts as none, `10 days`, from its beginning to the
   * instant. Null says that any age will do, and reads longer.
   */
  readonly maxAge: string | null;
  /**
   * How long after its beginning a bar is known: its own length by default. For daily bars that begin
   * at midnight and close at 21:00 `21 hours`; null where bars are stamped with their end.
   */
  readonly delay?: string | null;
}

/** The latest bar of one of many instruments. */
export interface LatestBar {
  /** The instrument, as it was asked for. */
  readonly instrument: InstrumentRef;
  /** Its id. */
  readonly instrumentId: number;
  /** Its latest bar; null where none was known, or none young enough. */
  readonly bar: Bar | null;
}

/**
 * Reads the latest bar of thousands of instruments that was over at an instant: one for each, in the
 * order asked. A bar that had begun but not ended holds prices that nobody knew.
 *
 * @throws {TypeError} Where the instant, the age, the delay or an instrument is none.
 * @throws {RangeError} Where an instrument is not in `instruments`.
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
  const reach = isInReach(options);
  const ids = await findInstruments(source, options.instruments);
  // A short walk down the index for each: over 90 days `distinct on` takes 7 times as long, on
  // compressed chunks twice.
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
