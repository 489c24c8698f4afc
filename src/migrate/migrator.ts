import type { ServerInfo } from "../timescale/mod.ts";
import type { MigrationStatus } from "./compare.ts";
import type { Requirement } from "./extension.ts";
import type { Migration } from "./migration.ts";
import type { PlannedAction } from "./plan.ts";
import type { Direction } from "./render.ts";
import type { MigrationEvent } from "./run.ts";
import type { MigrationSession, OpenSession } from "./session.ts";
import { adoptBaseline, repairMigration } from "./adopt.ts";
import { readPlan, readStatus } from "./read.ts";
import { checkMigrations } from "./registry.ts";
import { runDown, runUp } from "./execute.ts";

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
  /** The actions, in order. */
  readonly actions: readonly PlannedAction[];
  /** What would have to be put right first. */
  readonly problems: readonly string[];
}

/** Applies, reverts and reports migrations. Each call opens its own connections and closes them. */
export interface Migrator {
  /** Applies what is pending. */
  up(options?: RunOptions): Promise<RunResult>;
  /** Reverts what was applied last. */
  down(options?: RunOptions): Promise<RunResult>;
  /** Compares the ledger with the migrations; changes nothing. */
  status(): Promise<StatusResult>;
  /** Says what `up` would do; changes nothing. */
  plan(options?: Pick<RunOptions, "to" | "allowOutOfOrder">): Promise<PlanResult>;
  /** Adopts an existing database: records migrations up to a number as applied, running none. */
  baseline(to: number): Promise<readonly string[]>;
  /** Resolves a failed, edited or missing migration by saying what became of it. */
  repair(id: string, mark: "applied" | "reverted"): Promise<void>;
}

/**
 * Creates a migrator over a list of migrations.
 *
 * @throws {MigrationError} Where the migrations are not numbered from 1 without gaps.
 *
 * @example
 * ```ts
 * import { createMigrator, defineMigration, openPostgresSession } from "@strata/foundation/migrate";
 *
 * const migrations = [
 *   defineMigration("0001_create_readings", {
 *     up: (m) => m.sql("create table readings (at timestamptz primary key, value real)"),
 *     down: (m) => m.sql("drop table readings"),
 *   }),
 * ];
 *
 * export async function migrate(url: string): Promise<void> {
 *   const migrator = createMigrator({ open: () => openPostgresSession(url), migrations });
 *   const { actions } = await migrator.up();
 *   for (const { migration, durationMs } of actions) console.log(migration, durationMs);
 * }
 * ```
 */
export function createMigrator(options: MigratorOptions): Migrator {
  checkMigrations(options.migrations);
  const settings = migratorSettings(options);
  return {
    up: (run = {}) => runUp(settings, run),
    down: (run = {}) => runDown(settings, run),
    status: () => readStatus(settings),
    plan: (run = {}) => readPlan(settings, run),
    baseline: (to) => adoptBaseline(settings, to),
    repair: (id, mark) => repairMigration(settings, { id, mark }),
  };
}

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

/** A migrator's options with the defaults filled in. */
export type MigratorSettings = Required<MigratorOptions>;
