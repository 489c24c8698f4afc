import { ConnectionError } from "../base/errors.ts";
import { type Refusal, Turnstile } from "../base/resilience/mod.ts";
import type { RedisClient } from "./client.ts";
import { labelOf, type RedisConnection } from "./_options.ts";

/** The clients of one server and database. */
export interface Home {
  readonly connection: RedisConnection;
  /** The shared client, or the promise of it while it opens. */
  shared: Promise<RedisClient> | undefined;
  /** The leased connections. */
  readonly leases: Set<RedisClient>;
  /** Allows at most `REDIS_MAX_CONNECTIONS` leases at once. */
  readonly turnstile: Turnstile;
}

/** The clients of the process, by server, database and login. */
export const homes: Map<string, Home> = new Map();

/** How many callers may wait for a lease. */
const MAX_WAITING = 1_000;

/** Returns the home of a server's clients. */
export function homeOf(connection: RedisConnection): Home {
  const key = keyOf(connection);
  const existing = homes.get(key);
  if (existing !== undefined) return existing;
  const home: Home = {
    connection,
    shared: undefined,
    leases: new Set(),
    turnstile: new Turnstile({
      slots: connection.redis.maxConnections,
      maxWaiting: MAX_WAITING,
      refuse: (why) => refusal(why, connection),
    }),
  };
  homes.set(key, home);
  return home;
}

function keyOf({ redis }: RedisConnection): string {
  const { sentinel, clusterNodes } = redis;
  return JSON.stringify([
    redis.url.reveal(),
    redis.db,
    sentinel && [sentinel.name, sentinel.nodes],
    clusterNodes,
  ]);
}

/** Tells whether a home's clients have not been closed since. */
export function isOpen(home: Home): boolean {
  return homes.get(keyOf(home.connection)) === home;
}

/** Creates the error for a caller who gets no lease. */
export function refusal(why: Refusal, connection: RedisConnection): ConnectionError {
  const { maxConnections } = connection.redis;
  const [code, state] = {
    full: ["POOL_QUEUE_FULL", `${MAX_WAITING} callers wait already`],
    timeout: ["POOL_TIMEOUT", `all ${maxConnections} were leased all the while`],
    closed: ["POOL_CLOSED", "closeRedis() was called"],
  }[why] as [string, string];
  return new ConnectionError(
    `Cannot lease a connection to Redis "${labelOf(connection)}": ${state}, raise ` +
      "REDIS_MAX_CONNECTIONS or give connections back sooner",
    { service: "redis", code },
  );
}
