/**
 * The pooled connection to the database: node-postgres under Drizzle, with limits, typed errors,
 * and retries only where nothing can happen twice.
 * Called by readers, writers and services.
 * Never repeats a statement automatically.
 *
 * @module
 */
import "../base/driver/mod.ts";

export { createDatabase } from "./create_database.ts";
export type {
  CreateDatabaseOptions,
  Database,
  DatabaseLimits,
  RetryTransactionOptions,
  Transaction,
} from "./database.ts";
export { databaseOver } from "./database_over.ts";
export type { BorrowedPool } from "./database_over.ts";
export { isRepeatableRead, isRepeatableTransaction } from "./repeatable.ts";
export { sqlState } from "./sql_state.ts";
export { fromDenoPostgres } from "./from_deno_postgres.ts";
export type {
  DenoPostgresClient,
  DenoPostgresPool,
  DenoPostgresQuery,
  DenoPostgresResult,
} from "./deno_postgres_pool.ts";
export type { FromDenoPostgresOptions } from "./from_deno_postgres.ts";
