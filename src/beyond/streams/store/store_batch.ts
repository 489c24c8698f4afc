import type { LoadResult } from "../../../ingest/mod.ts";
import {
  drizzleOf,
  type DrizzleTarget,
  type WriteTarget,
} from "../../../ingest/stage/write_target.ts";
import { inTransaction } from "../../../ingest/write/transaction.ts";
import type { MessageBatch } from "../group/partition_buffer.ts";
import type { StreamMessage } from "../group/stream_message.ts";
import type { BadMessage } from "./bad_message.ts";
import type { ReadRows } from "./read_rows.ts";
import { movePartitions, type OffsetPlace } from "./stream_offsets.ts";

/** Writes rows into a table within a transaction, and leaves out those that are refused. */
export type WriteRows = (
  tx: DrizzleTarget,
  rows: readonly Record<string, unknown>[],
) => Promise<RowOutcome>;

/** What became of rows. */
export type RowOutcome = Pick<LoadResult, "inserted" | "unchanged" | "problems"> & {
  readonly conflicting?: number;
};

/** How batches are stored. */
export interface StoreOptions {
  readonly target: WriteTarget;
  readonly place: OffsetPlace;
  readonly write: WriteRows;
  /** Keeps messages that are refused elsewhere, before their offsets are stored; or throws. */
  readonly refuse: (bad: readonly BadMessage[]) => Promise<void>;
}

/** What became of a batch. */
export interface StoredBatch {
  readonly inserted: number;
  readonly unchanged: number;
  readonly conflicting: number;
  readonly refused: number;
}

/**
 * Stores rows and the offsets of their messages in one transaction: either both are there or
 * neither, whatever is killed.
 */
export async function storeBatch(
  { moves }: MessageBatch,
  { rows, owners, bad }: ReadRows,
  { target, place, write, refuse }: StoreOptions,
): Promise<StoredBatch> {
  return await inTransaction(drizzleOf(target), async (tx) => {
    // First, so that a process that is no longer the owner waits or fails before it writes.
    await movePartitions(tx, place, moves);
    const outcome = rows.length === 0 ? NOTHING : await write(tx, rows);
    const refused = [...bad, ...badMessages(outcome.problems, owners)];
    if (refused.length > 0) await refuse(inOrder(refused));
    const { inserted, unchanged, conflicting = 0 } = outcome;
    return { inserted, unchanged, conflicting, refused: refused.length };
  }, { isRepeatable: true });
}

const NOTHING = { inserted: 0, unchanged: 0, conflicting: 0, problems: [] } as const;

/** The messages whose rows were refused; each once, with all its reasons. */
function badMessages(
  problems: LoadResult["problems"],
  owners: readonly StreamMessage[],
): readonly BadMessage[] {
  const reasons = new Map<StreamMessage, string[]>();
  for (const { row, field, reason } of problems) {
    const owner = owners[row - 1];
    if (owner === undefined) continue;
    const told = field === undefined || reason.startsWith(field) ? reason : `${field}: ${reason}`;
    const known = reasons.get(owner);
    if (known === undefined) reasons.set(owner, [told]);
    else if (!known.includes(told)) known.push(told);
  }
  return [...reasons].map(([message, said]) => ({ message, reason: said.join("; ") }));
}

function inOrder(bad: readonly BadMessage[]): readonly BadMessage[] {
  return bad.toSorted(({ message: a }, { message: b }) =>
    a.partition - b.partition || (a.offset < b.offset ? -1 : 1)
  );
}
