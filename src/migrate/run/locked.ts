import { ConnectionError } from "../../base/errors.ts";
import { detectServer, type ServerInfo } from "../../timescale/mod.ts";
import { retry } from "../../base/resilience/mod.ts";
import { ensureLedger } from "../ledger/ensure_ledger.ts";
import { acquireLock, type MigrationLock } from "./lock.ts";
import type { MigratorSettings } from "./migrator_options.ts";
import type { RunContext } from "./run.ts";
import { isConnectionLost, type MigrationSession } from "../session/session.ts";
import { readSessionState } from "../session/session_state.ts";
import { findExtension } from "./find_extension.ts";
import { refuseReadOnly } from "./read_only.ts";
import { useSafeSettings } from "./safe_settings.ts";
import { LostStatement } from "./server_crash.ts";
import { executor } from "./statement.ts";

/** The context of work under the lock. */
export interface LockedContext extends RunContext {
  /** The lock. */
  readonly lock: MigrationLock;
  /** The server. */
  readonly server: ServerInfo;
}

/**
 * Runs work on a new connection that holds the ledger's lock. Creates the ledger if needed. If the
 * connection is lost, the work starts again on another one. It must read the ledger first: only the
 * ledger shows whether the last commit happened.
 */
export async function withLock<Value>(
  settings: MigratorSettings,
  work: (context: LockedContext) => Promise<Value>,
): Promise<Value> {
  const { signal, onEvent } = settings;
  const lost = new LostStatement();
  return await retry(() => lockAndWork(settings, lost, work), {
    attempts: 5,
    firstDelayMs: 1_000,
    // A migration may run for hours before its connection is lost.
    deadlineMs: Infinity,
    signal,
    isRepeatable: (error) => signal?.aborted !== true && isLostOnTheWay(error),
    onRetry: (error) => onEvent({ kind: "reconnect", error }),
  });
}

async function lockAndWork<Value>(
  settings: MigratorSettings,
  lost: LostStatement,
  work: (context: LockedContext) => Promise<Value>,
): Promise<Value> {
  const { ledger, signal, onEvent, waitMs } = settings;
  await using session = await settings.open();
  await lost.look(session);
  await using lock = await acquireLock(session, {
    ledger,
    timeoutMs: waitMs,
    signal,
    onWait: (holder) => onEvent({ kind: "waiting", holder }),
  });
  await lock.assertHeld();
  await refuseReadOnly(session);
  await ensureLedger(session, ledger);
  const server = await detectServer(session);
  await useSafeSettings(session, server);
  return await work({
    ...runContext(settings, lost, { session, lock }),
    state: await readSessionState(session),
    lock,
    server,
    serverText: serverText(server),
  });
}

/** Returns the context after a migration has created, updated or dropped the extension. */
export async function withServer(context: LockedContext): Promise<LockedContext> {
  const { session } = context;
  const server = await detectServer(session);
  await findExtension(session);
  await useSafeSettings(session, server);
  return {
    ...context,
    server,
    serverText: serverText(server),
    state: await readSessionState(session),
  };
}

function runContext(
  settings: MigratorSettings,
  lost: LostStatement,
  { session, lock }: { readonly session: MigrationSession; readonly lock: MigrationLock },
): Omit<RunContext, "serverText" | "state"> {
  const { ledger, lockTimeoutMs, attempts, tool, signal, onEvent } = settings;
  return {
    session,
    ledger,
    lockTimeoutMs,
    attempts,
    tool,
    signal,
    emit: onEvent,
    execute: executor({ session, pid: lock.pid, open: settings.open, signal, emit: onEvent, lost }),
  };
}

function serverText(server: ServerInfo): string {
  const extension = server.timescaledb === null
    ? ""
    : `, timescaledb ${server.timescaledb} ${server.edition}`;
  return `postgres ${server.postgres}${extension}`;
}

/**
 * Tells whether reconnecting may help. The server worked at the start of the run, so a lost
 * connection or a full server may be temporary.
 */
function isLostOnTheWay(error: unknown): boolean {
  return isConnectionLost(error) || (error instanceof ConnectionError && error.code === "53300");
}
