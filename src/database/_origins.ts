import type { Settings } from "../base/settings/mod.ts";
import type { CreateDatabaseOptions } from "./database.ts";

/** What a database was created from. */
export interface Origin {
  /** The options that it was created with. */
  readonly options: CreateDatabaseOptions<Record<string, unknown>>;
  /** The settings behind them. */
  readonly settings: Settings;
}

// By the pool, not by the database: a test database is a copy with the same pool.
const origins = new WeakMap<object, Origin>();

/** Keeps what a pool was created from. */
export function rememberOrigin(pool: object, origin: Origin): void {
  origins.set(pool, origin);
}

/** Returns what a pool was created from; undefined if this package did not create it. */
export function originOf(pool: object): Origin | undefined {
  return origins.get(pool);
}
