import { MigrationError } from "../../base/errors.ts";
import { retry } from "../../base/resilience/mod.ts";
import { serverReason } from "../../base/sql/mod.ts";
import type { Target } from "../author/target.ts";
import {
  deleteLedgerRow,
  type LedgerChange,
  type LedgerRow,
  readLedgerRow,
  updateLedgerRow,
  writeEvent,
  writeLedgerRow,
} from "../ledger/ledger.ts";
import { transactionObstacle } from "../plan/transaction_rules.ts";
import { isConnectionLost, isRetryable } from "../session/session.ts";
import { asSessionOwner } from "../session/session_state.ts";
import { deferredSteps, type TransactionRun } from "./apply_transaction.ts";
import { doneSteps } from "./done_steps.ts";
import { inTransaction } from "./in_transaction.ts";
import { removeRemains } from "./interrupted_statement.ts";
import { resumeAt } from "./resume.ts";
import type { RunContext } from "./run.ts";

/** A run of a migration without a transaction, one statement at a time. */
export interface StepwiseRun extends TransactionRun {
  /** The server that its steps are rendered for. */
  readonly target: Target;
  /** The hash of each step. */
  readonly hashes: readonly string[];
}

/**
 * Applies or reverts a migration one statement at a time, and continues where an earlier run
 * stopped. A statement that can run in a transaction is recorded in the same transaction. Any other
 * is recorded as started before it runs and as done after it; after a crash in between, the catalog
 * shows its outcome. A statement that certainly failed is the next one to run.
 *
 * @returns The duration in milliseconds; null if there was nothing left to do.
 */
export async function applyStepwise(
  context: RunContext,
  run: StepwiseRun,
): Promise<number | null> {
  const row = await beginRow(context, run);
  if (row === null) return null;
  const statements = run.steps.flatMap((step) => step.statements);
  const begun = performance.now();
  let done = await resumeAt(context, { row, statements });
  // The catalog shows that a statement with an unknown end is done.
  if (done > row.done) await record(context, run, ended(run, done - 1));
  try {
    for (; done < statements.length; done++) {
      const statement = statements[done];
      if (statement !== undefined) await runStatement(context, run, { statement, index: done });
    }
  } catch (error) {
    // If the connection is lost, the row as last written is correct.
    if (!isConnectionLost(error)) {
      const failed = { started: null, error: serverReason(error) };
      await record(context, run, failed).catch(() => {});
    }
    throw error;
  }
  const durationMs = performance.now() - begun;
  const { session, state } = context;
  // In one transaction: else a lost answer in between would leave the history without its event.
  await asSessionOwner(
    session,
    state,
    () => inTransaction(session, () => finish(context, run, durationMs)),
  );
  return durationMs;
}

async function beginRow(context: RunContext, run: StepwiseRun): Promise<LedgerRow | null> {
  const { session, ledger } = context;
  const row = await readLedgerRow(session, ledger, run.id);
  const running = run.direction === "up" ? "running" : "reverting";
  if (row?.state === running) {
    // It may have been edited from the failed statement on.
    if (run.direction === "up") await record(context, run, { checksum: run.checksum });
    return row;
  }
  if ((run.direction === "up") === (row !== null)) return null;
  if (run.direction === "up") {
    await writeLedgerRow(session, ledger, {
      id: run.id,
      checksum: run.checksum,
      state: running,
      deferred: deferredSteps(run.steps),
      durationMs: null,
      server: context.serverText,
      tool: context.tool,
      outOfOrder: run.outOfOrder,
    });
  } else {
    await record(context, run, { state: running, done: 0, doneSteps: [], started: null });
  }
  return await readLedgerRow(session, ledger, run.id);
}

async function runStatement(
  context: RunContext,
  run: StepwiseRun,
  at: { readonly statement: string; readonly index: number },
): Promise<void> {
  const isOutside = transactionObstacle(at.statement, run.target) !== null;
  let isRepeated = false;
  await retry(async () => {
    if (!isOutside) return await runInside(context, run, at);
    if (isRepeated) await removeRemains(context.session, at.statement);
    isRepeated = true;
    await runOutside(context, run, at);
  }, {
    attempts: context.attempts,
    firstDelayMs: 500,
    isRepeatable: isRetryable,
    deadlineMs: Infinity,
    signal: context.signal,
    onRetry: (error, attempt) => context.emit({ kind: "retry", migration: run.id, attempt, error }),
  }).catch((error: unknown) => {
    if (!isRetryable(error)) throw error;
    throw new MigrationError(
      `Cannot apply "${run.id}": ${context.attempts} attempts at statement ${
        at.index + 1
      } did not get ` +
        `its locks (${
          serverReason(error)
        }); end what holds them (see pg_stat_activity), then run it again`,
      { migration: run.id, statement: at.statement, cause: error },
    );
  });
}

async function runOutside(
  context: RunContext,
  run: StepwiseRun,
  { statement, index }: { readonly statement: string; readonly index: number },
): Promise<void> {
  await record(context, run, { done: index, started: index });
  await context.execute(run.id, statement);
  await record(context, run, ended(run, index));
}

async function runInside(
  context: RunContext,
  run: StepwiseRun,
  { statement, index }: { readonly statement: string; readonly index: number },
): Promise<void> {
  const { session } = context;
  await session.query("begin");
  try {
    await session.query(
      `set local lock_timeout = ${Math.max(0, Math.trunc(context.lockTimeoutMs))}`,
    );
    await context.execute(run.id, statement);
    await record(context, run, ended(run, index));
    await session.query("commit");
  } catch (error) {
    await session.query("rollback").catch(() => {});
    throw error;
  }
}

function ended(run: StepwiseRun, index: number): LedgerChange {
  const done = index + 1;
  return { done, doneSteps: doneSteps(run.steps, run.hashes, done), started: null, error: null };
}

/** Updates the row as the ledger's owner, even if a statement has changed the role. */
async function record(
  { session, state, ledger }: RunContext,
  { id }: StepwiseRun,
  change: LedgerChange,
): Promise<void> {
  await asSessionOwner(session, state, () => updateLedgerRow(session, ledger, { id, ...change }));
}

async function finish(context: RunContext, run: StepwiseRun, durationMs: number): Promise<void> {
  const { session, ledger } = context;
  if (run.direction === "up") {
    await updateLedgerRow(session, ledger, {
      id: run.id,
      state: "applied",
      durationMs,
      finished: true,
      error: null,
    });
  } else {
    await deleteLedgerRow(session, ledger, run.id);
  }
  await writeEvent(session, ledger, { migration: run.id, action: run.direction });
}
