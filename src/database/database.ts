import type { DrizzleConfig } from "drizzle-orm";
import type { NodePgDatabase } from "drizzle-orm/node-postgres";
import type { PgTransactionConfig } from "drizzle-orm/pg-core";
import type pg from "pg";
import type { DatabaseSettings, Settings } from "../base/settings/mod.ts";

/** Options of {@linkcode createDatabase}. */
export interface CreateDatabaseOptions<TSchema extends Record<string, unknown>> {
  /** Where to connect and with which limits; without it `loadSettings()` is asked. */
  readonly settings?: Settings;
  /**
   * The URL of the primary instead of the one in the settings, without their replicas; given alone,
   * nothing is read from the environment.
   */
  readonly url?: string;
  /** The tables and relations for `db.query`. */
  readonly schema?: TSchema;
  /** How Drizzle names columns that carry no name. */
  readonly casing?: NonNullable<DrizzleConfig["casing"]>;
  /** Shown in `pg_stat_activity`; the project's name by default. */
  readonly applicationName?: string;
  /** Limits that differ from the settings'. */
  readonly limits?: Partial<DatabaseLimits>;
}

/** The limits of a pool; times in milliseconds. */
export type DatabaseLimits = Omit<DatabaseSettings, "url" | "migrationUrl" | "replicaUrls">;

/** Options of {@linkcode Database.retryRead} and {@linkcode Database.retryTransaction}. */
export interface RetryTransactionOptions {
  /** How often it is tried in all; 5 by default. */
  readonly attempts?: number;
  /** The limit for all attempts and pauses, in milliseconds; 30,000 by default. */
  readonly deadlineMs?: number;
  /** The isolation level of each attempt. */
  readonly isolationLevel?: NonNullable<PgTransactionConfig["isolationLevel"]>;
  /** Ends the pauses early, with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** What the callback of a transaction is given. */
export type Transaction<TSchema extends Record<string, unknown> = Record<string, never>> =
  Parameters<Parameters<NodePgDatabase<TSchema>["transaction"]>[0]>[0];

/** A pooled connection to the database, made by {@linkcode createDatabase}. */
export interface Database<TSchema extends Record<string, unknown> = Record<string, never>>
  extends AsyncDisposable {
  /** Drizzle on the primary. */
  readonly db: NodePgDatabase<TSchema>;
  /** Drizzle on the read replicas, in turn; on the primary where there are none. Reads only. */
  readonly replica: NodePgDatabase<TSchema>;
  /** The node-postgres pool of the primary. */
  readonly pool: pg.Pool;
  /**
   * Asks the primary for an answer, once.
   *
   * @returns The time of the round trip, in milliseconds.
   * @throws {ConnectionError} Where none comes.
   */
  ping(options?: { readonly timeoutMs?: number }): Promise<number>;
  /**
   * Runs reads in a read-only transaction and runs them again where the connection was lost: the
   * server refuses a write in it, so nothing can happen twice.
   */
  retryRead<T>(
    read: (tx: Transaction<TSchema>) => Promise<T>,
    options?: RetryTransactionOptions,
  ): Promise<T>;
  /**
   * Runs a transaction and runs it again where the server rolled it back for another's sake
   * (serialization failure, deadlock, lock not available): never after a lost connection.
   */
  retryTransaction<T>(
    run: (tx: Transaction<TSchema>) => Promise<T>,
    options?: RetryTransactionOptions,
  ): Promise<T>;
  /** Closes every connection, those in use after `timeoutMs` (5,000) by force; idempotent. */
  close(options?: { readonly timeoutMs?: number }): Promise<void>;
}
