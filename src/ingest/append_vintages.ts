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

/** A value as a source published it: the table's columns except those that this library sets. */
export type VintageInput<Table extends PgTable> =
  & Omit<RowInput<Table>, "releaseTime" | "revisionNumber" | "ingestedAt">
  & {
    /** When the market could know it, if it differs from the common release time. */
    readonly releaseTime?: InstantInput;
  };

/** Options of {@linkcode appendVintages}. */
export interface AppendVintagesOptions<Table extends PgTable> extends LoadOptions {
  /**
   * When the market could know the values: an instant, or a local time in a zone, `{ date:
   * "2024-09-26", time: "08:30", timeZone: "America/New_York" }`. A value's own release time
   * overrides it.
   */
  readonly releaseTime?: InstantInput;
  /** The table; by default `macroSeries`. */
  readonly table?: Table;
}

/**
 * The result of {@linkcode appendVintages}. `inserted`, `unchanged` and `refused` add up to the
 * rows.
 */
export type AppendVintagesResult = Omit<LoadResult, "conflicting" | "conflicts">;

/**
 * Appends values that a source published. A value that differs from the one known at its release
 * time becomes the next revision; an equal one adds nothing. A null is a value too: the source
 * printed none, or withdrew it.
 * All rows are stored or none, series by series under a lock, so that concurrent connectors are
 * safe. Vintages may arrive in any order, in one call or many, with the same result. A value that a
 * release only repeats leaves no row, but is remembered (one row per release and series). So if a
 * value changed and changed back, and the change is loaded last, the return is stored with it.
 *
 * @throws {RowsError} If rows are refused: an unknown series, a release time that is a bare day,
 * two values of one observation at one release time.
 * @throws {TypeError} If `releaseTime` is not an instant.
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
    operation: "appendVintages",
  });
  return result;
}
