import type { Redactor } from "../../base/logging/mod.ts";
import type { ApiToken } from "../../base/settings/mod.ts";
import type { DriftResult, StatusResult } from "../../migrate/mod.ts";
import type { AdvisedCheck } from "../verify/mod.ts";

/** The limits of a dashboard, times in milliseconds. */
export interface DashboardLimits {
  /** The time between two reads of the catalog while somebody looks; 5,000. */
  readonly everyMs: number;
  /** How long the sizes of chunks are kept, unless there is a new one; 60,000. */
  readonly sizesMs: number;
  /** How long the checks of the services, with their advice, are kept; 60,000. */
  readonly servicesMs: number;
  /** How long the state of the migrations is kept; 60,000. */
  readonly migrationsMs: number;
  /** How long it is kept which series are late; 30,000. */
  readonly lateMs: number;
  /** How soon drift may be looked for again; 60,000. */
  readonly driftMs: number;
  /** The longest that the server works on one statement; 5,000. */
  readonly timeoutMs: number;
  /** The most pages that are told of changes at once; 1,000. */
  readonly viewers: number;
  /** After how long a page that reads nothing is let go; 60,000. */
  readonly stallMs: number;
}

/** Options of {@linkcode createDashboard}. */
export interface DashboardOptions {
  /** The tokens that are accepted; without one, everybody may look. */
  readonly tokens?: readonly ApiToken[];
  /** Checks the services and advises on them. */
  readonly readServices: () => Promise<readonly AdvisedCheck[]>;
  /** Compares the ledger with the migrations. */
  readonly readMigrations: () => Promise<StatusResult>;
  /** Looks for drift. */
  readonly readDrift: () => Promise<DriftResult>;
  /** Hides secrets in what servers say. */
  readonly redact: Redactor;
  /** The limits that differ from the usual ones. */
  readonly limits?: Partial<DashboardLimits>;
}

/** The limits where none are given. */
export const dashboardLimits: DashboardLimits = Object.freeze({
  everyMs: 5_000,
  sizesMs: 60_000,
  servicesMs: 60_000,
  migrationsMs: 60_000,
  lateMs: 30_000,
  driftMs: 60_000,
  timeoutMs: 5_000,
  viewers: 1_000,
  stallMs: 60_000,
});
