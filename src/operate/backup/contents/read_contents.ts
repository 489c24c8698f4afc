import type { Queryable } from "../../../base/sql/mod.ts";
import type { ServerInfo } from "../../../timescale/mod.ts";
import type { Contents } from "./contents.ts";
import { readLists } from "./read_lists.ts";
import { hashTable } from "./hash_table.ts";
import { listTables, TEXT_SETTINGS } from "./read_tables.ts";

/** Options of {@linkcode readContents}. */
export interface ReadContentsOptions {
  readonly server: Pick<ServerInfo, "timescaledb">;
  /**
   * A connection outside the transaction, where jobs of TimescaleDB may run meanwhile; by default
   * none does.
   */
  readonly now?: Queryable;
  /** Called before each table. */
  readonly onTable?: (name: string, done: number, total: number) => void;
  /** Ends the reading between two tables. */
  readonly signal?: AbortSignal | undefined;
}

/** Reads what a database holds, in the transaction that the client is in. */
export async function readContents(
  client: Queryable,
  { server, now = client, onTable, signal }: ReadContentsOptions,
): Promise<Contents> {
  await client.query(TEXT_SETTINGS);
  const lists = await readLists(client, server);
  const tables: Contents["tables"] = {};
  const list = await listTables(client, server);
  for (const [done, table] of list.entries()) {
    signal?.throwIfAborted();
    onTable?.(table.name, done, list.length);
    tables[table.name] = await hashTable({ client, now }, table);
  }
  return { tables, ...lists };
}
