import assert from "node:assert/strict";
import type { RedisClient } from "../../../src/redis/mod.ts";
import { closeRedis, getRedis } from "../../../src/redis/mod.ts";
import { ConnectionError } from "../../../src/base/errors.ts";
import { eventually, type Outcome, outcomeOf } from "../../integration/database_support.ts";
import { redisSettings } from "../../integration/redis_support.ts";
import { hasRedisServer, type OwnRedis, startOwnRedis } from "../../support/mod.ts";

/** How many callers share the client. */
export const CALLERS = [1, 3, 10] as const;

/** Declares a test with its own Redis, which keeps each write that it acknowledged. */
export function ownRedisTest(
  name: string,
  run: (server: OwnRedis) => Promise<void>,
  settings: Readonly<Record<string, string>> = {},
): void {
  const ignore = !hasRedisServer;
  const lack = ignore ? " (needs redis-server)" : "";
  Deno.test({
    name: `${name}${lack}`,
    ignore,
    fn: async () => {
      await using server = await startOwnRedis(undefined, {
        "appendonly": "yes",
        "appendfsync": "always",
        ...settings,
      });
      try {
        await run(server);
      } finally {
        await closeRedis();
      }
    },
  });
}

/** Opens the process's client of a test's own server. */
export function clientOf({ port }: OwnRedis): Promise<RedisClient> {
  return getRedis(redisSettings(`redis://127.0.0.1:${port}`));
}

/** Waits until the client answers again. */
export async function untilAnswering(redis: RedisClient): Promise<void> {
  await eventually(
    async () => (await outcomeOf(() => redis.ping())).error === undefined,
    { withinMs: 20_000, what: "the client answers again" },
  );
}

/** What callers of a counter saw. */
export interface Counting {
  /** How each call has ended so far. */
  readonly outcomes: readonly Outcome<number>[];
  /** Lets each caller finish its call. */
  stop(): Promise<void>;
}

/** Starts callers that count up one key as soon as they are answered. */
export function startCounting(redis: RedisClient, callers: number, key: string): Counting {
  const outcomes: Outcome<number>[] = [];
  let isStopped = false;
  const all = Array.from({ length: callers }, async () => {
    while (!isStopped) {
      outcomes.push(await outcomeOf(() => redis.incr(key)));
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  });
  return {
    outcomes,
    stop: async () => {
      isStopped = true;
      await Promise.all(all);
    },
  };
}

/**
 * Asserts that a counter is exact: no value answered twice, none lost that was acknowledged, none
 * counted that nobody asked for. Commands whose end is unknown may have counted or not; those that
 * the server refused have not.
 */
export async function assertExact(
  redis: RedisClient,
  { outcomes, key, withinMs }: {
    readonly outcomes: readonly Outcome<number>[];
    readonly key: string;
    readonly withinMs: number;
  },
): Promise<{ readonly acknowledged: number }> {
  const refused = outcomes.filter(({ error }) => isRefusal(error)).length;
  for (const { error, elapsedMs } of outcomes) {
    const isTyped = error === undefined || error instanceof ConnectionError || isRefusal(error);
    assert.ok(isTyped, Deno.inspect(error));
    assert.ok(elapsedMs < withinMs, `a command took ${elapsedMs} ms of ${withinMs}`);
  }
  const results = outcomes.flatMap(({ result }) => result === undefined ? [] : [result]);
  const acknowledged = results.length;
  const unknown = outcomes.length - acknowledged - refused;
  assert.equal(new Set(results).size, acknowledged, "a value was answered twice");
  const counted = Number(await redis.get(key));
  assert.ok(
    counted >= acknowledged && counted <= acknowledged + unknown,
    `${counted} counted of ${acknowledged} acknowledged and ${unknown} unknown`,
  );
  return { acknowledged };
}

/** The server's own refusals, which did nothing. */
function isRefusal(error: unknown): boolean {
  return error instanceof Error && /^(OOM|READONLY|LOADING|MASTERDOWN)\b/.test(error.message);
}
