import { MigrationError } from "../../base/errors.ts";
import { quoteIdentifier, serverReason } from "../../base/sql/mod.ts";
import { retry } from "../../base/resilience/mod.ts";
import {
  type DeferredStep,
  deleteLedgerRow,
  type LedgerRow,
  readLedgerRow,
  updateLedgerRow,
  writeEvent,
  writeLedgerRow,
} from "../ledger/ledger.ts";
import type { RunContext } from "./run.ts";
import type { Direction, RenderedStep } from "../plan/render.ts";
import { isRetryable } from "../session/session.ts";
import { asSessionOwner } from "../session/session_state.ts";

/** A run of a migration in one transaction. */
export interface TransactionRun {
  /** The migration's id. */
  readonly id: string;
  /** The direction. */
  readonly direction: Direction;
  /** Its steps, rendered for the server. */
  readonly steps: readonly RenderedStep[];
  /** Its checksum. */
  readonly checksum: string;
  /** True if a later one is already applied. */
  readonly outOfOrder: boolean;
  /** Work to do in its transaction, before its statements. */
  readonly prepare: () => Promise<void>;
}

/**
 * Applies or reverts a migration and updates its row in the ledger, in one transaction. The ledger
 * is locked and read again first, so that a migration that somebody else has just applied is not
 * applied twice.
 *
 * @returns The duration in milliseconds; null if there was nothing left to do.
 */
export function applyInTransaction(
  context: RunContext,
  run: TransactionRun,
): Promise<number | null> {
  return inLedgerTransaction(context, run.id, async (row) => {
    if ((run.direction === "up") === (row !== null)) return null;
    await run.prepare();
    const begun = performance.now();
    for (const step of run.steps) {
      for (const statement of step.statements) await context.execute(run.id, statement);
    }
    const durationMs = performance.now() - begun;
    await asSessionOwner(context.session, context.state, () => record(context, run, durationMs));
    return durationMs;
  });
}

async function record(
  context: RunContext,
  run: TransactionRun,
  durationMs: number,
): Promise<void> {
  const { session, ledger } = context;
  if (run.direction === "up") {
    await writeLedgerRow(session, ledger, {
      id: run.id,
      checksum: run.checksum,
      state: "applied",
      deferred: deferredSteps(run.steps),
      durationMs,
      server: context.serverText,
      tool: context.tool,
      outOfOrder: run.outOfOrder,
    });
  } else {
    await deleteLedgerRow(session, ledger, run.id);
  }
  await writeEvent(session, ledger, { migration: run.id, action: run.direction });
}

/** Applies steps that an earlier run deferred and updates the ledger, in one transaction. */
export function applyDeferred(
  context: RunContext,
  run: Pick<TransactionRun, "id" | "steps" | "prepare">,
): Promise<number | null> {
  return inLedgerTransaction(context, run.id, async (row) => {
    const waiting = new Set(row?.deferred.map((entry) => entry.step));
    const steps = run.steps.filter((step) => waiting.has(step.index));
    if (row === null || steps.length === 0) return null;
    await run.prepare();
    const begun = performance.now();
    for (const step of steps) {
      for (const statement of step.statements) await context.execute(run.id, statement);
    }
    const done = new Set(steps.map((step) => step.index));
    const { session, ledger } = context;
    await updateLedgerRow(session, ledger, {
      id: run.id,
      deferred: row.deferred.filter((entry) => !done.has(entry.step)),
    });
    await writeEvent(session, ledger, {
      migration: run.id,
      action: "deferred",
      detail: steps.map((step) => step.title).join(", "),
    });
    return performance.now() - begun;
  });
}

/** Returns the steps that the server does not support, as the ledger records them. */
export function deferredSteps(steps: readonly RenderedStep[]): readonly DeferredStep[] {
  return steps.flatMap(({ index, title, deferred }) =>
    deferred === null ? [] : [{ step: index, title, needs: deferred }]
  );
}

async function inLedgerTransaction<Value>(
  context: RunContext,
  id: string,
  work: (row: LedgerRow | null) => Promise<Value>,
): Promise<Value> {
  const { session, ledger, lockTimeoutMs, signal } = context;
  return await retry(async () => {
    await session.query("begin");
    try {
      await session.query(`set local lock_timeout = ${Math.max(0, Math.trunc(lockTimeoutMs))}`);
      await session.query(
        `lock table ${quoteIdentifier(ledger, "migrations")} in share row exclusive mode`,
      );
      const value = await work(await readLedgerRow(session, ledger, id));
      signal?.throwIfAborted();
      await session.query("commit");
      return value;
    } catch (error) {
      await session.query("rollback").catch(() => {});
      throw error;
    }
  }, {
    attempts: context.attempts,
    firstDelayMs: 500,
    isRepeatable: isRetryable,
    deadlineMs: Infinity,
    signal,
    onRetry: (error, attempt) => context.emit({ kind: "retry", migration: id, attempt, error }),
  }).catch((error: unknown) => {
    if (!isRetryable(error)) throw error;
    throw new MigrationError(
      `Cannot apply "${id}": ${context.attempts} attempts did not get its locks (${
        serverReason(error)
      }); end what holds them ` +
        "(see pg_stat_activity), or allow longer with --lock-timeout",
      { migration: id, cause: error },
    );
  });
}
