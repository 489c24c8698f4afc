import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { ConnectionError } from "../../src/base/errors.ts";
import { closeRedis, getRedis, withDedicatedRedis } from "../../src/redis/mod.ts";
import { recordFigures } from "../faults/figures.ts";
import { FaultProxy } from "../support/fault_proxy.ts";
import { eventually, type Outcome, outcomeOf } from "./database_support.ts";
import { assertRedisError, redisSettings, redisTest } from "./redis_support.ts";

redisTest(
  "a counter is exact behind a network that cuts, resets and delays",
  async ({ url, prefix }) => {
    await using proxy = await FaultProxy.before(url);
    const redis = await getRedis(redisSettings(proxy.through(url)));
    const key = `${prefix}counter`;
    const outcomes: Outcome<number>[] = [];
    let stopped = false;
    const callers = Array.from({ length: 12 }, async () => {
      while (!stopped) {
        outcomes.push(await outcomeOf(() => redis.incr(key)));
        await sleep(2);
      }
    });
    const faults = [
      () => proxy.cut(),
      () => proxy.reset(),
      () => proxy.faults = { delayMs: 10 },
      () => proxy.faults = { loseAnswerTo: "incr" },
      () => proxy.faults = { pieceBytes: 3 },
    ];
    for (let round = 0; round < 15; round++) {
      await sleep(120);
      proxy.faults = {};
      faults[round % faults.length]?.();
    }
    proxy.heal();
    await sleep(500);
    stopped = true;
    await Promise.all(callers);

    for (const { error, elapsedMs } of outcomes) {
      assert.ok(error === undefined || error instanceof ConnectionError, Deno.inspect(error));
      assert.ok(elapsedMs < 1_500, `a command took ${elapsedMs} ms`);
    }
    const acknowledged = outcomes.filter(({ error }) => error === undefined);
    const unknown = outcomes.length - acknowledged.length;
    assert.ok(acknowledged.length > 50 && unknown > 0, `${acknowledged.length} and ${unknown}`);
    // No value was returned twice, and none was counted without a call.
    assert.equal(new Set(acknowledged.map(({ result }) => result)).size, acknowledged.length);
    const counted = Number(await redis.get(key));
    assert.ok(counted >= acknowledged.length && counted <= acknowledged.length + unknown);
    await redis.del(key);
    await closeRedis();
    await recordFigures("redis-network", { faults: 15, writes: acknowledged.length, lost: 0 });
  },
);

redisTest("a command whose answer was lost is not sent again", async ({ url, prefix }) => {
  await using proxy = await FaultProxy.before(url);
  const redis = await getRedis(redisSettings(proxy.through(url)));
  proxy.faults = { loseAnswerTo: "incr" };
  await assertRedisError(redis.incr(`${prefix}once`), "CONNECTION_LOST");
  proxy.heal();
  assert.equal(await redis.get(`${prefix}once`), "1");
  await redis.del(`${prefix}once`);
  await closeRedis();
});

redisTest(
  "a frozen server costs a command its limit, and another connection is made",
  async ({ url }) => {
    await using proxy = await FaultProxy.before(url);
    const redis = await getRedis(redisSettings(proxy.through(url)));
    proxy.blackHoleExisting();
    const { code, elapsedMs } = await outcomeOf(() => redis.ping());
    assert.equal(code, "COMMAND_TIMEOUT");
    assert.ok(elapsedMs < 1_000, `${elapsedMs}`);
    await eventually(
      async () => (await outcomeOf(() => redis.ping())).error === undefined,
      { withinMs: 5_000, what: "the client answers again" },
    );
    proxy.faults = { blackHole: true };
    const closing = await outcomeOf(() => closeRedis());
    assert.ok(closing.elapsedMs < 1_600, `closing took ${closing.elapsedMs} ms`);
  },
);

redisTest("a server that is gone costs a typed error soon, and is found again", async ({ url }) => {
  await using proxy = await FaultProxy.before(url);
  const redis = await getRedis(redisSettings(proxy.through(url)));
  await proxy.refuse();
  proxy.reset();
  await outcomeOf(() => redis.ping());
  const outcome = await outcomeOf(() => redis.ping());
  assert.ok(outcome.error instanceof ConnectionError);
  assert.ok(outcome.elapsedMs < 1_500, `${outcome.elapsedMs}`);
  await proxy.listen();
  await eventually(
    async () => (await outcomeOf(() => redis.ping())).error === undefined,
    { withinMs: 6_000, what: "the client answers again" },
  );
  await closeRedis();
});

redisTest("a blocking command ends with its connection", async ({ url, prefix }) => {
  await using proxy = await FaultProxy.before(url);
  const settings = redisSettings(proxy.through(url));
  const block = (seconds: number) => {
    const { promise: sent, resolve } = Promise.withResolvers<void>();
    const ended = withDedicatedRedis(async (redis) => {
      const answer = redis.blpop(`${prefix}never`, seconds);
      setTimeout(resolve, 50);
      return await answer;
    }, { settings });
    return { sent, ended };
  };
  const forEver = block(0);
  const lost = assertRedisError(forEver.ended, "CONNECTION_LOST");
  await forEver.sent;
  proxy.cut();
  await lost;
  const limited = block(0.3);
  const late = assertRedisError(limited.ended, "COMMAND_TIMEOUT");
  await limited.sent;
  proxy.blackHoleExisting();
  await late;
  await closeRedis();
});
