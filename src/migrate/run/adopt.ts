import { deferredSteps } from "./apply_transaction.ts";
import { compareLedger } from "../plan/compare.ts";
import { readLedger, writeEvent, writeLedgerRow } from "../ledger/ledger.ts";
import { inTransaction } from "./in_transaction.ts";
import { withLock } from "./locked.ts";
import { migrationNumber } from "../author/migration.ts";
import type { MigratorSettings } from "./migrator_options.ts";
import { findMigration } from "../author/registry.ts";
import { renderMigration } from "../plan/render.ts";
import { targetOf } from "../author/target.ts";

/**
 * Records the migrations up to a number as applied without running them, for a database that
 * already has their tables.
 *
 * @returns The recorded ids.
 * @throws {MigrationError} If no migration has the number.
 */
export async function adoptBaseline(
  settings: MigratorSettings,
  to: number,
): Promise<readonly string[]> {
  findMigration(settings.migrations, String(to));
  return await withLock(settings, async (context) => {
    const { session, ledger } = context;
    // Steps that the server does not support are missing in the database too: they become deferred.
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
