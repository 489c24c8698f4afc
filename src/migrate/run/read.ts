import { detectServer } from "../../timescale/mod.ts";
import { compareLedger, ledgerProblems } from "../plan/compare.ts";
import { prepareExtension } from "./extension.ts";
import { readLedger } from "../ledger/ledger.ts";
import type { MigratorSettings, PlanResult, RunOptions, StatusResult } from "./migrator_options.ts";
import { planUp } from "../plan/plan.ts";
import { targetOf } from "../author/target.ts";

/** Compares the ledger with the migrations. */
export async function readStatus(settings: MigratorSettings): Promise<StatusResult> {
  await using session = await settings.open();
  const server = await detectServer(session);
  const rows = await readLedger(session, settings.ledger) ?? [];
  const migrations = compareLedger(settings.migrations, rows);
  const ok = !server.restoring && migrations.every(({ state }) => state === "applied");
  return { ok, server, migrations };
}

/** Says what `up` would do on the server as it is. */
export async function readPlan(
  settings: MigratorSettings,
  options: Pick<RunOptions, "to" | "allowOutOfOrder">,
): Promise<PlanResult> {
  const server = await prepareExtension(settings.open, { keep: false });
  await using session = await settings.open();
  const rows = await readLedger(session, settings.ledger) ?? [];
  const statuses = compareLedger(settings.migrations, rows);
  return {
    server,
    actions: planUp(statuses, { target: targetOf(server), to: options.to }),
    problems: ledgerProblems(statuses, options).map((problem) => problem.text),
  };
}
