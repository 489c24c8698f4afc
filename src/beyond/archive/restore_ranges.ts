import { StrataError } from "../../base/errors.ts";
import type { MinioSettings } from "../../base/settings/mod.ts";
import type { Database } from "../../database/mod.ts";
import type { Hypertable } from "../../timescale/mod.ts";
import { refreshAggregates } from "./aggregates.ts";
import { finishMoved } from "./finish_moved.ts";
import { holdRefreshes } from "./hold_refreshes.ts";
import { isCold, readRanges } from "./ledger.ts";
import { openRun } from "./open_run.ts";
import type { TimeRange } from "./period.ts";
import { openArchivePlace } from "./place/mod.ts";
import { putBack } from "./put_back.ts";
import { readReach } from "./retention.ts";

/** Options of {@linkcode restoreRanges}. */
export interface RestoreRangesOptions {
  /** The first instant wanted. */
  readonly from: Date;
  /** The first instant that is not wanted any more. */
  readonly to: Date;
  /** The S3 server of places in buckets. */
  readonly minio: MinioSettings;
  /** Called before each range. */
  readonly onRange?: (range: TimeRange) => void;
  /** Ends it between two ranges, or takes back the one under way. */
  readonly signal?: AbortSignal;
}

/** A range whose rows are back in their table. */
export interface RestoredRange extends TimeRange {
  /** The archived rows, all of which the table has a row for again. */
  readonly rows: number;
  /** Rows that had come since it was archived, which stay. */
  readonly late: number;
  /** How many of these stand in place of an archived row. */
  readonly kept: number;
}

/**
 * Brings archived ranges back into their table, each whole, proven by its hash and in one
 * transaction. Their files stay where they are until the range is archived again.
 *
 * @throws {StrataError} If a retention policy would drop them again, or files are not what was written.
 */
export async function restoreRanges(
  database: Database,
  hypertable: Hypertable,
  { from, to, minio, onRange, signal }: RestoreRangesOptions,
): Promise<readonly RestoredRange[]> {
  await using run = await openRun(database, hypertable);
  const { client, table, aggregates } = run;
  const open = (name: string) => openArchivePlace(name, { minio, signal });
  await finishMoved(run, open);
  const wanted = (await readRanges(client, table.name))
    .filter((range) => isCold(range) && range.from < to && from < range.to);
  const reach = await readReach(client, table);
  const [first] = wanted;
  if (first !== undefined && reach !== null && first.from < reach.before) {
    throw new StrataError(
      `Cannot restore "${table.name}": its retention policy drops what is older than ${reach.after}, ` +
        `pause it first: select alter_job(${reach.job}, scheduled => false)`,
    );
  }
  const restored: RestoredRange[] = [];
  for (const range of wanted) {
    signal?.throwIfAborted();
    onRange?.(range);
    const back = await putBack(run, { range, place: open(range.place), signal });
    await refreshAggregates(client, { aggregates, range }, run);
    restored.push({ from: range.from, to: range.to, ...back });
  }
  if (restored.length > 0) await holdRefreshes(run, [], signal);
  return restored;
}
