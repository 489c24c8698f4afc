import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { closeRedis, getRedis, withDedicatedRedis } from "../../src/redis/mod.ts";
import { FaultProxy } from "../support/fault_proxy.ts";
import { everyText } from "./database_support.ts";
import { assertRedisError, redisSettings, redisTest } from "./redis_support.ts";

const CANARY = "canary-p@ss/w%rd:#?";

redisTest("getRedis gives concurrent first callers the same client", async ({ url, prefix }) => {
  const settings = redisSettings(url);
  const [first, second] = await Promise.all([getRedis(settings), getRedis(settings)]);
  assert.equal(first, second);
  assert.equal(await getRedis(redisSettings(url)), first);
  assert.equal(await first.set(`${prefix}key`, "1", "EX", 60), "OK");
  assert.equal(await second.incr(`${prefix}key`), 2);
});

redisTest("getRedis keeps databases apart", async ({ url, prefix }) => {
  const [zero, one] = await Promise.all([
    getRedis(redisSettings(url, { REDIS_DB: "0" })),
    getRedis(redisSettings(url, { REDIS_DB: "1" })),
  ]);
  assert.notEqual(zero, one);
  await one.set(`${prefix}apart`, "1", "EX", 60);
  assert.equal(await zero.get(`${prefix}apart`), null);
});

redisTest(
  "getRedis connects again after closeRedis, which may be called twice",
  async ({ url }) => {
    const settings = redisSettings(url);
    const first = await getRedis(settings);
    await Promise.all([closeRedis(), closeRedis()]);
    await closeRedis();
    assert.equal(first.status, "end");
    await assertRedisError(first.ping(), "CONNECTION_LOST");
    const second = await getRedis(settings);
    assert.notEqual(second, first);
    assert.equal(await second.ping(), "PONG");
  },
);

redisTest(
  "getRedis forgets a failed connect, so that the next call tries again",
  async ({ url }) => {
    await using proxy = await FaultProxy.before(url);
    const settings = redisSettings(proxy.through(url));
    await proxy.refuse();
    const failures = [getRedis(settings), getRedis(settings)];
    for (const failure of failures) await assertRedisError(failure, "ECONNREFUSED");
    await proxy.listen();
    assert.equal(await (await getRedis(settings)).ping(), "PONG");
    await closeRedis();
  },
);

redisTest(
  "a refused log-in is typed, at once, and never shows the password",
  async ({ url }, t) => {
    const wrong = new URL(url);
    const ignore = wrong.password === "";
    const refused = async (password: string, code: string): Promise<void> => {
      wrong.password = password;
      const started = performance.now();
      const error = await assertRedisError(getRedis(redisSettings(wrong.href)), code);
      assert.ok(performance.now() - started < 1_000, "it was tried again");
      const shown = everyText(error);
      for (const form of [CANARY, encodeURIComponent(CANARY), encodeURI(CANARY)]) {
        assert.ok(!shown.includes(form), shown);
      }
    };
    await t.step({
      name: "a wrong password (needs a server with one)",
      ignore,
      fn: () => refused(encodeURIComponent(CANARY), "WRONGPASS"),
    });
    await t.step({
      name: "no password (needs a server with one)",
      ignore,
      fn: () => refused("", "NOAUTH"),
    });
  },
);

redisTest(
  "the server's answers come back without a command's arguments",
  async ({ url, prefix }) => {
    const redis = await getRedis(redisSettings(url));
    await redis.set(`${prefix}text`, "x", "EX", 60);
    const [reply] = await Promise.allSettled([redis.lpush(`${prefix}text`, CANARY)]);
    assert.ok(reply.status === "rejected");
    assert.match(reply.reason.message, /^WRONGTYPE/);
    assert.ok(!Deno.inspect(reply.reason, { depth: 10 }).includes(CANARY));
    const results = await redis.multi().incr(`${prefix}n`).expire(`${prefix}n`, 60).exec();
    assert.deepEqual(results, [[null, 1], [null, 1]]);
  },
);

redisTest(
  "withDedicatedRedis blocks without holding up the shared client",
  async ({ url, prefix }) => {
    const settings = redisSettings(url);
    const shared = await getRedis(settings);
    const popped = withDedicatedRedis((redis) => redis.blpop(`${prefix}jobs`, 5), { settings });
    await sleep(50);
    assert.equal(await shared.ping(), "PONG");
    await shared.rpush(`${prefix}jobs`, "one");
    assert.deepEqual(await popped, [`${prefix}jobs`, "one"]);
    // Longer than the limit of a nonblocking command.
    const none = await withDedicatedRedis((redis) => redis.blpop(`${prefix}none`, 0.6), {
      settings,
    });
    assert.equal(none, null);
  },
);

redisTest(
  "withDedicatedRedis leases at most as many as may be, and callers wait",
  async ({ url }) => {
    const settings = redisSettings(url, { REDIS_MAX_CONNECTIONS: "2" });
    let open = 0;
    let most = 0;
    const lease = () =>
      withDedicatedRedis(async (redis) => {
        most = Math.max(most, ++open);
        await sleep(30);
        await redis.ping();
        open--;
      }, { settings });
    await Promise.all(Array.from({ length: 6 }, lease));
    assert.equal(most, 2);
    const { promise: gate, resolve: release } = Promise.withResolvers<void>();
    const holders = [1, 2].map(() => withDedicatedRedis(() => gate, { settings }));
    await sleep(50);
    const late = withDedicatedRedis((redis) => redis.ping(), { settings, acquireTimeoutMs: 50 });
    await assertRedisError(late, "POOL_TIMEOUT");
    release();
    await Promise.all(holders);
  },
);

redisTest(
  "withDedicatedRedis ends a command that blocks for ever by its signal",
  async ({ url, prefix }) => {
    const controller = new AbortController();
    const settings = redisSettings(url);
    const waiting = withDedicatedRedis((redis) => redis.blpop(`${prefix}never`, 0), {
      settings,
      signal: controller.signal,
    });
    await sleep(50);
    controller.abort(new Error("shutting down"));
    await assert.rejects(waiting, /shutting down/);
  },
);

redisTest("withDedicatedRedis gives the connection back after a failure", async ({ url }) => {
  const settings = redisSettings(url, { REDIS_MAX_CONNECTIONS: "1" });
  for (let i = 0; i < 3; i++) {
    const failing = withDedicatedRedis(() => Promise.reject(new Error("own")), { settings });
    await assert.rejects(failing, /own/);
  }
});

redisTest("closeRedis ends leases as well", async ({ url, prefix }) => {
  const settings = redisSettings(url);
  const waiting = withDedicatedRedis((redis) => redis.blpop(`${prefix}never`, 0), { settings });
  const rejected = assertRedisError(waiting, "CONNECTION_LOST");
  await sleep(100);
  await closeRedis({ timeoutMs: 100 });
  await rejected;
});
