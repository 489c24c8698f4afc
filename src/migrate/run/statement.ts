import { MigrationError } from "../../base/errors.ts";
import { serverReason } from "../../base/sql/mod.ts";
import { changesExtension } from "../plan/extension_need.ts";
import { findExtension } from "./find_extension.ts";
import { watchProgress } from "./progress.ts";
import type { RunContext } from "./run.ts";
import type { LostStatement } from "./server_crash.ts";
import {
  isConnectionLost,
  type MigrationSession,
  type OpenSession,
  sqlState,
} from "../session/session.ts";

/**
 * Makes what runs one statement of a migration: tells of it, watches a long one, cancels it on the
 * server when the run is aborted, and names it where it fails.
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
      await session.query(sql);
      // The statements behind it call its functions.
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
  // A lost connection is answered by connecting again, a lock not had by another try.
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
