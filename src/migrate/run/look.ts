import { MigrationError } from "../../base/errors.ts";
import { detectServer, RESTORING_STATE, type ServerInfo } from "../../timescale/mod.ts";
import { type Target, targetOf } from "../author/target.ts";
import { readLedger } from "../ledger/ledger.ts";
import { compareLedger, type MigrationStatus } from "../plan/compare.ts";
import { extensionNeed } from "../plan/extension_need.ts";
import type { PlannedAction } from "../plan/plan.ts";
import { prepareExtension } from "./extension.ts";
import type { MigratorSettings, RunOptions } from "./migrator_options.ts";
import { countPausedJobs } from "./pause_jobs.ts";

/** Plans actions for a server. */
export type Planner = (
  statuses: readonly MigrationStatus[],
  target: Target,
) => readonly PlannedAction[];

/** What is found before anything is locked. */
export interface Look {
  /** The server, as it is once the extension is there. */
  readonly server: ServerInfo;
  /** The statement that created the extension, or would, or null. */
  readonly extension: string | null;
  /** The migrations beside the ledger. */
  readonly statuses: readonly MigrationStatus[];
  /** What is to be done. */
  readonly actions: readonly PlannedAction[];
  /** True where there is nothing to do. */
  readonly idle: boolean;
}

/** Reads the server and the ledger, and plans. Where `keep` is true the extension is created if needed. */
export async function look(
  settings: MigratorSettings,
  plan: Planner,
  options: Pick<RunOptions, "require" | "to"> & {
    readonly direction: "up" | "down";
    readonly keep: boolean;
    /** True plans for a database in restoring mode as well. */
    readonly allowRestoring?: boolean;
  },
): Promise<Look> {
  const { require, to, keep, direction, allowRestoring = false } = options;
  await using session = await settings.open();
  const found = await detectServer(session);
  if (!allowRestoring) refuseRestoring(found);
  const rows = await readLedger(session, settings.ledger);
  const statuses = compareLedger(settings.migrations, rows ?? []);
  // What reverting needs of the extension was there when it was applied.
  const need = direction === "up" ? extensionNeed(statuses, { to }) : "none";
  const { server, extension } = await prepareExtension(session, found, {
    open: settings.open,
    need,
    require,
    keep,
  });
  const actions = plan(statuses, targetOf(server));
  const paused = rows === null ? 0 : await countPausedJobs({ session, ledger: settings.ledger });
  return { server, extension, statuses, actions, idle: actions.length === 0 && paused === 0 };
}

/** What a migration writes in restoring mode may be lost, its row in the ledger is not. */
function refuseRestoring(server: ServerInfo): void {
  if (server.restoring) throw new MigrationError(`Cannot migrate: ${RESTORING_STATE}`);
}
