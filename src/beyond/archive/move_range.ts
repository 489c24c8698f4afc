import { StrataError } from "../../base/errors.ts";
import { retry } from "../../base/resilience/mod.ts";
import { type Queryable, quoteIdentifier, quoteLiteral } from "../../base/sql/mod.ts";
import { isRepeatableTransaction } from "../../database/mod.ts";
import type { ArchivedTable } from "./archived_table.ts";
import { type Content, isSameContent } from "./content_hash.ts";
import { markMoved, markRanges } from "./ledger.ts";
import type { Unit } from "./plan_units.ts";
import { timeLiteral } from "./row_statement.ts";

/** What leaves the table, and what proves that it stands elsewhere. */
export interface MoveRangeOptions {
  readonly id: string;
  readonly unit: Unit;
  readonly content: Content;
  /** The SHA-256 of the manifest. */
  readonly manifest: string;
  /** Ranges that the new one takes the place of. */
  readonly replaced: readonly string[];
  /** The schema of the extension. */
  readonly schema: string;
  /** Hashes the rows that the range has now, on another connection. */
  readonly hashNow: () => Promise<Content>;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Drops the chunks of a range in one transaction with its line in the ledger, if its rows are still
 * those in the files. Writers of these chunks wait meanwhile, others do not; readers wait for the
 * dropping alone.
 *
 * @returns Whether it did: false if rows have come, changed or gone since.
 */
export async function moveRange(
  client: Queryable,
  table: ArchivedTable,
  options: MoveRangeOptions,
): Promise<boolean> {
  return await retry(async () => {
    await client.query("begin");
    try {
      // Those who queue behind a waiting lock wait as well, so it tries again instead.
      await client.query("set local lock_timeout = '5s'");
      const isSame = await dropIfSame(client, table, options);
      await client.query(isSame ? "commit" : "rollback");
      return isSame;
    } catch (error) {
      await client.query("rollback").catch(() => {
        // The connection is gone, and the transaction with it.
      });
      throw error;
    }
  }, {
    isRepeatable: isRepeatableTransaction,
    attempts: 60,
    firstDelayMs: 250,
    maxDelayMs: 5_000,
    deadlineMs: 600_000,
    signal: options.signal,
  });
}

async function dropIfSame(
  client: Queryable,
  table: ArchivedTable,
  { id, unit, content, manifest, replaced, schema, hashNow }: MoveRangeOptions,
): Promise<boolean> {
  const names = unit.chunks.map(({ name }) => `only ${name}`).join(", ");
  await client.query(`lock table ${names} in share mode`);
  if (!isSameContent(await hashNow(), content)) return false;
  // Chunk by chunk: a row that comes late makes a chunk of its own, which must stay.
  for (const chunk of unit.chunks) {
    const { rows } = await client.query<{ dropped: string }>(
      `select ${quoteIdentifier(schema)}.drop_chunks(${quoteLiteral(table.relation)}::regclass,
        older_than => ${timeLiteral(table, chunk.to)},
        newer_than => ${timeLiteral(table, chunk.from)}) as dropped`,
    );
    if (rows.length === 1) continue;
    throw new StrataError(
      `Cannot archive "${table.name}": dropping the chunk ${chunk.name} would drop ${rows.length}; ` +
        "nothing is changed, archive again",
    );
  }
  if (!await markMoved(client, id, { ...content, manifest })) {
    throw new StrataError(
      `Cannot archive "${table.name}": the ledger has no range ${id} under way; nothing is changed, ` +
        "archive again",
    );
  }
  await markRanges(client, replaced, "replaced");
  return true;
}
