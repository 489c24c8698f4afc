import { StrataError } from "../../base/errors.ts";
import { quoteIdentifier } from "../../base/sql/mod.ts";
import type { ColumnBatch } from "../../answers/columns/mod.ts";
import { formatNamed } from "../../answers/format/mod.ts";
import { type ContentHash, contentHash, isSameContent } from "./content_hash.ts";
import { copyIn } from "./copy_in.ts";
import { type LedgerRange, markRanges } from "./ledger.ts";
import type { ArchiveManifest } from "./manifest.ts";
import type { ArchiveRun } from "./open_run.ts";
import type { ArchivePlace } from "./place/mod.ts";
import { readManifest } from "./publish_range.ts";
import { readFiles, standing } from "./read_files.ts";
import { within } from "./row_statement.ts";

/** What came back. */
export interface PutBack {
  /** The rows of the range's files. */
  readonly rows: number;
  /** The rows that had come to the table since, and stay as they are. */
  readonly late: number;
  /** How many of these have the key of an archived row with other values. */
  readonly kept: number;
}

/**
 * Puts the rows of an archived range back into its table, in one transaction with its line in the
 * ledger. The files are proven by their hash on the way, and the table row by row afterwards. A row
 * that came later stays in place of the archived one with its key. The files stay too.
 *
 * @throws {StrataError} If the files are not what was written; nothing is changed.
 */
export async function putBack(
  run: ArchiveRun,
  { range, place, signal }: {
    readonly range: LedgerRange;
    readonly place: ArchivePlace;
    readonly signal?: AbortSignal | undefined;
  },
): Promise<PutBack> {
  const { client, table, server } = run;
  const manifest = await readManifest(place, table.folder, range);
  await client.query("begin");
  try {
    if (server.edition === "community") {
      await client.query("set local timescaledb.max_tuples_decompressed_per_dml_transaction = 0");
    }
    await stageRows(run, { range, place, manifest, signal });
    const late = await countRows(run, range);
    await client.query(
      `insert into ${table.relation} (${namesOf(manifest)})
      select ${namesOf(manifest)} from pg_temp.strata_back on conflict do nothing`,
    );
    const kept = await prove(run, { range, manifest });
    await markRanges(client, [range.id], "restored");
    await client.query("drop table pg_temp.strata_back");
    await client.query("commit");
    return { rows: manifest.rows, late, kept };
  } catch (error) {
    await client.query("rollback").catch(() => {
      // The connection is gone, and the transaction with it.
    });
    throw error;
  }
}

interface Given {
  readonly range: LedgerRange;
  readonly manifest: ArchiveManifest;
}

async function stageRows(
  { client, table }: ArchiveRun,
  { range, place, manifest, signal }: Given & {
    readonly place: ArchivePlace;
    readonly signal: AbortSignal | undefined;
  },
): Promise<void> {
  await client.query(
    `create temporary table strata_back on commit drop as
    select ${namesOf(manifest)} from ${table.relation} with no data`,
  );
  const options = { place, pathOf: standing(range, { place, folder: table.folder }) };
  const hash = contentHash(manifest.columns.map(({ name, type }) => ({ name, type })));
  const csv = await formatNamed("csv");
  const batches = seen(readFiles(manifest, options), { hash, signal });
  await copyIn(
    client.connection,
    `copy pg_temp.strata_back (${namesOf(manifest)}) from stdin (format csv, header true)`,
    csv.encode({ columns: manifest.columns.map(({ name, type }) => ({ name, type })), batches }),
  );
  if (isSameContent(hash.end(), { rows: manifest.rows, sha256: manifest.content })) return;
  throw new StrataError(
    `Cannot restore "${table.name}" from ${place.name}: the files of ${range.id} hold other rows than ` +
      "were written, bring them back from a copy of the place; nothing is changed",
  );
}

async function* seen(
  batches: AsyncIterable<ColumnBatch>,
  { hash, signal }: { readonly hash: ContentHash; readonly signal: AbortSignal | undefined },
): AsyncGenerator<ColumnBatch> {
  for await (const batch of batches) {
    signal?.throwIfAborted();
    hash.add(batch);
    yield batch;
  }
}

async function countRows({ client, table }: ArchiveRun, range: LedgerRange): Promise<number> {
  const { rows: [row] } = await client.query<{ count: string }>(
    `select count(*) from ${table.relation} where ${within(table, range)}`,
  );
  return Number(row?.count);
}

/** Proves that the table holds each staged row, and returns how many stand there with other values. */
async function prove(
  { client, table }: ArchiveRun,
  { range, manifest }: Given,
): Promise<number> {
  await client.query("analyze pg_temp.strata_back");
  const key = table.key.map((name) => quoteIdentifier(name)).join(", ");
  const values = (of: string) => `row(${namesOf(manifest, of)})`;
  const { rows: [row] } = await client.query<{ missing: string; other: string }>(
    `select count(*) filter (where t.own is null) as missing,
      count(*) filter (where t.own is not null and ${values("s")} is distinct from t.own) as other
    from pg_temp.strata_back s
    left join (select ${key}, ${values("r")} as own from ${table.relation} r
      where ${within(table, range)}) t using (${key})`,
  );
  if (Number(row?.missing) === 0) return Number(row?.other);
  throw new StrataError(
    `Cannot restore "${table.name}": ${row?.missing} rows did not arrive; nothing is changed`,
  );
}

function namesOf({ columns }: Pick<ArchiveManifest, "columns">, of?: string): string {
  return columns.map(({ name }) =>
    of === undefined ? quoteIdentifier(name) : quoteIdentifier(of, name)
  )
    .join(", ");
}
