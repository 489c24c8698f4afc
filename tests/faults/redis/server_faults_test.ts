import assert from "node:assert/strict";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { outcomeOf } from "../../integration/database_support.ts";
import { effort } from "../effort.ts";
import { recordFigures } from "../figures.ts";
import {
  CALLERS,
  clientOf,
  countThrough,
  ownRedisTest,
  untilAnswering,
} from "./redis_fault_support.ts";

ownRedisTest("counters are exact through a Redis that is killed and started", async (server) => {
  const redis = await clientOf(server);
  for (const callers of CALLERS) {
    await countThrough(redis, {
      line: "redis-killed",
      key: `killed:${callers}`,
      callers,
      rounds: effort({ short: 2, long: 20 }),
      async provoke(round) {
        await sleep(150);
        await server.kill();
        await sleep([0, 50, 700][round % 3] ?? 0);
        await server.start();
        await untilAnswering(redis);
      },
    });
  }
});

ownRedisTest("counters are exact through a Redis that freezes and goes on", async (server) => {
  const redis = await clientOf(server);
  for (const callers of CALLERS) {
    await countThrough(redis, {
      line: "redis-frozen",
      key: `frozen:${callers}`,
      callers,
      rounds: effort({ short: 1, long: 10 }),
      async provoke(round) {
        await sleep(150);
        server.freeze();
        // Within the limit of a command, beyond it, and beyond that of the socket.
        await sleep([900, 200, 2_500][round % 3] ?? 0);
        server.thaw();
        await untilAnswering(redis);
      },
      // What was sent before the freeze may be done after it.
      lingerMs: 200,
    });
  }
});

ownRedisTest("counters are exact through a Redis that is out of memory", async (server) => {
  const redis = await clientOf(server);
  for (const callers of CALLERS) {
    const key = `full:${callers}`;
    await countThrough(redis, {
      line: "redis-full",
      key,
      callers,
      rounds: effort({ short: 2, long: 20 }),
      async provoke() {
        await sleep(100);
        assert.equal(await server.cli("config", "set", "maxmemory", "1"), "OK");
        await sleep(100);
        const full = await outcomeOf(() => redis.set(`${key}:other`, "x"));
        assert.match(String(full.error), /OOM/);
        // Reading is allowed still.
        assert.equal((await outcomeOf(() => redis.get(key))).error, undefined);
        assert.equal(await server.cli("config", "set", "maxmemory", "0"), "OK");
        await sleep(50);
      },
    });
  }
});

ownRedisTest("counters are exact through a Redis that turns read-only and back", async (server) => {
  const redis = await clientOf(server);
  for (const callers of CALLERS) {
    await countThrough(redis, {
      line: "redis-read-only",
      key: `replica:${callers}`,
      callers,
      rounds: effort({ short: 1, long: 10 }),
      async provoke() {
        await sleep(150);
        // A replica of nobody: it refuses writes and keeps its data.
        await server.cli("replicaof", "127.0.0.1", "1");
        await sleep(300);
        await server.cli("replicaof", "no", "one");
        await untilAnswering(redis);
        await sleep(150);
      },
    });
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
      let loading = 0;
      await countThrough(redis, {
        line: "redis-loading",
        key: `loading:${callers}`,
        callers,
        rounds: effort({ short: 1, long: 5 }),
        async provoke() {
          await sleep(150);
          await server.kill();
          await server.start({ wait: false });
          for (let look = 0; look < 10; look++) {
            if (/LOADING/.test(await server.cli("ping"))) loading++;
            await sleep(20);
          }
          await untilAnswering(redis);
        },
      });
      assert.ok(loading > 0, "it was never seen to load");
    }
  },
  { "key-load-delay": "1000", "loading-process-events-interval-bytes": "1024" },
);
