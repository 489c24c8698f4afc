import type { DrizzleTarget } from "../../stage/write_target.ts";
import { type CellStyle, cellStyle } from "../cells/cell_style.ts";
import type { CsvMapping } from "../mapping/csv_mapping.ts";
import type { PendingNames } from "../names/pending_names.ts";
import { releaseZone } from "../names/release_zones.ts";

/** Returns the style of cells. By default a release day means its end in the zone of the series. */
export async function releaseStyle(
  db: DrizzleTarget,
  { mapping, constants, isVintage, pending }: {
    readonly mapping: CsvMapping;
    readonly constants: Readonly<Record<string, unknown>>;
    readonly isVintage: boolean;
    readonly pending: PendingNames | undefined;
  },
): Promise<CellStyle> {
  const style = cellStyle(mapping);
  if (!isVintage) return style;
  const timeZone = style.timeZone ?? await releaseZone(db, constants["seriesId"]) ??
    pending?.zone(constants["seriesId"]);
  return {
    ...style,
    time: style.time ?? "24:00",
    ...timeZone === undefined ? {} : { timeZone },
  };
}
