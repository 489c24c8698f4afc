import type { TablePlan } from "../../encode/table_plan.ts";
import type { DrizzleTarget } from "../../stage/write_target.ts";
import type { CellReader } from "../cells/cell_fault.ts";
import { fieldReader } from "../cells/cell_readers.ts";
import type { CellStyle } from "../cells/cell_style.ts";
import { releaseZones } from "../names/release_zones.ts";
import type { PendingNames } from "../names/pending_names.ts";
import type { CsvMapping } from "../mapping/csv_mapping.ts";
import { type TargetColumn, targetNamed } from "./columns.ts";
import type { ReleaseField } from "./row_mapper.ts";

/**
 * Creates the reader of release times for rows that each name their series. A time without a zone
 * is in the zone of the series; a day without a time means the end of that day.
 */
export async function releaseField(
  db: DrizzleTarget,
  { plan, style, from, pending }: {
    readonly plan: TablePlan;
    readonly style: CellStyle;
    readonly from: number | string;
    readonly pending: PendingNames | undefined;
  },
): Promise<ReleaseField> {
  const zones = await releaseZones(db);
  const readers = new Map<string | undefined, CellReader>();
  const readerOf = (timeZone: string | undefined): CellReader => {
    const known = readers.get(timeZone);
    if (known !== undefined) return known;
    const zone = timeZone === undefined ? {} : { timeZone };
    const reader = fieldReader(plan, "releaseTime", { ...style, ...zone });
    readers.set(timeZone, reader);
    return reader;
  };
  return {
    from,
    read: (text, id) =>
      readerOf(typeof id === "number" ? zones.get(id) ?? pending?.zone(id) : undefined)(text),
  };
}

/** The release time that a mapping sets for all rows, with the name it is set under. */
export function releaseConstant(
  targets: readonly TargetColumn[],
  { set = {} }: CsvMapping,
): readonly [string, string] | readonly [] {
  for (const [name, value] of Object.entries(set)) {
    if (targetNamed(targets, name)?.key !== "releaseTime" || typeof value !== "string") continue;
    return [name, value];
  }
  return [];
}
