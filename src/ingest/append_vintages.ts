import type { PgTable } from "drizzle-orm/pg-core";
import type { InstantInput } from "../point_in_time/mod.ts";
import { type fiscalData, type flowData, macroSeries } from "../schema/mod.ts";
import type { RowInput } from "./insert_rows.ts";
import type { RowSource } from "./read/row_reader.ts";
import { type LoadOptions, runLoad } from "./write/run_load.ts";
import type { LoadResult } from "./refuse/tally.ts";
import { vintagePlan } from "./vintages/vintage_plan.ts";
import { vintageWriter } from "./vintages/vintage_writer.ts";
import type { WriteTarget } from "./stage/write_target.ts";

/** A table that keeps every revision. */
export type VintageTable = typeof macroSeries | typeof flowData | typeof fiscalData;

/** A value as a source published it: the table's own columns but those that this library sets. */
export type VintageInput<Table extends PgTable> =
  & Omit<RowInput<Table>, "releaseTime" | "revisionNumber" | "ingestedAt">
  & {
    /** When the market could know it, where it is not the same for all. */
    readonly releaseTime?: InstantInput;
  };

/** Options of {@linkcode appendVintages}. */
export interface AppendVintagesOptions<Table extends PgTable> extends LoadOptions {
  /**
   * When the market could know the values: an instant, or a time of day in a place,
   * `{ date: "2024-09-26", time: "08:30", timeZone: "America/New_York" }`. A value with a release
   * time of its own is known at that.
   */
  readonly releaseTime?: InstantInput;
  /** The table; `macroSeries` where none is given. */
  readonly table?: Table;
}

/** What {@linkcode appendVintages} did. `inserted`, `unchanged` and `refused` together are its rows. */
export type AppendVintagesResult = Omit<LoadResult, "conflicting" | "conflicts">;

/**
 * Appends what a source published: a value that differs from what was known at its release time
 * becomes the next revision, an equal one is nothing. A null is a value too: the source printed none,
 * or withdrew what it had.
 *
 * All are stored or none, series by series under a lock, so that two connectors at once are safe.
 * Vintages may come in any order, in one call or in many: every order gives the same answers. What a
 * release only repeats leaves no row, but is remembered (a row a release and series), so that a
 * vintage which is loaded late does not hide it: where a value changed and changed back, and the
 * change is loaded last, the return is stored with it.
 *
 * @throws {RowsError} Where rows are refused: an unknown series, a release time that is a bare day,
 * two values of one observation at one release time.
 * @throws {TypeError} Where `releaseTime` is no instant.
 *
 * @example
 * ```ts
 * import { appendVintages, createDatabase } from "@strata/foundation";
 *
 * async function store(seriesId: number): Promise<void> {
 *   await using database = createDatabase();
 *   await appendVintages(database, [{ seriesId, observationDate: "2024-04-01", value: 23223.906 }], {
 *     releaseTime: { date: "2024-09-26", time: "08:30", timeZone: "America/New_York" },
 *   });
 * }
 * ```
 */
export async function appendVintages<Table extends VintageTable = typeof macroSeries>(
  target: WriteTarget,
  observations: RowSource<VintageInput<Table>>,
  options: AppendVintagesOptions<Table> = {},
): Promise<AppendVintagesResult> {
  const writer = vintageWriter(
    vintagePlan(options.table ?? macroSeries, options.releaseTime),
    options,
  );
  const { conflicting: _none, conflicts: _nor, ...result } = await runLoad(observations, {
    target,
    writer,
    options,
  });
  return result;
}
