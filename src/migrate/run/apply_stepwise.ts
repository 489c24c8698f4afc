import { MigrationError } from "../../base/errors.ts";
import { deferredSteps } from "./apply_transaction.ts";
import { resolveInterrupted } from "./interrupted_statement.ts";
import {
  deleteLedgerRow,
  type LedgerRow,
  readLedgerRow,
  updateLedgerRow,
  writeEvent,
  writeLedgerRow,
} from "../ledger/ledger.ts";
import type { TransactionRun } from "./apply_transaction.ts";
import type { RunContext } from "./run.ts";
import { isConnectionLost } from "../session/session.ts";
import type { Target } from "../author/target.ts";
import { transactionObstacle } from "../plan/transaction_rules.ts";

/**
 * Applies or reverts a migration one statement at a time, each recorded, and goes on where an earlier
 * run stopped. A statement that can run in a transaction does so together with its record; one that
 * cannot is recorded as started before and as done after, and where a crash fell between the two the
 * catalog is asked what became of it.
 *
 * @returns How long it took in milliseconds, or null where nothing was left to do.
 */
export async function applyStepwise(
  context: RunContext,
  run: TransactionRun & { readonly target: Target },
): Promise<number | null> {
  const { session, ledger } = context;
  const row = await beginRow(context, run);
  if (row === null) return null;
  const statements = run.steps.flatMap((step) => step.statements);
  const begun = performance.now();
  let done = await resumeAt(context, run, { row, statements });
  try {
    for (; done < statements.length; done++) {
      const statement = statements[done];
      if (statement !== undefined) await runStatement(context, run, { statement, index: done });
    }
  } catch (error) {
    // Where the connection is gone the row stands as it was written last, and that is right.
    if (!isConnectionLost(error)) {
      await updateLedgerRow(session, ledger, { id: run.id, error: messageOf(error) }).catch(
        () => {},
      );
    }
    throw error;
  }
  const durationMs = performance.now() - begun;
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
  return durationMs;
}

async function beginRow(context: RunContext, run: TransactionRun): Promise<LedgerRow | null> {
  const { session, ledger } = context;
  const row = await readLedgerRow(session, ledger, run.id);
  const running = run.direction === "up" ? "running" : "reverting";
  if (row?.state === running) return row;
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
    await updateLedgerRow(session, ledger, { id: run.id, state: running, done: 0, started: null });
  }
  return await readLedgerRow(session, ledger, run.id);
}

async function resumeAt(
  context: RunContext,
  run: TransactionRun,
  from: { readonly row: LedgerRow; readonly statements: readonly string[] },
): Promise<number> {
  const { row, statements } = from;
  if (row.started === null && row.done === 0 && row.error === null) return 0;
  const statement = row.started === null ? undefined : statements[row.started];
  const place = `statement ${row.done + 1} of ${statements.length}`;
  context.emit({ kind: "resume", migration: run.id, text: `goes on at ${place}` });
  await writeEvent(context.session, context.ledger, {
    migration: run.id,
    action: "resume",
    detail: place,
  });
  if (statement === undefined) return row.done;
  const outcome = await resolveInterrupted(context.session, statement);
  if (outcome === "again") return row.done;
  if (outcome === "done") return row.done + 1;
  throw new MigrationError(
    `Cannot go on with "${run.id}": its ${place} was started and not seen to end, and what became of it cannot be ` +
      `told from the catalog; look, then run migrate repair ${run.id} --mark=applied or --mark=reverted`,
    { migration: run.id, statement },
  );
}

async function runStatement(
  context: RunContext,
  run: TransactionRun & { readonly target: Target },
  at: { readonly statement: string; readonly index: number },
): Promise<void> {
  const { session, ledger } = context;
  const { statement, index } = at;
  const ended = { id: run.id, done: index + 1, started: null, error: null };
  if (transactionObstacle(statement, run.target) !== null) {
    await updateLedgerRow(session, ledger, { id: run.id, done: index, started: index });
    await context.execute(run.id, statement);
    await updateLedgerRow(session, ledger, ended);
    return;
  }
  await session.query("begin");
  try {
    await session.query(
      `set local lock_timeout = ${Math.max(0, Math.trunc(context.lockTimeoutMs))}`,
    );
    await context.execute(run.id, statement);
    await updateLedgerRow(session, ledger, ended);
    await session.query("commit");
  } catch (error) {
    await session.query("rollback").catch(() => {});
    throw error;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
