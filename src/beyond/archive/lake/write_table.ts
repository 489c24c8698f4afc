import type { ColumnBatch } from "../../../answers/columns/mod.ts";
import { describeColumns, readColumns } from "../../../answers/columns/mod.ts";
import { type Queryable, quoteIdentifier, quoteLiteral } from "../../../base/sql/mod.ts";
import type { Database } from "../../../database/mod.ts";
import type { ArchivedTable } from "../archived_table.ts";
import { contentHash, hashRows } from "../content_hash.ts";
import { isCold, type LedgerRange } from "../ledger.ts";
import { type Partition, partitionsOf, periodAt } from "../period.ts";
import type { ArchivePlace } from "../place/mod.ts";
import { within } from "../row_statement.ts";
import { GROUP_ROWS, writeParquet } from "../write_parquet.ts";
import type { LakeFile, LakeTable } from "./lake_manifest.ts";

/** What a table's copy is written from. */
export interface WriteTableOptions {
  readonly database: Database;
  /** A connection for statements that take their time. */
  readonly client: Queryable;
  readonly place: ArchivePlace;
  /** What the lake holds of the table. */
  readonly held: LakeTable | undefined;
  /** The last instant whose rows are all visible. */
  readonly settled: string;
  /** The archive's ledger of the table. */
  readonly archived: readonly LedgerRange[];
  /** Whether each period is read, also where no row was stored since. */
  readonly isFull: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** A table's copy as it is now. */
export interface WrittenTable {
  readonly table: LakeTable;
  /** The files that were written. */
  readonly written: readonly string[];
  /** Periods that are archived and were never in the lake. */
  readonly absent: readonly string[];
}

/** Brings the copy of a table up to date: each month or year whose rows have changed is written anew. */
export async function writeTable(
  table: ArchivedTable,
  options: WriteTableOptions,
): Promise<WrittenTable> {
  const { place, held, settled, archived, signal } = options;
  const files: Record<string, LakeFile> = {};
  const [written, absent]: [string[], string[]] = [[], []];
  const changed = await changedPeriods(table, options);
  for (const partition of await readPartitions(table, options)) {
    signal?.throwIfAborted();
    const path = `${table.folder}/${partition.path}/data.parquet`;
    const known = held?.files[path];
    if (archived.some((range) => isCold(range) && overlaps(range, partition))) {
      if (known === undefined) absent.push(partition.path);
      else files[path] = known;
      continue;
    }
    const isSettled = changed !== undefined && !changed.has(partition.path);
    const file = known !== undefined && isSettled
      ? known
      : await writePartition(table, { ...options, partition, path, known });
    if (file === undefined) continue;
    files[path] = file;
    if (file !== known) written.push(path);
  }
  for (const path of Object.keys(held?.files ?? {})) {
    if (files[path] === undefined) await place.remove(path);
  }
  return { table: { knownTo: settled, sortedBy: [...table.key], files }, written, absent };
}

function overlaps(range: LedgerRange, { from, to }: Partition): boolean {
  return range.from < to && from < range.to;
}

/** The periods in which rows were stored since the copy; undefined where that cannot be told. */
async function changedPeriods(
  table: ArchivedTable,
  { client, held, settled, isFull }: WriteTableOptions,
): Promise<ReadonlySet<string> | undefined> {
  const { storedColumn, relation, timeColumn, timeType, period } = table;
  if (storedColumn === undefined || held === undefined || isFull) return undefined;
  const stored = quoteIdentifier(storedColumn);
  const time = quoteIdentifier(timeColumn);
  // In UTC, whatever zone the session has.
  const utc = timeType === "date" ? `${time}::timestamp` : `${time} at time zone 'UTC'`;
  const { rows } = await client.query<{ at: string }>(
    `select distinct extract(epoch from date_trunc('${period}', ${utc})) * 1000 as at from ${relation}
    where ${stored} > ${quoteLiteral(held.knownTo)} and ${stored} <= ${quoteLiteral(settled)}`,
  );
  return new Set(rows.flatMap(({ at }) => {
    const from = new Date(Number(at));
    return partitionsOf({ from, to: periodAt(from, period).to }, period).map(({ path }) => path);
  }));
}

async function readPartitions(
  { relation, timeColumn, period }: ArchivedTable,
  { client, archived }: WriteTableOptions,
): Promise<readonly Partition[]> {
  const time = quoteIdentifier(timeColumn);
  const { rows: [row] } = await client.query<{ from: string | null; to: string | null }>(
    `select extract(epoch from min(${time})) * 1000 as "from",
      extract(epoch from max(${time})) * 1000 as "to" from ${relation}`,
  );
  const times = archived.filter(isCold).flatMap(({ from, to }) => [
    from.getTime(),
    to.getTime() - 1,
  ]);
  for (const time of [row?.from, row?.to]) {
    if (time !== null && time !== undefined) times.push(Math.floor(Number(time)));
  }
  if (times.length === 0) return [];
  const [first, last] = [new Date(Math.min(...times)), new Date(Math.max(...times))];
  return partitionsOf(
    { from: periodAt(first, period).from, to: periodAt(last, period).to },
    period,
  );
}

async function writePartition(
  table: ArchivedTable,
  { database, place, settled, partition, path, known, signal }: WriteTableOptions & {
    readonly partition: Partition;
    readonly path: string;
    readonly known: LakeFile | undefined;
  },
): Promise<LakeFile | undefined> {
  const { storedColumn } = table;
  const isStored = storedColumn === undefined
    ? ""
    : ` and ${quoteIdentifier(storedColumn)} <= ${quoteLiteral(settled)}`;
  const statement = await describeColumns(
    database.pool,
    `${table.select} where ${within(table, partition)}${isStored} order by ${table.order}`,
  );
  const read = () =>
    readColumns(database.pool, statement, {
      batchRows: GROUP_ROWS,
      ...signal === undefined ? {} : { signal },
    });
  if (known !== undefined) {
    const now = await hashRows(read());
    if (now.sha256 === known.content) return known;
    if (now.rows === 0) return undefined;
  }
  const batches = read().batches[Symbol.asyncIterator]();
  const first = await batches.next();
  if (first.done) return undefined;
  const hash = contentHash(statement.columns);
  const { rows, bytes, sha256 } = await writeParquet(table, {
    ...{ place, path, columns: statement.columns, batches: hashed(first.value) },
  });
  return { rows, bytes, sha256, content: hash.end().sha256 };

  async function* hashed(batch: ColumnBatch): AsyncGenerator<ColumnBatch> {
    for (let next: IteratorResult<ColumnBatch> = { value: batch }; !next.done;) {
      hash.add(next.value);
      yield next.value;
      next = await batches.next();
    }
  }
}
