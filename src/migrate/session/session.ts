import { MigrationError } from "../../base/errors.ts";
import type { Queryable } from "../../base/sql/mod.ts";

/** A connection of its own that a migrator holds: never one of a pool, never one that reconnects. */
export interface MigrationSession extends Queryable, AsyncDisposable {
  /** True where a pooler gives each transaction any backend: it can read, and not hold a lock. */
  readonly isPooled?: boolean;
  /** Asks the server, over another connection, to cancel the statement that runs now. */
  cancel(): Promise<void>;
  /** Opens a session like it to another database of the server; left out where that cannot be done. */
  openDatabase?(name: string): Promise<MigrationSession>;
}

/** Opens a session; called again where a connection was lost. */
export type OpenSession = () => Promise<MigrationSession>;

/**
 * Refuses a session that cannot hold a lock or a setting, before either is tried.
 *
 * @throws {MigrationError} Where a pooler stands between.
 */
export function refusePooled(session: MigrationSession): void {
  if (session.isPooled === true) throw pooledFailure();
}

/** The refusal of a connection through a pooler. */
export function pooledFailure(): MigrationError {
  return new MigrationError(
    "Cannot migrate over this connection: it goes through a pooler (PgBouncer in transaction mode, or one like " +
      "it), which gives each transaction another connection of the server, so that no lock would hold; set " +
      "MIGRATION_DATABASE_URL to a direct connection",
  );
}

/** The SQLSTATE of an error, or undefined. */
export function sqlState(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}

/** Answers whether an error means that the connection is gone, and so the outcome unknown. */
export function isConnectionLost(error: unknown): boolean {
  const code = sqlState(error);
  if (code !== undefined) {
    return lostStates.has(code) || code.startsWith("08");
  }
  return error instanceof Error &&
    /connection (terminated|ended|error)|not queryable/i.test(error.message);
}

/**
 * Answers whether the whole transaction may be tried again: a lock not had, a deadlock, a conflict, or a
 * row of the catalog that a policy's job changed in between.
 */
export function isRetryable(error: unknown): boolean {
  const code = sqlState(error) ?? "";
  if (["55P03", "40P01", "40001"].includes(code)) return true;
  // The server has no code of its own for this one.
  return code === "XX000" && error instanceof Error &&
    /tuple concurrently (updated|deleted)/.test(error.message);
}

const lostStates = new Set([
  "57P01",
  "57P02",
  "57P03",
  "ECONNRESET",
  "EPIPE",
  "ECONNREFUSED",
  "ETIMEDOUT",
]);
