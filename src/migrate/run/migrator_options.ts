import type { ServerInfo } from "../../timescale/mod.ts";
import type { Migration } from "../author/migration.ts";
import type { MigrationStatus } from "../plan/compare.ts";
import type { PlannedAction } from "../plan/plan.ts";
import type { Direction } from "../plan/render.ts";
import type { MigrationSession, OpenSession } from "../session/session.ts";
import type { Requirement } from "./extension.ts";
import type { MigrationEvent } from "./run.ts";

/** What a migrator works with. */
export interface MigratorOptions {
  /** Opens a connection of its own to the database. */
  readonly open: OpenSession;
  /** The migrations, in order. */
  readonly migrations: readonly Migration[];
  /** The schema of the ledger, `strata_migrations` by default; services that share a database take one each. */
  readonly ledger?: string;
  /** How long to wait for the lock in milliseconds, 60 s by default. */
  readonly waitMs?: number;
  /** `lock_timeout` of each transaction in milliseconds, 2 s by default, 0 for none. */
  readonly lockTimeoutMs?: number;
  /** How often a transaction is tried that does not get its locks, 5 by default. */
  readonly attempts?: number;
  /** What the ledger keeps as the tool. */
  readonly tool?: string;
  /** Told of what happens, as it happens. */
  readonly onEvent?: (event: MigrationEvent) => void;
  /** Called before and after each migration, under the lock and outside of its transaction. */
  readonly hooks?: MigrationHooks;
  /** Ends the run: the statement that runs is cancelled and its transaction rolled back. */
  readonly signal?: AbortSignal | undefined;
}

/** What embedders do around each migration. */
export interface MigrationHooks {
  /** Before it begins; throwing stops the run with nothing of the migration done. */
  readonly before?: (call: HookCall) => Promise<void> | void;
  /** After it is done. */
  readonly after?: (call: HookCall) => Promise<void> | void;
}

/** What a hook is given. */
export interface HookCall {
  /** The migration's id. */
  readonly migration: string;
  /** Which way it runs. */
  readonly direction: Direction;
  /** The connection that holds the lock. */
  readonly session: MigrationSession;
}

/** What `up` and `down` take. */
export interface RunOptions {
  /** Up: the last number to apply. Down: the number to go back to, 0 for all. */
  readonly to?: number | undefined;
  /** Down: how many to revert, 1 by default. */
  readonly steps?: number | undefined;
  /** Plan only; nothing changes. */
  readonly dryRun?: boolean;
  /** Apply migrations that are pending although a later one is applied. */
  readonly allowOutOfOrder?: boolean;
  /** The edition that the server must have, else nothing changes. */
  readonly require?: Requirement | undefined;
}

/** What a run did, or with `dryRun` would do. */
export interface RunResult {
  /** The server. */
  readonly server: ServerInfo;
  /** The statement that created the extension before the actions, or null where none was needed. */
  readonly extension: string | null;
  /** The actions, in order; each done unless `dryRun`. */
  readonly actions: readonly RunAction[];
  /** The steps that still wait for the server's capability, by migration. */
  readonly deferred: readonly { readonly migration: string; readonly titles: readonly string[] }[];
}

/** One migration of a run. */
export interface RunAction {
  /** The migration's id. */
  readonly migration: string;
  /** What was done with it. */
  readonly kind: PlannedAction["kind"];
  /** How long it took, or null with `dryRun`. */
  readonly durationMs: number | null;
  /** The statements, in order. */
  readonly statements: readonly string[];
}

/** The ledger against the migrations. */
export interface StatusResult {
  /** True where everything is applied as it is written. */
  readonly ok: boolean;
  /** The server. */
  readonly server: ServerInfo;
  /** Each migration, in order. */
  readonly migrations: readonly MigrationStatus[];
}

/** What a run would do. */
export interface PlanResult {
  /** The server, or null where a target was given. */
  readonly server: ServerInfo | null;
  /** The statement that creates the extension before the actions, or null where none is needed. */
  readonly extension: string | null;
  /** The actions, in order. */
  readonly actions: readonly PlannedAction[];
  /** What would have to be put right first. */
  readonly problems: readonly string[];
}

/** A migrator's options with the defaults filled in. */
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
