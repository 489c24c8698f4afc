import { createRedactor } from "../../base/logging/mod.ts";
import { secretsOf, type Settings } from "../../base/settings/mod.ts";
import {
  checkDrift,
  createMigrator,
  type Definitions,
  type Migration,
  openPostgresSession,
  type OpenSession,
} from "../../migrate/mod.ts";
import type { StackState } from "../../stack/mod.ts";
import { absentServices, adviseOnServices } from "../verify/mod.ts";
import type { DashboardOptions } from "./dashboard_options.ts";

/** A project whose state the dashboard shows. */
export interface DashboardProject {
  readonly settings: Settings;
  /** The running stack, if any: services that it lacks are skipped. */
  readonly state: StackState | undefined;
  readonly migrations: readonly Migration[];
  readonly definitions: Definitions;
  /** Ends what is under way. */
  readonly signal: AbortSignal;
}

/** The limit for each step of a service's check, in milliseconds; a page does not wait for it. */
const CHECK_MS = 5_000;

/** Returns what a project's dashboard reads beside its database: services, migrations, drift. */
export function projectDashboard(
  { settings, state, migrations, definitions, signal }: DashboardProject,
): DashboardOptions {
  const { secrets, shown } = secretsOf(settings);
  const open = readOnlySession(settings.database.migrationUrl.reveal());
  return {
    tokens: settings.apiTokens,
    redact: createRedactor(secrets, { shown }),
    readServices: () =>
      adviseOnServices({
        settings,
        absent: absentServices(state, settings.explicit),
        timeoutMs: CHECK_MS,
        dataFolder: state === undefined || state.backend === "docker" ? undefined : ".strata",
        signal,
      }),
    readMigrations: () => createMigrator({ open, migrations }).status(),
    // A scratch database would be written: what cannot be tried in the process is not tried here.
    readDrift: () => checkDrift({ open, migrations, definitions, reference: "embedded", signal }),
  };
}

function readOnlySession(url: string): OpenSession {
  return async () => {
    const session = await openPostgresSession(url);
    await session.query("set default_transaction_read_only = on");
    return session;
  };
}
