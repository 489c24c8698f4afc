import type { MinioSettings } from "../../base/settings/mod.ts";
import { quoteIdentifier, quoteLiteral } from "../../base/sql/mod.ts";
import type { Database } from "../../database/mod.ts";
import type { Hypertable } from "../../timescale/mod.ts";
import { refreshAggregates } from "./aggregates.ts";
import { finishMoved } from "./finish_moved.ts";
import { holdRefreshes } from "./hold_refreshes.ts";
import { type ArchiveRun, openRun } from "./open_run.ts";
import { isCold, type LedgerRange, readRanges } from "./ledger.ts";
import type { TimeRange } from "./period.ts";
import { type ArchivePlace, openArchivePlace } from "./place/mod.ts";
import { planUnits, type Unit } from "./plan_units.ts";
import { publishRange } from "./publish_range.ts";
import { putBack } from "./put_back.ts";
import { readChunks } from "./read_chunks.ts";
import { type Reach, readReach } from "./retention.ts";
import type { ArchiveStep } from "./step.ts";
import { writeRange } from "./write_range.ts";

/** Options of {@linkcode archiveChunks}. */
export interface ArchiveOptions {
  /** What ends before goes: whole months, or years of tables with long chunks. */
  readonly olderThan: Date;
  /** Where to: `s3://BUCKET/PREFIX` or a folder. */
  readonly to: string;
  /** The S3 server of places in buckets. */
  readonly minio: MinioSettings;
  /** Called, and awaited, after each step. */
  readonly onStep?: (step: ArchiveStep, range: TimeRange) => void | Promise<void>;
  /** Called with the rows that were written since the last call. */
  readonly onRows?: (rows: number) => void;
  /** Ends the run between two pieces of work; what is not moved by then stands in the table. */
  readonly signal?: AbortSignal;
}

/** A range that a run archived. */
export interface ArchivedRange extends TimeRange {
  /** Its rows. */
  readonly rows: number;
  /** The size of its files. */
  readonly bytes: number;
  /** Its files, as paths below the place. */
  readonly files: readonly string[];
  /** What its chunks took in the database. */
  readonly chunkBytes: number;
  /** Rows that had come since the range was archived before, and how many of them replaced one. */
  readonly late?: { readonly rows: number; readonly replaced: number };
}

/** What a run did. */
export interface ArchiveResult {
  /** The bucket and prefix, or the folder's full path. */
  readonly place: string;
  /** What was archived, in the order of time. */
  readonly ranges: readonly ArchivedRange[];
  /** How many ranges an interrupted run had left to finish. */
  readonly finished: number;
  /** Where a retention policy would drop rows that are not archived yet; null where none would. */
  readonly retention: Reach | null;
}

/**
 * Moves old chunks of a hypertable to Parquet, in folders that Hive's readers know. Each range is
 * written, read back and compared with the database, and only then dropped, in one transaction with
 * its line in the ledger. Killed at any step at least one whole copy exists, and the next run goes on.
 * Rows that came later for an archived range stand in the table until a run takes them into its files.
 *
 * @throws {ConfigError} If the table cannot be archived.
 * @throws {StrataError} If a file does not come back as it was written, or the place refuses.
 */
export async function archiveChunks(
  database: Database,
  hypertable: Hypertable,
  options: ArchiveOptions,
): Promise<ArchiveResult> {
  const { olderThan, minio, signal, onStep } = options;
  await using run = await openRun(database, hypertable);
  const { table, client } = run;
  const open = (name: string) => openArchivePlace(name, { minio, signal });
  const place = open(options.to);
  const finished = await finishMoved(run, open);
  const units = await plan(run, olderThan);
  await onStep?.("planned", { from: olderThan, to: olderThan });
  if (units.length > 0) await holdRefreshes(run, units, signal);
  const ranges: ArchivedRange[] = [];
  for (const planned of units) {
    signal?.throwIfAborted();
    const { unit, late } = await mergeLate(run, { planned, open, signal });
    if (late !== undefined) await onStep?.("put back", unit);
    await refreshAggregates(client, { aggregates: run.aggregates, range: unit }, run);
    const chunkBytes = await readSize(run, unit);
    const id = await writeRange(database, run, { ...options, place, unit });
    const manifest = await publish(run, { id, place });
    await onStep?.("archived", unit);
    ranges.push({
      ...{ from: unit.from, to: unit.to, rows: manifest.rows, chunkBytes },
      bytes: manifest.files.reduce((sum, { bytes }) => sum + bytes, 0),
      files: manifest.files.map(({ path }) => path),
      ...late === undefined ? {} : { late },
    });
  }
  return {
    ...{ place: place.name, ranges, finished },
    retention: await readReach(client, table),
  };
}

async function plan(
  { client, table }: ArchiveRun,
  olderThan: Date,
): Promise<readonly Unit<LedgerRange>[]> {
  return planUnits({
    chunks: await readChunks(client, table),
    archived: (await readRanges(client, table.name)).filter(isCold),
    olderThan,
    period: table.period,
  });
}

/** Puts archived rows back beside those that came later, so that the range is archived as one. */
async function mergeLate(
  run: ArchiveRun,
  { planned, open, signal }: {
    readonly planned: Unit<LedgerRange>;
    readonly open: (name: string) => ArchivePlace;
    readonly signal: AbortSignal | undefined;
  },
): Promise<{ readonly unit: Unit; readonly late?: ArchivedRange["late"] }> {
  if (planned.merged.length === 0) return { unit: planned };
  let [rows, replaced] = [0, 0];
  for (const range of planned.merged) {
    const back = await putBack(run, { range, place: open(range.place), signal });
    [rows, replaced] = [rows + back.late, replaced + back.kept];
  }
  const chunks = (await readChunks(run.client, run.table))
    .filter(({ from, to }) => from < planned.to && planned.from < to);
  return { unit: { ...planned, chunks }, late: { rows, replaced } };
}

async function publish(
  { client, table }: ArchiveRun,
  { id, place }: { readonly id: string; readonly place: ArchivePlace },
) {
  const ranges = await readRanges(client, table.name);
  const range = ranges.find((range) => range.id === id);
  if (range === undefined) throw new RangeError(`The ledger lost the range ${id}`);
  return await publishRange(client, table, { place, range, ranges });
}

async function readSize({ client, table, schema }: ArchiveRun, { chunks }: Unit): Promise<number> {
  const { rows: [row] } = await client.query<{ bytes: string }>(
    `select coalesce(sum(total_bytes), 0) as bytes
    from ${quoteIdentifier(schema)}.chunks_detailed_size(${quoteLiteral(table.relation)})
    where format('%I.%I', chunk_schema, chunk_name) = any($1)`,
    [chunks.map(({ name }) => name)],
  );
  return Number(row?.bytes ?? 0);
}
