import type { NodePgClient, NodePgDatabase } from "drizzle-orm/node-postgres";
import { loadSettings, type Settings } from "../base/settings/mod.ts";
import { drizzleOver } from "./_drizzle.ts";
import { rememberOrigin } from "./_origins.ts";
import { ping } from "./_ping.ts";
import { Pool } from "./_pool.ts";
import { ReplicaPool } from "./_replica_pool.ts";
import { parseTarget } from "./_target.ts";
import { retrying } from "./_retrying.ts";
import type { CreateDatabaseOptions, Database } from "./database.ts";

/**
 * Creates the pooled connection to the database: a node-postgres pool with Drizzle on it. Nothing
 * is opened before the first statement.
 * If the server is not there or not ready, opening a connection is tried up to 5 times, with pauses
 * that double from 1 s. A statement is never repeated automatically. A lost connection, a full pool
 * and a refused login throw {@linkcode ConnectionError} with the SQLSTATE or a code
 * (`POOL_TIMEOUT`, `POOL_QUEUE_FULL`, `POOL_CLOSED`, `CONNECT_TIMEOUT`, `QUERY_TIMEOUT`, `08007`
 * for a commit whose answer was lost). Results do not depend on the machine's time zone: sessions
 * run in UTC, and `date` stays a `YYYY-MM-DD` text.
 *
 * @throws {ConfigError} If a URL or the settings are wrong.
 *
 * @example
 * ```ts
 * import { createDatabase } from "@strata/foundation";
 * import { sql } from "drizzle-orm";
 *
 * async function countBars(): Promise<unknown> {
 *   await using database = createDatabase();
 *   return (await database.db.execute(sql`select count(*) from ohlcv`)).rows[0];
 * }
 * ```
 */
export function createDatabase<TSchema extends Record<string, unknown> = Record<string, never>>(
  options: CreateDatabaseOptions<TSchema> = {},
): Database<TSchema> {
  const settings = options.settings ?? settingsFor(options.url);
  const limits = { ...settings.database, ...options.limits };
  const open = (url: string, readOnly: boolean): Pool => {
    const target = parseTarget(url, limits.ssl);
    return new Pool({
      target,
      limits: { ...limits, preparedStatements: limits.preparedStatements && !target.viaPgBouncer },
      applicationName: options.applicationName ?? target.applicationName ?? settings.projectName,
      readOnly,
      live: new Set(),
    });
  };
  const primary = open(options.url ?? settings.database.url.reveal(), false);
  rememberOrigin(primary, { options, settings });
  const replicaUrls = options.url === undefined ? settings.database.replicaUrls : [];
  const replicas = replicaUrls.map((url) => open(url.reveal(), true));
  const preparedStatements = [primary, ...replicas].every((pool) => pool.preparedStatements);
  const over = (client: NodePgClient): NodePgDatabase<TSchema> =>
    drizzleOver(client, { ...options, preparedStatements });
  const db = over(primary);
  // as: Drizzle calls a pool's connect() and query(), and this object has both.
  const spread = new ReplicaPool(replicas, primary) as unknown as NodePgClient;
  return {
    db,
    replica: replicas.length === 0 ? db : over(spread),
    pool: primary,
    ping: (pingOptions = {}) => ping(primary, pingOptions.timeoutMs ?? 5_000),
    ...retrying(db),
    close: (closeOptions = {}) => closeAll([primary, ...replicas], closeOptions.timeoutMs),
    [Symbol.asyncDispose]: () => closeAll([primary, ...replicas]),
  };
}

function settingsFor(url: string | undefined): Settings {
  return url === undefined ? loadSettings() : loadSettings({ env: {}, envFile: false });
}

async function closeAll(pools: readonly Pool[], timeoutMs?: number): Promise<void> {
  await Promise.all(pools.map((pool) => pool.close(timeoutMs)));
}
