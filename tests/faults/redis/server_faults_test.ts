import assert from "node:assert/strict";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { outcomeOf } from "../../integration/database_support.ts";
import { effort } from "../effort.ts";
import { recordFigures } from "../figures.ts";
import {
  assertExact,
  CALLERS,
  clientOf,
  ownRedisTest,
  startCounting,
  untilAnswering,
} from "./redis_fault_support.ts";

/** The limit of a command in these tests, twice the socket's limit, and what a busy machine adds. */
const LIMIT_MS = 6_000;

ownRedisTest("counters are exact through a Redis that is killed and started", async (server) => {
  const redis = await clientOf(server);
  for (const callers of CALLERS) {
    const key = `killed:${callers}`;
    const counting = startCounting(redis, callers, key);
    const rounds = effort({ short: 2, long: 20 });
    for (let round = 0; round < rounds; round++) {
      await sleep(150);
      await server.kill();
      await sleep([0, 50, 700][round % 3] ?? 0);
      await server.start();
      await untilAnswering(redis);
    }
    await counting.stop();
    const { outcomes } = counting;
    const { acknowledged } = await assertExact(redis, {
      outcomes,
      key,
      withinMs: LIMIT_MS,
    });
    assert.ok(acknowledged > 0, "nothing was acknowledged");
    await recordFigures("redis-killed", { faults: rounds, writes: acknowledged, lost: 0 });
  }
});

ownRedisTest("counters are exact through a Redis that freezes and goes on", async (server) => {
  const redis = await clientOf(server);
  for (const callers of CALLERS) {
    const key = `frozen:${callers}`;
    const counting = startCounting(redis, callers, key);
    const rounds = effort({ short: 1, long: 10 });
    for (let round = 0; round < rounds; round++) {
      await sleep(150);
      server.freeze();
      // Within the limit of a command, beyond it, and beyond that of the socket.
      await sleep([900, 200, 2_500][round % 3] ?? 0);
      server.thaw();
      await untilAnswering(redis);
    }
    await counting.stop();
    // What was sent before the freeze may be done after it: let it be.
    await sleep(200);
    const { outcomes } = counting;
    const { acknowledged } = await assertExact(redis, { outcomes, key, withinMs: LIMIT_MS });
    await recordFigures("redis-frozen", { faults: rounds, writes: acknowledged, lost: 0 });
  }
});

ownRedisTest("counters are exact through a Redis that is out of memory", async (server) => {
  const redis = await clientOf(server);
  for (const callers of CALLERS) {
    const key = `full:${callers}`;
    const counting = startCounting(redis, callers, key);
    const rounds = effort({ short: 2, long: 20 });
    for (let round = 0; round < rounds; round++) {
      await sleep(100);
      assert.equal(await server.cli("config", "set", "maxmemory", "1"), "OK");
      await sleep(100);
      const full = await outcomeOf(() => redis.set(`${key}:other`, "x"));
      assert.match(String(full.error), /OOM/);
      // Reading is allowed still.
      assert.equal((await outcomeOf(() => redis.get(key))).error, undefined);
      assert.equal(await server.cli("config", "set", "maxmemory", "0"), "OK");
    }
    await sleep(50);
    await counting.stop();
    const { outcomes } = counting;
    const { acknowledged } = await assertExact(redis, {
      outcomes,
      key,
      withinMs: LIMIT_MS,
    });
    assert.ok(acknowledged > 0, "nothing was acknowledged");
    await recordFigures("redis-full", { faults: rounds, writes: acknowledged, lost: 0 });
  }
});

ownRedisTest("counters are exact through a Redis that turns read-only and back", async (server) => {
  const redis = await clientOf(server);
  for (const callers of CALLERS) {
    const key = `replica:${callers}`;
    const counting = startCounting(redis, callers, key);
    const rounds = effort({ short: 1, long: 10 });
    for (let round = 0; round < rounds; round++) {
      await sleep(150);
      // A replica of nobody: it refuses writes and keeps its data.
      await server.cli("replicaof", "127.0.0.1", "1");
      await sleep(300);
      await server.cli("replicaof", "no", "one");
      await untilAnswering(redis);
    }
    await sleep(150);
    await counting.stop();
    const { outcomes } = counting;
    const { acknowledged } = await assertExact(redis, { outcomes, key, withinMs: LIMIT_MS });
    assert.ok(acknowledged > 0, "nothing was acknowledged");
    await recordFigures("redis-read-only", { faults: rounds, writes: acknowledged, lost: 0 });
  }
});

ownRedisTest(
  "a hundred writes that a replica refuses at once leave one connection, with one listener",
  async (server) => {
    const redis = await clientOf(server);
    await server.cli("replicaof", "127.0.0.1", "1");
    const warnings: string[] = [];
    const note = ({ name }: Error) => void warnings.push(name);
    process.on("warning", note);
    let closed = 0;
    redis.on("close", () => closed++);
    const writes = Array.from({ length: 100 }, () => outcomeOf(() => redis.incr("refused")));
    for (const { error } of await Promise.all(writes)) assert.match(String(error), /READONLY/);
    await server.cli("replicaof", "no", "one");
    await untilAnswering(redis);
    process.off("warning", note);
    // Node warns of a leak where one emitter gets more than ten listeners of a kind.
    assert.deepEqual(warnings, []);
    assert.equal(closed, 1);
    assert.equal(await redis.incr("refused"), 1);
    await recordFigures("redis-read-only", { faults: 100 });
  },
);

ownRedisTest(
  "counters are exact through a Redis that loads its data",
  async (server) => {
    const redis = await clientOf(server);
    const keys = Array.from({ length: effort({ short: 500, long: 3_000 }) }, (_, i) => `key:${i}`);
    await redis.mset(Object.fromEntries(keys.map((key) => [key, "x"])));
    // The file is written anew as one snapshot: that is loaded key by key, slowly.
    await server.cli("bgrewriteaof");
    await sleep(500);
    for (const callers of CALLERS) {
      const key = `loading:${callers}`;
      const counting = startCounting(redis, callers, key);
      const rounds = effort({ short: 1, long: 5 });
      let loading = 0;
      for (let round = 0; round < rounds; round++) {
        await sleep(150);
        await server.kill();
        await server.start({ wait: false });
        for (let look = 0; look < 10; look++) {
          if (/LOADING/.test(await server.cli("ping"))) loading++;
          await sleep(20);
        }
        await untilAnswering(redis);
      }
      await counting.stop();
      assert.ok(loading > 0, "it was never seen to load");
      const { outcomes } = counting;
      const { acknowledged } = await assertExact(redis, { outcomes, key, withinMs: LIMIT_MS });
      assert.ok(acknowledged > 0, "nothing was acknowledged");
      await recordFigures("redis-loading", { faults: rounds, writes: acknowledged, lost: 0 });
    }
  },
  { "key-load-delay": "1000", "loading-process-events-interval-bytes": "1024" },
);
