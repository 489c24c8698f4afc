import { readRanges } from "./ledger.ts";
import type { ArchiveRun } from "./open_run.ts";
import type { ArchivePlace } from "./place/mod.ts";
import { publishRange } from "./publish_range.ts";

/** Gives the files of ranges their names whose run was interrupted before it did. */
export async function finishMoved(
  { client, table }: ArchiveRun,
  open: (name: string) => ArchivePlace,
): Promise<number> {
  const ranges = await readRanges(client, table.name);
  const moved = ranges.filter(({ state }) => state === "moved");
  for (const range of moved) {
    await publishRange(client, table, { place: open(range.place), range, ranges });
  }
  return moved.length;
}
