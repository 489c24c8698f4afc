import type pg from "pg";
import { CopyOut } from "./_copy_out.ts";
import { rowCollector } from "./_row_collector.ts";
import type { ColumnBatch, ColumnStream } from "./column_batch.ts";
import type { Column } from "./column_type.ts";

/** Whatever lends connections: a `Database`'s pool. */
export interface ConnectionSource {
  connect(): Promise<pg.PoolClient>;
}

/** A statement whose result is read in columns. */
export interface ColumnStatement {
  /** The statement, without parameters: COPY takes none. */
  readonly text: string;
  /** Its columns, in order; a type that is not among theirs is cast to `text` in the statement. */
  readonly columns: readonly Column[];
}

/** How rows are read in columns. */
export interface ReadColumnsOptions {
  /** The rows of a batch; 8,192 by default. */
  readonly batchRows?: number;
  /**
   * How long the server may work on the statement, in milliseconds; by default as long as it takes,
   * since a reader's pauses count as well.
   */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/**
 * Reads a statement's result in columns, by a binary COPY: a million rows a second where rows as
 * objects give a third. The server is read only as fast as batches are asked for, so memory stays
 * flat: two batches at most. The connection is taken at the first batch and goes back at the end;
 * where the loop ends early or fails, it is closed, which ends the statement on the server. Reads
 * happen in a transaction that cannot write.
 */
export function readColumns(
  source: ConnectionSource,
  statement: ColumnStatement,
  options: ReadColumnsOptions = {},
): ColumnStream {
  return { columns: statement.columns, batches: batchesOf(source, statement, options) };
}

async function* batchesOf(
  source: ConnectionSource,
  { text, columns }: ColumnStatement,
  { batchRows = 8_192, timeoutMs = 0, signal }: ReadColumnsOptions,
): AsyncGenerator<ColumnBatch> {
  signal?.throwIfAborted();
  const client = await source.connect();
  // One message, since each round trip takes as long as a short answer.
  const copy = new CopyOut(
    `begin transaction read only; set local statement_timeout = ${
      Math.ceil(timeoutMs)
    }; copy (${text}) to stdout (format binary); commit`,
    rowCollector(columns, batchRows),
  );
  let isClean = false;
  try {
    // It may have ended while the connection was opened.
    signal?.throwIfAborted();
    const onAbort = () => copy.fail(signal?.reason);
    signal?.addEventListener("abort", onAbort, { once: true });
    try {
      client.query(copy);
      for (let batch = await copy.next(); batch !== undefined; batch = await copy.next()) {
        yield batch;
      }
    } finally {
      signal?.removeEventListener("abort", onAbort);
    }
    isClean = true;
  } catch (error) {
    // After a refusal by the server the connection is as good as before.
    isClean = isRefusal(error) && await client.query("rollback").then(() => true, () => false);
    throw error;
  } finally {
    if (!isClean) copy.abandon();
    client.release(!isClean);
  }
}

function isRefusal(error: unknown): boolean {
  return typeof error === "object" && error !== null && "severity" in error &&
    error.severity === "ERROR";
}
