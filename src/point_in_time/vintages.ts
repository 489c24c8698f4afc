import type { SeriesOptions } from "./as_of.ts";
import { dayText } from "./day.ts";
import { secondsDate } from "./observation.ts";
import type { ReadSource } from "./read_source.ts";
import { type NewsRow, readHistory } from "./release_history.ts";
import { reading } from "../base/telemetry/mod.ts";

/** An instant at which a series was released or revised. */
export interface Vintage {
  /** The instant. */
  readonly releaseTime: Date;
  /** How many observations are new or revised in it. */
  readonly changes: number;
  /** The oldest of them. */
  readonly from: string;
  /** The newest of them. */
  readonly to: string;
}

/**
 * Reads the instants at which a series changed, up to `at`, oldest first. A release that changed
 * nothing is left out.
 *
 * @throws {TypeError} If an instant or a day is not valid.
 * @throws {RangeError} If the series is not in `series_metadata`, or a local time does not exist.
 */
export async function vintages(
  source: ReadSource,
  options: SeriesOptions,
): Promise<readonly Vintage[]> {
  return await reading("vintages", async () => {
    const released = Map.groupBy(await readHistory(source, options), (row) => row.released);
    return [...released].sort(([a], [b]) => a - b).map(([at, rows]) => toVintage(at, rows));
  });
}

function toVintage(at: number, rows: readonly NewsRow[]): Vintage {
  const days = rows.map(({ day }) => day);
  return {
    releaseTime: secondsDate(at),
    changes: rows.length,
    from: dayText(Math.min(...days)),
    to: dayText(Math.max(...days)),
  };
}
