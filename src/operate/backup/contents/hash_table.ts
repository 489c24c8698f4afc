import { type Queryable, quoteIdentifier } from "../../../base/sql/mod.ts";
import { readCompressed } from "./read_compressed.ts";
import type { TableToHash } from "./read_tables.ts";

/** The number of rows, and the sum of the hashes of their texts. */
export interface TableHash {
  readonly rows: number;
  readonly hash: string;
}

/** The snapshot, and a connection outside it. */
export interface HashClients {
  /** A connection in the transaction of the snapshot. */
  readonly client: Queryable;
  /** A connection that sees what is committed now; the same where nothing else runs. */
  readonly now: Queryable;
}

const CURSOR = "strata_hash";
const TRIES = 50;

/**
 * Counts the rows of a table and hashes them in any order: the sum of a hash of each row's text.
 * PostgreSQL's own hash of text is the one by which partitions are chosen, so it is the same in
 * every version. It reads one million rows in about 2 s.
 */
export async function hashTable(clients: HashClients, table: TableToHash): Promise<TableHash> {
  const { client } = clients;
  const only = table.isHypertable ? "" : "only ";
  const statement = `select ${COUNTS} from (
    select ${rowHash(table)} as hash from ${only}${table.relation} t) hashes`;
  if (!table.isHypertable) return await readHash(client, statement);
  const compressed = await declareCursor(clients, table, statement);
  const read = await readHash(client, `fetch next from ${CURSOR}`);
  await client.query(`close ${CURSOR}`);
  return compressed.length === 0 ? read : sum(read, await hashPlain(client, table, compressed));
}

/**
 * Plans the statement and returns the chunks that it takes to be wholly compressed. TimescaleDB plans
 * by what is committed now and reads by the snapshot: rows that a job has compressed since then are
 * read by neither part of the plan.
 */
async function declareCursor(
  { client, now }: HashClients,
  table: TableToHash,
  statement: string,
): Promise<readonly string[]> {
  for (let attempt = 1;; attempt++) {
    const before = await readCompressed(now, table);
    await client.query(`declare ${CURSOR} no scroll cursor for ${statement}`);
    const after = await readCompressed(now, table);
    if (before.join() === after.join() || attempt === TRIES) return after;
    await client.query(`close ${CURSOR}`);
  }
}

/** Hashes the rows of chunks that the snapshot sees outside their compressed part. */
async function hashPlain(
  client: Queryable,
  table: TableToHash,
  chunks: readonly string[],
): Promise<TableHash> {
  let total: TableHash = { rows: 0, hash: "0" };
  await client.query("savepoint strata_plain");
  await client.query("set local timescaledb.enable_transparent_decompression = 'off'");
  // One by one: in a union, newer servers decompress in spite of the setting.
  for (const chunk of chunks) {
    const hashes = `select ${rowHash(table)} as hash from only ${chunk} t`;
    total = sum(total, await readHash(client, `select ${COUNTS} from (${hashes}) hashes`));
  }
  await client.query("rollback to savepoint strata_plain");
  return total;
}

const COUNTS = "count(*)::text as rows, coalesce(sum(hash), 0)::text as hash";

function rowHash({ columns }: TableToHash): string {
  const row = columns.map((name) => `t.${quoteIdentifier(name)}`).join(", ");
  return `pg_catalog.hashtextextended(row(${row})::text collate "C", 0)`;
}

async function readHash(client: Queryable, statement: string): Promise<TableHash> {
  const { rows: [row] } = await client.query<{ rows: string; hash: string }>(statement);
  return { rows: Number(row?.rows), hash: row?.hash ?? "" };
}

function sum(a: TableHash, b: TableHash): TableHash {
  return { rows: a.rows + b.rows, hash: String(BigInt(a.hash) + BigInt(b.hash)) };
}
