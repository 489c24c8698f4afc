import { MigrationError } from "../../base/errors.ts";
import type { Queryable } from "../../base/sql/mod.ts";

/** A migrator's own connection. It must not come from a pool or reconnect by itself. */
export interface MigrationSession extends Queryable, AsyncDisposable {
  /** True behind a pooler in transaction mode: the session can read, but not hold a lock. */
  readonly isPooled?: boolean;
  /** Asks the server, over another connection, to cancel the running statement. */
  cancel(): Promise<void>;
  /** Opens a similar session to another database of the server. Omitted if that is impossible. */
  openDatabase?(name: string): Promise<MigrationSession>;
}

/** Opens a session. Called again after a connection is lost. */
export type OpenSession = () => Promise<MigrationSession>;

/**
 * Refuses a session that cannot hold a lock or a setting.
 *
 * @throws {MigrationError} If the session goes through a pooler in transaction mode.
 */
export function refusePooled(session: MigrationSession): void {
  if (session.isPooled === true) throw pooledFailure();
}

/** Creates the error that refuses a connection through a pooler. */
export function pooledFailure(): MigrationError {
  return new MigrationError(
    "Cannot migrate over this connection: it goes through a pooler (PgBouncer in transaction mode, or a similar " +
      "one), which can switch server connections between transactions, so that no lock holds; set " +
      "MIGRATION_DATABASE_URL to a direct connection",
  );
}

/** Returns the SQLSTATE of an error, or `undefined`. */
export function sqlState(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}

/** Tells whether an error means that the connection is lost and the outcome unknown. */
export function isConnectionLost(error: unknown): boolean {
  const code = sqlState(error);
  if (code !== undefined) {
    return lostStates.has(code) || code.startsWith("08");
  }
  return error instanceof Error &&
    /connection (terminated|ended|error)|not queryable/i.test(error.message);
}

/**
 * Tells whether a transaction can be retried: after a lock timeout, a deadlock, a serialization
 * failure, or a change of the same catalog row by a policy's job.
 */
export function isRetryable(error: unknown): boolean {
  const code = sqlState(error) ?? "";
  if (["55P03", "40P01", "40001"].includes(code)) return true;
  // The server has no separate code for this error.
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
