import type { SeriesOptions } from "./as_of.ts";
import { clockAt, readLook } from "./clock.ts";
import { dayText } from "./day.ts";
import {
  dateOf,
  type InstantInput,
  type Microseconds,
  parseInstant,
} from "../base/time/instant.ts";
import { type Observation, toObservation } from "./observation.ts";
import type { ReadSource } from "./read_source.ts";
import { type NewsRow, readHistory } from "./release_history.ts";
import { reading } from "../base/telemetry/mod.ts";

/** The options of {@linkcode vintageMatrix}. */
export interface VintageMatrixOptions extends SeriesOptions {
  /** The instants of the columns; by default every vintage up to `at`. */
  readonly vintages?: readonly InstantInput[];
}

/** A series by vintage, as ALFRED prints it. */
export interface VintageMatrix {
  /** The instants of the columns. */
  readonly vintages: readonly Date[];
  /** The observations, oldest first. */
  readonly rows: readonly {
    /** The day, or the first day of the period. */
    readonly observationDate: string;
    /** What was known of it at each vintage; null if it was not yet released. */
    readonly cells: readonly (Observation | null)[];
  }[];
}

/**
 * Reads a series by vintage: a row per observation, a column per vintage.
 *
 * @throws {TypeError} If an instant or a day is not valid.
 * @throws {RangeError} If the series is not in `series_metadata`, or a local time does not exist.
 *
 * @example
 * ```ts
 * import { createDatabase, vintageMatrix } from "@strata/foundation";
 *
 * async function triangle(): Promise<void> {
 *   await using db = createDatabase();
 *   const series = { source: "ALFRED", code: "GDPC1" };
 *   const { vintages, rows } = await vintageMatrix(db, { series, at: new Date() });
 *   console.log("", ...vintages);
 *   for (const row of rows) console.log(row.observationDate, ...row.cells.map((c) => c?.value));
 * }
 * ```
 */
export async function vintageMatrix(
  source: ReadSource,
  options: VintageMatrixOptions,
): Promise<VintageMatrix> {
  return await reading("vintageMatrix", async () => {
    const chosen = options.vintages?.map((vintage) => parseInstant(vintage, "vintages"));
    const history = await readHistory(source, options);
    // By default each vintage counts from its own instant on: strictness and lag apply only to given
    // instants.
    const columns = chosen === undefined
      ? releasesOf(history).map((at) => ({ at, sees: (release: Microseconds) => release <= at }))
      : chosen.map((at) => ({ at, sees: sightAt(at, options) }));
    const byDay = Map.groupBy(history, ({ day }) => day);
    return {
      vintages: columns.map(({ at }) => dateOf(at)),
      rows: [...byDay].map(([day, releases]) => {
        const shown = releases.map((row) => ({ at: releaseOf(row), cell: toObservation(row) }));
        return {
          observationDate: dayText(day),
          cells: columns.map(({ sees }) => shown.findLast(({ at }) => sees(at))?.cell ?? null),
        };
      }),
    };
  });
}

function releaseOf({ released }: Pick<NewsRow, "released">): Microseconds {
  return Math.round(released * 1e6);
}

function releasesOf(history: readonly NewsRow[]): Microseconds[] {
  return [...new Set(history.map(releaseOf))].sort((a, b) => a - b);
}

function sightAt(at: Microseconds, options: SeriesOptions): (release: Microseconds) => boolean {
  const { release, strict } = clockAt(at, readLook(options));
  return strict ? (released) => released < release : (released) => released <= release;
}
