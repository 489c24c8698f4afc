import { readFileSync } from "node:fs";
import type { ClusterOptions, RedisOptions } from "ioredis";
import { ConfigError } from "../base/errors.ts";
import { bracketHost } from "../base/settings/mod.ts";
import type { RedisSettings, Settings } from "../base/settings/mod.ts";

/** Options of a connection; replies have the shape common to both protocol versions. */
export type ConnectionOptions = Omit<RedisOptions, "replyMapping">;

/** Options of a cluster. */
export type NodesOptions = Omit<ClusterOptions, "redisOptions"> & {
  readonly redisOptions: Omit<ConnectionOptions, "retryStrategy">;
};

/** The settings that a client needs. */
export type RedisConnection = Pick<Settings, "projectName" | "redis">;

/** The number of attempts after which a client gives up if it has never reached the server. */
const FIRST_ATTEMPTS = 3;
const MAX_DELAY_MS = 2_000;
/** How long a closed socket may take to end before it is destroyed. */
export const DISCONNECT_MS = 200;

/**
 * Computes the pause before a reconnect: doubling from 50 ms to 2 s, varied randomly by a quarter.
 */
export function reconnectDelay(attempt: number, chance: number = Math.random()): number {
  return Math.round(Math.min(50 * 2 ** (attempt - 1), MAX_DELAY_MS) * (0.75 + chance / 2));
}

/** The state that decides when to stop reconnecting. */
export interface Reconnection {
  /** True once the client was ready: from then on it never gives up. */
  wasReady: boolean;
  /** True once the server refused the login or the client is closed: it then gives up at once. */
  isOver: boolean;
}

/** Returns the next pause, or `null` to give up. */
export function nextDelay(attempt: number, state: Reconnection): number | null {
  if (state.isOver || (!state.wasReady && attempt > FIRST_ATTEMPTS)) return null;
  return reconnectDelay(attempt);
}

/** Options for every connection. */
export function commonOptions({ projectName, redis }: RedisConnection): ConnectionOptions {
  return {
    lazyConnect: true,
    connectionName: projectName.replaceAll(/[^\x21-\x7e]/g, "_"),
    ...(redis.username === undefined ? {} : { username: redis.username }),
    ...(redis.password.isEmpty() ? {} : { password: redis.password.reveal() }),
    ...(redis.tls ? { tls: tlsOptions(redis) } : {}),
    connectTimeout: redis.connectTimeoutMs,
    disconnectTimeout: DISCONNECT_MS,
    // If an answer was lost, the command may have been executed: it must not be sent twice.
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 2,
    maxLoadingRetryTime: 500,
    reconnectOnError: leaveReadOnly(),
  };
}

/**
 * Decides when to reconnect: after a failover the old primary refuses writes, and another connection
 * finds the new one. The first refusal leaves the connection; more of them would each add a listener
 * and a timer to the socket that closes.
 */
function leaveReadOnly(): (error: Error) => boolean {
  let leftAt = -Infinity;
  return ({ message }) => {
    const now = performance.now();
    if (!message.startsWith("READONLY") || now - leftAt < DISCONNECT_MS) return false;
    leftAt = now;
    return true;
  };
}

/** Options of the shared client: no command waits longer than its limit. */
export function sharedOptions(redis: RedisSettings): ConnectionOptions {
  return {
    commandTimeout: redis.commandTimeoutMs,
    // If nothing arrives for a second beyond the limit, the server is frozen: try another
    // connection.
    socketTimeout: redis.commandTimeoutMs + 1_000,
  };
}

/** The address options: a server, or the sentinels that know it. */
export function addressOptions(redis: RedisSettings): ConnectionOptions {
  const { sentinel } = redis;
  if (sentinel === undefined) return { host: redis.host, port: redis.port, db: redis.db };
  return {
    sentinels: sentinel.nodes.map(({ host, port }) => ({ host, port })),
    name: sentinel.name,
    db: redis.db,
    ...(sentinel.password === undefined ? {} : { sentinelPassword: sentinel.password.reveal() }),
    ...(redis.tls ? { enableTLSForSentinelMode: true, sentinelTLS: tlsOptions(redis) } : {}),
    sentinelCommandTimeout: redis.commandTimeoutMs,
    sentinelRetryStrategy: (attempt) => attempt > FIRST_ATTEMPTS ? null : reconnectDelay(attempt),
  };
}

/** Options of a cluster, including those of its node connections. */
export function clusterOptions(redisOptions: ConnectionOptions, state: Reconnection): NodesOptions {
  const { lazyConnect: _, ...nodes } = redisOptions;
  return {
    lazyConnect: true,
    redisOptions: nodes,
    clusterRetryStrategy: (attempt) => nextDelay(attempt, state),
    // With a positive delay, commands whose answer was lost would be sent again.
    retryDelayOnFailover: 0,
    slotsRefreshTimeout: redisOptions.connectTimeout ?? 1_000,
    // With TLS, a node's certificate is for its name, not for the address it resolves to.
    ...(redisOptions.tls ? { dnsLookup: (name, found) => found(null, name) } : {}),
  };
}

/** Names the server for messages. */
export function labelOf({ redis }: RedisConnection): string {
  const { sentinel, clusterNodes } = redis;
  if (sentinel !== undefined) return `${sentinel.name} through ${addresses(sentinel.nodes)}`;
  if (clusterNodes.length > 0) return addresses(clusterNodes);
  return `${addresses([redis])}/${redis.db}`;
}

function addresses(nodes: readonly { readonly host: string; readonly port: number }[]): string {
  return nodes.map(({ host, port }) => `${bracketHost(host)}:${port}`).join(",");
}

function tlsOptions({ tlsCaFile }: RedisSettings): NonNullable<RedisOptions["tls"]> {
  if (tlsCaFile === undefined) return {};
  try {
    return { ca: readFileSync(tlsCaFile, "utf8") };
  } catch (cause) {
    throw new ConfigError(
      `Cannot read "${tlsCaFile}": REDIS_TLS_CA names it, want a readable PEM file`,
      { cause },
    );
  }
}
