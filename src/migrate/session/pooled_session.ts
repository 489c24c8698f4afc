import type { Queryable } from "../../base/sql/mod.ts";
import { searchPathSql } from "../../timescale/extension_schema.ts";
import { statementHead } from "../text/statement_head.ts";
import { type MigrationSession, pooledFailure } from "./session.ts";

/**
 * Creates a read-only session through a pooler in transaction mode. Each statement runs in its own
 * transaction, which also sets what it needs; a transaction that the caller begins stays one
 * transaction. All transactions are rolled back, so that nothing remains on the backend.
 */
export function pooledSession(
  connection: Queryable & { close(): Promise<void> },
): MigrationSession {
  let isBegun = false;
  const read = async <Row>(text: string, values?: unknown[]): Promise<{ rows: Row[] }> => {
    const [word = ""] = statementHead(text).split(/[ ;]/, 1);
    if (ends.has(word)) {
      isBegun = false;
      await connection.query("rollback");
      return { rows: [] };
    }
    if (begins.has(word)) {
      await begin(connection, text);
      isBegun = true;
      return { rows: [] };
    }
    if (isBegun) return await connection.query<Row>(text, values);
    await begin(connection, "begin read only");
    try {
      return await connection.query<Row>(text, values);
    } finally {
      await connection.query("rollback").catch(() => {});
    }
  };
  let last: Promise<unknown> = Promise.resolve();
  return {
    isPooled: true,
    query: <Row>(text: string, values?: unknown[]) => {
      const next = last.then(() => read<Row>(text, values));
      last = next.catch(() => {});
      return next;
    },
    // By now the backend may run a statement of another client.
    cancel: () => Promise.resolve(),
    [Symbol.asyncDispose]: () => connection.close(),
  };
}

const begins: ReadonlySet<string> = new Set(["begin", "start"]);
const ends: ReadonlySet<string> = new Set(["commit", "end", "rollback", "abort"]);

const settings = [
  "set local client_min_messages = 'warning'",
  "set local timezone = 'UTC'",
  searchPathSql({ isLocal: true }),
].join("; ");

async function begin(connection: Queryable, statement: string): Promise<void> {
  await connection.query(`${statement}; ${settings}`).catch((error: unknown) => {
    // A pooler in statement mode closes connections that begin a transaction.
    const isByStatement = error instanceof Error && error.message.includes("statement pooling");
    throw isByStatement ? pooledFailure() : error;
  });
}
