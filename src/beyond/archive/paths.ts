import type { ArchivedTable } from "./archived_table.ts";
import { rangeName, type TimeRange } from "./period.ts";

/**
 * The folder of what belongs to the archive itself. Engines that read Parquet pass over names that
 * begin so, and it stands beside the tables' folders.
 */
const OWN = "_strata";

/** The folder of a table's manifests. */
export function manifestFolder(folder: string): string {
  return `${OWN}/${folder}`;
}

/** The path of a range's manifest. */
export function manifestPath(folder: string, id: string): string {
  return `${OWN}/${folder}/${id}.json`;
}

/** The folder of a range's files until they have their names. */
export function stagingFolder(folder: string, id: string): string {
  return `${OWN}/${folder}/${id}`;
}

/** The path of a file until it has its name: not as Parquet, which a pattern would find. */
export function stagingPath(folder: string, id: string, index: number): string {
  return `${stagingFolder(folder, id)}/${index}.staged`;
}

/** The path of a range's file; the same for every archive of the range, so that one replaces the other. */
export function filePath(
  { folder }: Pick<ArchivedTable, "folder">,
  { partition, range, part }: {
    readonly partition: string;
    readonly range: TimeRange;
    readonly part: number;
  },
): string {
  return `${folder}/${partition}/${rangeName(range)}-${part}.parquet`;
}
