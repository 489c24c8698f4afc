import type { ServerInfo } from "../../timescale/mod.ts";
import type { Migration } from "../author/migration.ts";
import type { MigrationStatus } from "../plan/compare.ts";
import type { PlannedAction } from "../plan/plan.ts";
import type { Direction } from "../plan/render.ts";
import type { MigrationSession, OpenSession } from "../session/session.ts";
import type { Requirement } from "./extension.ts";
import type { MigrationEvent } from "./run.ts";

/** Options of {@linkcode createMigrator}. */
export interface MigratorOptions {
  /** Opens a new connection to the database. */
  readonly open: OpenSession;
  /** The migrations, in order. */
  readonly migrations: readonly Migration[];
  /**
   * The schema of the ledger; `strata_migrations` by default. Services that share a database need
   * one each.
   */
  readonly ledger?: string;
  /** How long to wait for the lock, in milliseconds; 60,000 by default. */
  readonly waitMs?: number;
  /** The `lock_timeout` of each transaction in milliseconds; 2,000 by default, 0 for none. */
  readonly lockTimeoutMs?: number;
  /** How often a transaction that does not get its locks is tried in total; 5 by default. */
  readonly attempts?: number;
  /** The name and version of the tool, for the ledger. */
  readonly tool?: string;
  /** Called for each event of a run. */
  readonly onEvent?: (event: MigrationEvent) => void;
  /** Called before and after each migration, under the lock but outside its transaction. */
  readonly hooks?: MigrationHooks;
  /** Aborts the run: cancels the running statement and rolls its transaction back. */
  readonly signal?: AbortSignal | undefined;
}

/** Callbacks around each migration. */
export interface MigrationHooks {
  /**
   * Called before a migration starts. If it throws, the run stops and the migration is not started.
   */
  readonly before?: (call: HookCall) => Promise<void> | void;
  /** Called after a migration is done. */
  readonly after?: (call: HookCall) => Promise<void> | void;
}

/** The argument of a hook. */
export interface HookCall {
  /** The migration's id. */
  readonly migration: string;
  /** The direction in which it runs. */
  readonly direction: Direction;
  /** The connection that holds the lock. */
  readonly session: MigrationSession;
}

/** Options of `up` and `down`. */
export interface RunOptions {
  /** For `up`, the last number to apply. For `down`, the number to go back to; 0 reverts all. */
  readonly to?: number | undefined;
  /** For `down`, how many migrations to revert; 1 by default. */
  readonly steps?: number | undefined;
  /** True to plan only, without any change. */
  readonly dryRun?: boolean;
  /** True to apply pending migrations even if a later one is applied. */
  readonly allowOutOfOrder?: boolean;
  /** The edition that the server must have. If it has a lower one, the run is refused. */
  readonly require?: Requirement | undefined;
}

/** What a run did, or would do with `dryRun`. */
export interface RunResult {
  /** The server. */
  readonly server: ServerInfo;
  /** The statement that created the extension before the actions, or null. */
  readonly extension: string | null;
  /** The actions, in order. All are done, unless `dryRun` was set. */
  readonly actions: readonly RunAction[];
  /** The titles of the steps that wait for a capability of the server, by migration. */
  readonly deferred: readonly { readonly migration: string; readonly titles: readonly string[] }[];
}

/** An action of a run on one migration. */
export interface RunAction {
  /** The migration's id. */
  readonly migration: string;
  /** What was done with it. */
  readonly kind: PlannedAction["kind"];
  /** How long it took, in milliseconds; null with `dryRun`. */
  readonly durationMs: number | null;
  /** The statements, in order. */
  readonly statements: readonly string[];
}

/** The comparison of the ledger with the migrations. */
export interface StatusResult {
  /** True if everything is applied as it is written now. */
  readonly ok: boolean;
  /** The server. */
  readonly server: ServerInfo;
  /** Each migration, in order. */
  readonly migrations: readonly MigrationStatus[];
}

/** What a run would do. */
export interface PlanResult {
  /** The server; null if a target was given instead. */
  readonly server: ServerInfo | null;
  /** The statement that creates the extension before the actions, or null. */
  readonly extension: string | null;
  /** The actions, in order. */
  readonly actions: readonly PlannedAction[];
  /** Problems to resolve first. */
  readonly problems: readonly string[];
}

/** The options of a migrator, with defaults filled in. */
export type MigratorSettings = Required<MigratorOptions>;

/** Fills in the defaults of a migrator's options. */
export function migratorSettings(options: MigratorOptions): MigratorSettings {
  return {
    ledger: "strata_migrations",
    waitMs: 60_000,
    lockTimeoutMs: 2_000,
    attempts: 5,
    tool: "strata",
    onEvent: () => {},
    hooks: {},
    signal: undefined,
    ...options,
  };
}
