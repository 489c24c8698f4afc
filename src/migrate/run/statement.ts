import { MigrationError } from "../../base/errors.ts";
import { serverReason } from "../../base/sql/mod.ts";
import { changesExtension } from "../plan/extension_need.ts";
import { findExtension } from "./find_extension.ts";
import { watchProgress } from "./progress.ts";
import { tracedStatement } from "./traced_statement.ts";
import type { RunContext } from "./run.ts";
import type { LostStatement } from "./server_crash.ts";
import {
  isConnectionLost,
  type MigrationSession,
  type OpenSession,
  sqlState,
} from "../session/session.ts";

/**
 * Creates the function that runs a statement of a migration. It reports the statement and its
 * progress, cancels it on the server if the run is aborted, and names it in the error if it fails.
 */
export function executor(options: {
  readonly session: MigrationSession;
  readonly pid: number;
  readonly open: OpenSession;
  readonly signal: AbortSignal | undefined;
  readonly emit: RunContext["emit"];
  readonly lost: LostStatement;
}): RunContext["execute"] {
  const { session, pid, open, signal, emit, lost } = options;
  return async (migration, sql) => {
    signal?.throwIfAborted();
    emit({ kind: "statement", migration, sql });
    await using _watch = watchProgress(open, {
      pid,
      onProgress: (text) => emit({ kind: "progress", migration, text }),
    });
    const cancel = () => void session.cancel().catch(() => {});
    signal?.addEventListener("abort", cancel, { once: true });
    try {
      await tracedStatement(migration, sql, () => session.query(sql));
      // Later statements may call the extension's functions.
      if (changesExtension(sql)) await findExtension(session);
    } catch (error) {
      if (sqlState(error) === "57014") signal?.throwIfAborted();
      if (isConnectionLost(error)) lost.keep(migration, sql, error);
      throw statementFailure(migration, sql, error);
    } finally {
      signal?.removeEventListener("abort", cancel);
    }
  };
}

function statementFailure(migration: string, statement: string, error: unknown): unknown {
  // The caller reconnects after a lost connection, so this error must stay as it is.
  if (isConnectionLost(error)) return error;
  const lines = statement.split("\n");
  const shown = lines.length > 6 ? [...lines.slice(0, 6), "…"] : lines;
  return new MigrationError(
    `Cannot apply "${migration}": ${serverReason(error)}, in the statement\n${
      shown.map((line) => `    ${line}`).join("\n")
    }`,
    { migration, statement, code: sqlState(error), cause: error },
  );
}
