import type { Queryable } from "../../base/sql/mod.ts";
import { searchPathSql } from "../../timescale/extension_schema.ts";
import { statementHead } from "../text/statement_head.ts";
import { type MigrationSession, pooledFailure } from "./session.ts";

/**
 * A session for reading through a pooler that pools by transaction: each statement brings its settings
 * along in a transaction of its own, one that the caller begins in that one. Every transaction is rolled
 * back, so that nothing stays behind on the backend.
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
    // The backend may run another client's statement by now.
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
    // Pooling by statement has no transactions, and ends the connection that asks for one.
    const isByStatement = error instanceof Error && error.message.includes("statement pooling");
    throw isByStatement ? pooledFailure() : error;
  });
}
