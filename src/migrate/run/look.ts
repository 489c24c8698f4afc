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
import { missingSettings } from "./safe_settings.ts";

/** Plans the actions for a server. */
export type Planner = (
  statuses: readonly MigrationStatus[],
  target: Target,
) => readonly PlannedAction[];

/** The state of server and ledger, read before anything is locked. */
export interface Look {
  /** The server as it is with the extension. */
  readonly server: ServerInfo;
  /** The statement that creates the extension, or null. */
  readonly extension: string | null;
  /** The migrations compared with the ledger. */
  readonly statuses: readonly MigrationStatus[];
  /** The planned actions. */
  readonly actions: readonly PlannedAction[];
  /** True if there is nothing to do, for the migrations, their jobs or the settings. */
  readonly idle: boolean;
}

/** Reads server and ledger, and plans. If `keep` is true, creates the extension if needed. */
export async function look(
  settings: MigratorSettings,
  plan: Planner,
  options: Pick<RunOptions, "require" | "to"> & {
    readonly direction: "up" | "down";
    readonly keep: boolean;
    /** True to plan even if the database is in restoring mode. */
    readonly allowRestoring?: boolean;
  },
): Promise<Look> {
  const { require, to, keep, direction, allowRestoring = false } = options;
  await using session = await settings.open();
  const found = await detectServer(session);
  if (!allowRestoring) refuseRestoring(found);
  const rows = await readLedger(session, settings.ledger);
  const statuses = compareLedger(settings.migrations, rows ?? []);
  // Reverting never needs the extension to be created.
  const need = direction === "up" ? extensionNeed(statuses, { to }) : "none";
  const { server, extension } = await prepareExtension(session, found, {
    open: settings.open,
    need,
    require,
    keep,
  });
  const actions = plan(statuses, targetOf(server));
  const paused = rows === null ? 0 : await countPausedJobs({ session, ledger: settings.ledger });
  const missing = direction === "up" ? await missingSettings(session, server) : [];
  const idle = actions.length === 0 && paused === 0 && missing.length === 0;
  return { server, extension, statuses, actions, idle };
}

/**
 * Refuses a database in restoring mode: what a migration writes there may be lost, but its ledger
 * row would stay.
 */
function refuseRestoring(server: ServerInfo): void {
  if (server.restoring) throw new MigrationError(`Cannot migrate: ${RESTORING_STATE}`);
}
