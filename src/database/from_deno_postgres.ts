import type { DrizzleConfig } from "drizzle-orm";
import type { NodePgClient, NodePgDatabase } from "drizzle-orm/node-postgres";
import { DenoPostgresAdapter } from "./_deno_postgres_adapter.ts";
import { drizzleOver } from "./_drizzle.ts";
import type { DenoPostgresPool } from "./deno_postgres_pool.ts";

/** Options of {@linkcode fromDenoPostgres}. */
export interface FromDenoPostgresOptions<TSchema extends Record<string, unknown>> {
  /** The tables and relations for `db.query`. */
  readonly schema?: TSchema;
  /** How Drizzle names columns without an explicit name. */
  readonly casing?: NonNullable<DrizzleConfig["casing"]>;
}

/**
 * Puts Drizzle on a deno-postgres pool that the caller passes in and closes, for services that
 * already use that driver. The interface and the values are those of {@linkcode createDatabase}.
 * Nothing of the driver is imported.
 * Each connection is set to UTC on first use; without that the driver reads timestamps near 1
 * January a year off. If every digit counts, create the pool with `controls: { decodeStrategy:
 * "string" }`: by default the driver reads `timestamp` in the machine's time zone and cuts
 * microseconds. A transaction fails if its connection is lost: the driver alone would reconnect and
 * run the remaining statements outside the transaction.
 *
 * @example
 * ```ts
 * import { type DenoPostgresPool, fromDenoPostgres } from "@strata/foundation";
 * import { sql } from "drizzle-orm";
 *
 * // import { Pool } from "https://deno.land/x/postgres/mod.ts";
 * // const pool = new Pool("postgres://…", 10, true);
 * async function now(pool: DenoPostgresPool): Promise<unknown> {
 *   return (await fromDenoPostgres(pool).execute(sql`select now()`)).rows[0];
 * }
 * ```
 */
export function fromDenoPostgres<TSchema extends Record<string, unknown> = Record<string, never>>(
  pool: DenoPostgresPool,
  options: FromDenoPostgresOptions<TSchema> = {},
): NodePgDatabase<TSchema> {
  // as: Drizzle calls a pool's connect() and query(), and this object has both.
  const client = new DenoPostgresAdapter(pool) as unknown as NodePgClient;
  return drizzleOver(client, { ...options, preparedStatements: false });
}
