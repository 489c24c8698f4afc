import { StrataError } from "../../base/errors.ts";
import type { MinioSettings } from "../../base/settings/mod.ts";
import type { Database } from "../../database/mod.ts";
import type { Hypertable } from "../../timescale/mod.ts";
import { type ArchivedTable, describeTable } from "./archived_table.ts";
import { hashRows } from "./content_hash.ts";
import { isCold, type LedgerRange, readRanges } from "./ledger.ts";
import { patientClient } from "./patient_client.ts";
import { type ArchivePlace, openArchivePlace } from "./place/mod.ts";
import { readManifest } from "./publish_range.ts";
import { isWhole, readFiles, standing } from "./read_files.ts";
import { type Reach, readReach } from "./retention.ts";
import { within } from "./row_statement.ts";

/** Options of {@linkcode checkArchive}. */
export interface CheckArchiveOptions {
  /** The S3 server of places in buckets. */
  readonly minio: MinioSettings;
  /** Called before each range. */
  readonly onRange?: (range: LedgerRange) => void;
  /** Ends the check between two ranges. */
  readonly signal?: AbortSignal;
}

/** What became of an archived range. */
export interface CheckedRange {
  /** The range as the ledger has it. */
  readonly range: LedgerRange;
  /** What is wrong with it; empty if it is whole. */
  readonly problems: readonly string[];
  /** Rows that came to the table since: the next run takes them into the files. */
  readonly late: number;
}

/** What a check found. */
export interface ArchiveCheck {
  /** Whether every range is whole. */
  readonly ok: boolean;
  /** Each archived range of the table. */
  readonly ranges: readonly CheckedRange[];
  /** The retention policy, where the table has one. */
  readonly retention: Reach | null;
}

/** Reads every file of a table's archived ranges, and compares their bytes and rows with what was written. */
export async function checkArchive(
  database: Database,
  hypertable: Hypertable,
  { minio, onRange, signal }: CheckArchiveOptions,
): Promise<ArchiveCheck> {
  const table = describeTable(hypertable);
  await using client = await patientClient(database);
  const ranges: CheckedRange[] = [];
  for (const range of (await readRanges(client, table.name)).filter(isCold)) {
    signal?.throwIfAborted();
    onRange?.(range);
    const place = openArchivePlace(range.place, { minio, signal });
    const { rows: [row] } = await client.query<{ count: string }>(
      `select count(*) from ${table.relation} where ${within(table, range)}`,
    );
    const problems = await problemsOf(table, { place, range });
    ranges.push({ range, problems, late: Number(row?.count) });
  }
  return {
    ok: ranges.every(({ problems }) => problems.length === 0),
    ranges,
    retention: await readReach(client, table),
  };
}

async function problemsOf(
  { folder }: ArchivedTable,
  { place, range }: { readonly place: ArchivePlace; readonly range: LedgerRange },
): Promise<readonly string[]> {
  const problems: string[] = [];
  const pathOf = standing(range, { place, folder });
  try {
    const manifest = await readManifest(place, folder, range);
    for (const [index, file] of manifest.files.entries()) {
      const path = await pathOf(file, index);
      if (await place.open(path) === undefined) problems.push(`${path} is missing`);
      else if (!await isWhole(place, path, file)) problems.push(`${path} is not what was written`);
    }
    if (problems.length > 0) return problems;
    const { columns } = manifest;
    const named = columns.map(({ name, type }) => ({ name, type }));
    const content = await hashRows({
      columns: named,
      batches: readFiles(manifest, { place, pathOf }),
    });
    if (content.sha256 !== range.content) problems.push("its rows are not those that were written");
  } catch (error) {
    if (!(error instanceof StrataError)) throw error;
    problems.push(error.message);
  }
  return problems;
}
