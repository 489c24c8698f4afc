import { ConfigError, StrataError } from "../../../base/errors.ts";
import type { MinioSettings } from "../../../base/settings/mod.ts";
import { serverClock } from "../../../answers/export/snapshot/mod.ts";
import type { Queryable } from "../../../base/sql/mod.ts";
import type { Database } from "../../../database/mod.ts";
import type { Hypertable } from "../../../timescale/mod.ts";
import { describeTable } from "../archived_table.ts";
import { readRanges } from "../ledger.ts";
import { patientClient } from "../patient_client.ts";
import { type ArchivePlace, openArchivePlace } from "../place/mod.ts";
import { readLake, writeManifest } from "./lake_manifest.ts";
import { writeNames } from "./write_names.ts";
import { writeTable } from "./write_table.ts";

/** Options of {@linkcode writeLake}. */
export interface LakeOptions {
  /** Where to: `s3://BUCKET/PREFIX` or a folder, of its own. */
  readonly to: string;
  /** The S3 server of places in buckets. */
  readonly minio: MinioSettings;
  /**
   * Reads every period again, also of tables whose rows tell when they were stored: finds what was
   * deleted or changed in place.
   */
  readonly isFull?: boolean;
  /** Called before each table. */
  readonly onTable?: (table: string) => void;
  /** Ends the run between two files; the next one goes on. */
  readonly signal?: AbortSignal;
}

/** A table of a lake. */
export interface LakeTableResult {
  /** The hypertable. */
  readonly table: string;
  /** Its rows in the lake. */
  readonly rows: number;
  /** The files that this run wrote. */
  readonly written: readonly string[];
  /** Periods that were archived before they were in the lake: read them from the archive. */
  readonly absent: readonly string[];
}

/** What a run did. */
export interface LakeResult {
  /** The bucket and prefix, or the folder's full path. */
  readonly place: string;
  /** The instant up to which what was stored is there. */
  readonly knownTo: string;
  /** Its tables. */
  readonly tables: readonly LakeTableResult[];
}

/**
 * Keeps a whole copy of hypertables as Parquet, for readers that never ask the database: a file for
 * each month or year, sorted by the key, replaced in one step when its rows have changed. Of tables
 * whose rows tell when they were stored, only periods with new rows are read.
 *
 * @throws {ConfigError} If the place is an archive's.
 * @throws {StrataError} If another run to the same place is under way.
 */
export async function writeLake(
  database: Database,
  hypertables: readonly Hypertable[],
  { to, minio, isFull = false, onTable, signal }: LakeOptions,
): Promise<LakeResult> {
  const place = openArchivePlace(to, { minio, signal });
  await using client = await patientClient(database);
  await lockPlace(client, place);
  const ranges = await readRanges(client, undefined);
  if (ranges.some((range) => range.place === place.name)) {
    throw new ConfigError(
      `Cannot keep a lake at ${place.name}: an archive stands there, whose rows would be found twice; ` +
        "choose another place",
    );
  }
  const { settled } = await serverClock(client);
  const lake = await readLake(place);
  const tables: LakeTableResult[] = [];
  await writeNames(database, place);
  for (const hypertable of hypertables) {
    const table = describeTable(hypertable);
    onTable?.(table.folder);
    const { written, absent, table: now } = await writeTable(table, {
      ...{ database, client, place, settled, isFull, signal, held: lake.tables[table.folder] },
      archived: ranges.filter((range) => range.table === table.name),
    });
    lake.tables[table.folder] = now;
    await writeManifest(place, { ...lake, writtenAt: new Date().toISOString() });
    const rows = Object.values(now.files).reduce((sum, { rows }) => sum + rows, 0);
    tables.push({ table: table.folder, rows, written, absent });
  }
  return { place: place.name, knownTo: settled, tables };
}

async function lockPlace(client: Queryable, { name }: ArchivePlace): Promise<void> {
  const { rows: [lock] } = await client.query<{ is: boolean }>(
    "select pg_try_advisory_lock(hashtextextended('strata lake ' || $1, 0)) as is",
    [name],
  );
  if (lock?.is === true) return;
  throw new StrataError(
    `Cannot write the lake at ${name}: another run is under way, wait for its end`,
  );
}
