import { releaseExpectations } from "../schema/mod.ts";
import { insertRows, type InsertRowsOptions, type RowInput } from "./insert_rows.ts";
import type { RowSource } from "./read/row_reader.ts";
import type { LoadResult } from "./refuse/tally.ts";
import type { WriteTarget } from "./stage/write_target.ts";

/**
 * Appends what is expected of releases, such as the consensus of a survey: each with the instant at
 * which the market could know it, so that a later one never replaces an earlier one. Appending them
 * again changes nothing. `surprise` compares releases with them.
 *
 * @throws {RowsError} If rows are refused: an instant without its zone, NaN, an unknown series.
 * @throws {ConflictError} If a source expected two values of one observation at one instant, unless
 * `onConflict` says otherwise.
 *
 * @example
 * ```ts
 * import { appendExpectations, createDatabase } from "@strata/foundation";
 *
 * async function store(seriesId: number): Promise<void> {
 *   await using database = createDatabase();
 *   await appendExpectations(database, [{
 *     seriesId,
 *     observationDate: "2024-10-01",
 *     source: "survey",
 *     expectedValue: 159_210,
 *     knownAt: "2024-10-31T16:00:00-04:00",
 *   }]);
 * }
 * ```
 */
export async function appendExpectations(
  target: WriteTarget,
  expectations: RowSource<RowInput<typeof releaseExpectations>>,
  options: InsertRowsOptions = {},
): Promise<LoadResult> {
  return await insertRows(target, releaseExpectations, expectations, {
    onConflict: "error",
    ...options,
  });
}
