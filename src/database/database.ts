import type { DrizzleConfig } from "drizzle-orm";
import type { NodePgDatabase } from "drizzle-orm/node-postgres";
import type { PgTransactionConfig } from "drizzle-orm/pg-core";
import type pg from "pg";
import type { DatabaseSettings, Settings } from "../base/settings/mod.ts";

/** Options of {@linkcode createDatabase}. */
export interface CreateDatabaseOptions<TSchema extends Record<string, unknown>> {
  /** The connection and its limits; by default `loadSettings()` provides them. */
  readonly settings?: Settings;
  /**
   * The URL of the primary, replacing the one in the settings and its replicas. If only this is
   * given, nothing is read from the environment.
   */
  readonly url?: string;
  /** The tables and relations for `db.query`. */
  readonly schema?: TSchema;
  /** How Drizzle names columns without an explicit name. */
  readonly casing?: NonNullable<DrizzleConfig["casing"]>;
  /** Shown in `pg_stat_activity`; the project's name by default. */
  readonly applicationName?: string;
  /** Limits that override the settings. */
  readonly limits?: Partial<DatabaseLimits>;
}

/** The limits of a pool; times in milliseconds. */
export type DatabaseLimits = Omit<DatabaseSettings, "url" | "migrationUrl" | "replicaUrls">;

/** Options of {@linkcode Database.retryRead} and {@linkcode Database.retryTransaction}. */
export interface RetryTransactionOptions {
  /** The number of attempts; 5 by default. */
  readonly attempts?: number;
  /** The limit for all attempts and pauses, in milliseconds; 30,000 by default. */
  readonly deadlineMs?: number;
  /** The isolation level of each attempt. */
  readonly isolationLevel?: NonNullable<PgTransactionConfig["isolationLevel"]>;
  /** Ends the pauses early, with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** What the callback of a transaction receives. */
export type Transaction<TSchema extends Record<string, unknown> = Record<string, never>> =
  Parameters<Parameters<NodePgDatabase<TSchema>["transaction"]>[0]>[0];

/** A pooled connection to the database, created by {@linkcode createDatabase}. */
export interface Database<TSchema extends Record<string, unknown> = Record<string, never>>
  extends AsyncDisposable {
  /** Drizzle on the primary. */
  readonly db: NodePgDatabase<TSchema>;
  /** Drizzle on the read replicas in turn, or on the primary if there are none. Reads only. */
  readonly replica: NodePgDatabase<TSchema>;
  /** The node-postgres pool of the primary. */
  readonly pool: pg.Pool;
  /**
   * Makes one round trip to the primary.
   *
   * @returns The time of the round trip, in milliseconds.
   * @throws {ConnectionError} If no answer comes.
   */
  ping(options?: { readonly timeoutMs?: number }): Promise<number>;
  /**
   * Runs reads in a read-only transaction, and repeats them after a lost connection: the server
   * refuses writes in it, so nothing can happen twice.
   */
  retryRead<T>(
    read: (tx: Transaction<TSchema>) => Promise<T>,
    options?: RetryTransactionOptions,
  ): Promise<T>;
  /**
   * Runs a transaction, and repeats it if the server rolled it back because of a concurrent one
   * (serialization failure, deadlock, lock not available); never after a lost connection.
   */
  retryTransaction<T>(
    run: (tx: Transaction<TSchema>) => Promise<T>,
    options?: RetryTransactionOptions,
  ): Promise<T>;
  /**
   * Closes every connection; those in use after `timeoutMs` (5,000) are closed by force.
   * Idempotent.
   */
  close(options?: { readonly timeoutMs?: number }): Promise<void>;
}
