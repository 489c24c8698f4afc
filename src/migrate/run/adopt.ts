import { MigrationError } from "../../base/errors.ts";
import { deferredSteps } from "./apply_transaction.ts";
import { compareLedger } from "../plan/compare.ts";
import {
  deleteLedgerRow,
  readLedger,
  updateLedgerRow,
  writeEvent,
  writeLedgerRow,
} from "../ledger/ledger.ts";
import { withLock } from "./locked.ts";
import { migrationNumber } from "../author/migration.ts";
import type { MigratorSettings } from "./migrator_options.ts";
import { findMigration } from "../author/registry.ts";
import { renderMigration } from "../plan/render.ts";
import { targetOf } from "../author/target.ts";

/**
 * Records the migrations up to a number as applied without running one, for a database that has
 * their tables already.
 *
 * @returns The ids that were recorded.
 * @throws {MigrationError} Where the number is none of theirs.
 */
export async function adoptBaseline(
  settings: MigratorSettings,
  to: number,
): Promise<readonly string[]> {
  findMigration(settings.migrations, String(to));
  return await withLock(settings, async (context) => {
    const { session, ledger } = context;
    // What the server cannot take is not there either, and is to come once it can.
    const target = targetOf(context.server);
    const statuses = compareLedger(settings.migrations, await readLedger(session, ledger) ?? []);
    const open = statuses.filter(({ id, state }) =>
      state === "pending" && migrationNumber(id) <= to
    );
    await inTransaction(session, async () => {
      for (const { id, checksum, migration } of open) {
        await writeLedgerRow(session, ledger, {
          id,
          checksum,
          state: "applied",
          deferred: migration === null
            ? []
            : deferredSteps(renderMigration(migration, "up", target)),
          durationMs: null,
          server: context.serverText,
          tool: context.tool,
          outOfOrder: false,
        });
        await writeEvent(session, ledger, { migration: id, action: "baseline" });
      }
    });
    return open.map((status) => status.id);
  });
}

/**
 * Resolves a migration that failed half-way, was edited, or is missing: `applied` accepts it as it is
 * written now, `reverted` forgets it.
 *
 * @throws {MigrationError} Where there is nothing to resolve.
 */
export async function repairMigration(
  settings: MigratorSettings,
  repair: { readonly id: string; readonly mark: "applied" | "reverted" },
): Promise<void> {
  const { id, mark } = repair;
  await withLock(settings, async ({ session, ledger }) => {
    const statuses = compareLedger(settings.migrations, await readLedger(session, ledger) ?? []);
    const status = statuses.find((candidate) =>
      candidate.id === id || (/^\d+$/.test(id) && migrationNumber(candidate.id) === Number(id))
    );
    if (status === undefined) {
      throw new MigrationError(
        `Cannot repair "${id}": there is no such migration; see migrate status`,
      );
    }
    if (status.state === "pending") {
      throw new MigrationError(
        `Cannot repair "${status.id}": it is pending; apply it with migrate, or adopt it with migrate baseline`,
        { migration: status.id },
      );
    }
    if (status.state === "applied") {
      throw new MigrationError(
        `Cannot repair "${status.id}": nothing is wrong with it; revert it with migrate down`,
        { migration: status.id },
      );
    }
    if (status.state === "missing" && mark === "applied") {
      throw new MigrationError(
        `Cannot mark "${status.id}" as applied: its module is missing; restore it, or mark it as reverted`,
        { migration: status.id },
      );
    }
    await inTransaction(session, async () => {
      if (mark === "reverted") await deleteLedgerRow(session, ledger, status.id);
      else {
        await updateLedgerRow(session, ledger, {
          id: status.id,
          checksum: status.checksum,
          state: "applied",
          started: null,
          error: null,
          finished: true,
        });
      }
      await writeEvent(session, ledger, {
        migration: status.id,
        action: "repair",
        detail: `${status.state}, marked as ${mark}`,
      });
    });
  });
}

async function inTransaction(
  session: { query(text: string): Promise<unknown> },
  work: () => Promise<void>,
): Promise<void> {
  await session.query("begin");
  try {
    await work();
    await session.query("commit");
  } catch (error) {
    await session.query("rollback").catch(() => {});
    throw error;
  }
}
