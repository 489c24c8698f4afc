import { MigrationError } from "../../base/errors.ts";
import { migrationNumber } from "../author/migration.ts";
import { targetOf } from "../author/target.ts";
import {
  deleteLedgerRow,
  type LedgerChange,
  readLedger,
  updateLedgerRow,
  writeEvent,
} from "../ledger/ledger.ts";
import { stepHashes } from "../plan/checksum.ts";
import { compareLedger, type MigrationStatus } from "../plan/compare.ts";
import { renderMigration } from "../plan/render.ts";
import { doneSteps } from "./done_steps.ts";
import { inTransaction } from "./in_transaction.ts";
import { type LockedContext, withLock } from "./locked.ts";
import type { MigratorSettings } from "./migrator_options.ts";

/**
 * How to resolve a migration: `applied` accepts it as it is written now, `reverted` removes it from
 * the ledger, and `statement` is where the next run continues, counted from 1.
 */
export type RepairMark = "applied" | "reverted" | { readonly statement: number };

/**
 * Resolves a migration that failed half-way, was edited, or is missing.
 *
 * @throws {MigrationError} If there is nothing to resolve.
 */
export async function repairMigration(
  settings: MigratorSettings,
  repair: { readonly id: string; readonly mark: RepairMark },
): Promise<void> {
  const { id, mark } = repair;
  await withLock(settings, async (context) => {
    const { session, ledger } = context;
    const status = findStatus(
      compareLedger(settings.migrations, await readLedger(session, ledger) ?? []),
      id,
    );
    checkRepairable(status, mark);
    await inTransaction(session, async () => {
      if (mark === "reverted") await deleteLedgerRow(session, ledger, status.id);
      else {
        const change = mark === "applied" ? asApplied(status) : goingOnAt(context, status, mark);
        await updateLedgerRow(session, ledger, { id: status.id, ...change });
      }
      const how = typeof mark === "string" ? `marked as ${mark}` : `continues at ${mark.statement}`;
      await writeEvent(session, ledger, {
        migration: status.id,
        action: "repair",
        detail: `${status.state}, ${how}`,
      });
    });
  });
}

function findStatus(statuses: readonly MigrationStatus[], id: string): MigrationStatus {
  const status = statuses.find((candidate) =>
    candidate.id === id || (/^\d+$/.test(id) && migrationNumber(candidate.id) === Number(id))
  );
  if (status !== undefined) return status;
  throw new MigrationError(
    `Cannot repair "${id}": there is no such migration; see migrate status`,
  );
}

function checkRepairable({ id, state, row, migration }: MigrationStatus, mark: RepairMark): void {
  const fail = (reason: string) => {
    throw new MigrationError(reason, { migration: id });
  };
  if (state === "pending") {
    fail(
      `Cannot repair "${id}": it is pending; apply it with migrate, or adopt it with migrate baseline`,
    );
  }
  if (state === "applied") {
    fail(`Cannot repair "${id}": nothing is wrong with it; revert it with migrate down`);
  }
  if (state === "missing" && mark !== "reverted") {
    fail(
      `Cannot mark "${id}" as ${
        typeof mark === "string" ? mark : "unfinished"
      }: its module is missing; ` +
        "restore it, or mark it as reverted",
    );
  }
  const isHalf = row !== null && row.state !== "applied" && migration?.transaction === false;
  if (typeof mark === "object" && !isHalf) {
    fail(
      `Cannot continue "${id}" at a statement: it did not fail half-way, which only a migration with ` +
        "{ transaction: false } can; give --mark=applied or --mark=reverted",
    );
  }
}

function asApplied({ checksum }: MigrationStatus): LedgerChange {
  return { checksum, state: "applied", started: null, error: null, finished: true };
}

function goingOnAt(
  { server }: LockedContext,
  { id, migration, row, checksum }: MigrationStatus,
  { statement }: { readonly statement: number },
): LedgerChange {
  if (migration === null) return {};
  const direction = row?.state === "reverting" ? "down" : "up";
  const steps = renderMigration(migration, direction, targetOf(server));
  const count = steps.flatMap((step) => step.statements).length;
  if (!Number.isInteger(statement) || statement < 1 || statement > count + 1) {
    throw new MigrationError(
      `Cannot continue "${id}" at statement ${statement}: it has ${count}, give 1 to ${count}, or ` +
        `${count + 1} if all of them are done`,
      { migration: id },
    );
  }
  const done = statement - 1;
  const hashes = stepHashes(migration, direction);
  return {
    ...(direction === "up" ? { checksum } : {}),
    done,
    doneSteps: doneSteps(steps, hashes, done),
    started: null,
    error: null,
  };
}
