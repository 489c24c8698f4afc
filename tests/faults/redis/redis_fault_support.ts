import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import type { RedisClient } from "../../../src/redis/mod.ts";
import { closeRedis, getRedis } from "../../../src/redis/mod.ts";
import { ConnectionError } from "../../../src/base/errors.ts";
import { eventually, type Outcome, outcomeOf } from "../../integration/database_support.ts";
import { redisSettings } from "../../integration/redis_support.ts";
import { hasRedisServer, type OwnRedis, startOwnRedis } from "../../support/mod.ts";
import { startCallers } from "../callers.ts";
import { recordFigures } from "../figures.ts";

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

/** How a counter is counted up under a fault. */
export interface CountingUnderFault {
  /** The line of the table. */
  readonly line: string;
  /** The counter's key. */
  readonly key: string;
  readonly callers: number;
  readonly rounds: number;
  /** Brings the fault, and waits for its end. */
  provoke(round: number): Promise<void>;
  /** How long what was sent may take to be done, once the callers have stopped. */
  readonly lingerMs?: number;
}

/** The limit of a command in these tests, twice the socket's limit, and what a busy machine adds. */
const LIMIT_MS = 6_000;

/** Counts up one key while a fault comes again and again, and asserts that the counter is exact. */
export async function countThrough(
  redis: RedisClient,
  { line, key, callers, rounds, provoke, lingerMs = 0 }: CountingUnderFault,
): Promise<void> {
  const counting = startCallers(callers, () => redis.incr(key), { pauseMs: 2 });
  for (let round = 0; round < rounds; round++) await provoke(round);
  await counting.stop();
  await sleep(lingerMs);
  const { outcomes } = counting;
  const { acknowledged } = await assertExact(redis, { outcomes, key, withinMs: LIMIT_MS });
  assert.ok(acknowledged > 0, "nothing was acknowledged");
  await recordFigures(line, { faults: rounds, writes: acknowledged, lost: 0 });
}

/**
 * Asserts that a counter is exact: no value answered twice, none lost that was acknowledged, none
 * counted that nobody asked for. Commands whose end is unknown may have counted or not; those that
 * the server refused have not.
 */
async function assertExact(
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
