import { detectServer } from "../../timescale/mod.ts";
import { compareLedger, ledgerProblems } from "../plan/compare.ts";
import { look, type Planner } from "./look.ts";
import { readLedger } from "../ledger/ledger.ts";
import type { MigratorSettings, PlanResult, RunOptions, StatusResult } from "./migrator_options.ts";
import { planUp } from "../plan/plan.ts";

/** Compares the ledger with the migrations. */
export async function readStatus(settings: MigratorSettings): Promise<StatusResult> {
  await using session = await settings.open();
  const server = await detectServer(session);
  const rows = await readLedger(session, settings.ledger) ?? [];
  const migrations = compareLedger(settings.migrations, rows);
  const ok = !server.restoring && migrations.every(({ state }) => state === "applied");
  return { ok, server, migrations };
}

/** Plans what `up` would do on the current server. */
export async function readPlan(
  settings: MigratorSettings,
  options: Pick<RunOptions, "to" | "allowOutOfOrder">,
): Promise<PlanResult> {
  const plan: Planner = (statuses, target) => planUp(statuses, { target, to: options.to });
  const { server, extension, actions, statuses } = await look(settings, plan, {
    direction: "up",
    to: options.to,
    keep: false,
    allowRestoring: true,
  });
  return {
    server,
    extension,
    actions,
    problems: ledgerProblems(statuses, options).map((problem) => problem.text),
  };
}
