import { ConfigError } from "../../base/errors.ts";
import type { Queryable } from "../../base/sql/mod.ts";
import type { Content } from "./content_hash.ts";
import type { TimeRange } from "./period.ts";

/**
 * The state of a range: being written; its rows gone from the table and its files not yet under
 * their names; archived; back in the table; or replaced by a newer archive.
 */
export type RangeState = "writing" | "moved" | "archived" | "restored" | "replaced";

/** A range in the ledger. */
export interface LedgerRange extends TimeRange {
  /** The name of its manifest at the place. */
  readonly id: string;
  /** The hypertable, with its schema. */
  readonly table: string;
  /** The bucket and prefix, or the folder. */
  readonly place: string;
  /** Where its rows stand. */
  readonly state: RangeState;
  /** Its rows; null while it is being written, as the two hashes are. */
  readonly rows: number | null;
  /** The SHA-256 of its rows as JSON lines, in the order of files. */
  readonly content: string | null;
  /** The SHA-256 of its manifest. */
  readonly manifestHash: string | null;
  /** When its rows left the table. */
  readonly archivedAt: Date | null;
  /** When they came back, or a newer archive took its place. */
  readonly endedAt: Date | null;
}

const LEDGER = "strata_ingest.archived_ranges";

interface Row extends Omit<LedgerRange, "rows"> {
  readonly rows: string | null;
}

/** Reads a table's ranges, or those of all tables, in the order of time. */
export async function readRanges(
  source: Queryable,
  table: string | undefined,
): Promise<readonly LedgerRange[]> {
  const { rows: [there] } = await source.query<{ found: string | null }>(
    `select to_regclass('${LEDGER}')::text as found`,
  );
  if (there?.found === null) {
    throw new ConfigError(
      'Cannot archive: the database has no ledger for it, run "deno task migrate" first',
    );
  }
  const { rows } = await source.query<Row>(
    `select id, table_name as "table", range_start as "from", range_end as "to", place, state,
      rows, content_sha256 as "content", manifest_sha256 as "manifestHash",
      archived_at as "archivedAt", ended_at as "endedAt"
    from ${LEDGER} where $1::text is null or table_name = $1
    order by table_name, range_start, started_at`,
    [table ?? null],
  );
  return rows.map((row) => ({ ...row, rows: row.rows === null ? null : Number(row.rows) }));
}

/** Whether the rows of a range stand in files alone. */
export function isCold({ state }: Pick<LedgerRange, "state">): boolean {
  return state === "moved" || state === "archived";
}

/** Writes that a range is being written, before its first file is. */
export async function beginRange(
  source: Queryable,
  { id, table, place, from, to }: Pick<LedgerRange, "id" | "table" | "place" | "from" | "to">,
): Promise<void> {
  await source.query(
    `insert into ${LEDGER} (id, table_name, range_start, range_end, place, state)
    values ($1, $2, $3, $4, $5, 'writing')`,
    [id, table, from, to, place],
  );
}

/** Writes, in the transaction that drops the chunks, that the rows of a range left the table. */
export async function markMoved(
  source: Queryable,
  id: string,
  { rows, sha256, manifest }: Content & { readonly manifest: string },
): Promise<boolean> {
  const { rows: marked } = await source.query(
    `update ${LEDGER} set state = 'moved', rows = $2, content_sha256 = $3, manifest_sha256 = $4,
      archived_at = now() where id = $1 and state = 'writing' returning id`,
    [id, rows, sha256, manifest],
  );
  return marked.length === 1;
}

/** Writes that ranges have another state from now on. */
export async function markRanges(
  source: Queryable,
  ids: readonly string[],
  state: "archived" | "restored" | "replaced",
): Promise<void> {
  const ended = state === "archived" ? "ended_at" : "coalesce(ended_at, now())";
  await source.query(
    `update ${LEDGER} set state = $2, ended_at = ${ended} where id = any($1::uuid[])`,
    [ids, state],
  );
}

/** Removes a range that was never finished. */
export async function forgetRange(source: Queryable, id: string): Promise<void> {
  await source.query(`delete from ${LEDGER} where id = $1 and state = 'writing'`, [id]);
}
