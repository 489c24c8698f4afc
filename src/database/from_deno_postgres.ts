import type { DrizzleConfig } from "drizzle-orm";
import type { NodePgClient, NodePgDatabase } from "drizzle-orm/node-postgres";
import { DenoPostgresAdapter } from "./_deno_postgres_adapter.ts";
import { drizzleOver } from "./_drizzle.ts";
import type { DenoPostgresPool } from "./deno_postgres_pool.ts";

/** Options of {@linkcode fromDenoPostgres}. */
export interface FromDenoPostgresOptions<TSchema extends Record<string, unknown>> {
  /** The tables and relations for `db.query`. */
  readonly schema?: TSchema;
  /** How Drizzle names columns that carry no name. */
  readonly casing?: NonNullable<DrizzleConfig["casing"]>;
}

/**
 * Puts Drizzle over a pool of deno-postgres that the caller hands in and closes: the same interface
 * and the same values as {@linkcode createDatabase} gives, for services that use that driver
 * already. Nothing of the driver is imported.
 *
 * Each connection is set to UTC when it is first used, without which the driver reads moments near
 * 1 January a year off. Make the pool with `controls: { decodeStrategy: "string" }` where every
 * digit counts: by itself the driver reads `timestamp` in the machine's time zone and cuts
 * microseconds. A transaction whose connection is lost fails: the driver alone would connect again
 * and run the rest of it outside.
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
  // as: Drizzle calls connect() and query() of a pool, and this has both.
  const client = new DenoPostgresAdapter(pool) as unknown as NodePgClient;
  return drizzleOver(client, { ...options, preparedStatements: false });
}
