import { type Finding, finding } from "../finding.ts";
import type { AdviceLimits } from "../limits.ts";
import { percent, size } from "../words.ts";
import type { Disk } from "./read_disk.ts";

/** Judges what is left of the disk: too little in part, or in all. */
export function judgeDisk(disk: Disk, limits: AdviceLimits): Finding[] {
  if ("reason" in disk) {
    return [finding("disk-unknown", {
      sentence: `What is left of the database's disk cannot be had from here: ${disk.reason}`,
      remedy: "select setting from pg_settings where name = 'data_directory'; -- then df -h there",
    })];
  }
  const { folder, free, total } = disk;
  if (free >= limits.diskBytes && free >= total * limits.diskPart) return [];
  return [finding("disk-low", {
    object: folder,
    sentence:
      `${size(free)} (${percent(free / total)}) are left of the disk with the data: a full ` +
      "disk stops every write, and the server with it",
    remedy: `df -h '${folder.replaceAll("'", `'\\''`)}'`,
  })];
}
