import assert from "node:assert/strict";
import { setImmediate as turn } from "node:timers/promises";
import fc from "fast-check";
import { closeRedis, getRedis, withDedicatedRedis } from "../../../src/redis/mod.ts";
import { redisSettings, redisTest } from "../../integration/redis_support.ts";
import { effort, seedOfRun } from "../effort.ts";
import { recordFigures } from "../figures.ts";
import { assertSchedules } from "./find_race.ts";

const seed = seedOfRun();
const numRuns = effort({ short: 40, long: 1_000 });

/** How many turns of the event loop each caller waits; opening a connection takes some tens. */
const anyBegin = fc.record({
  lease: fc.nat({ max: 20 }),
  shared: fc.nat({ max: 20 }),
  close: fc.nat({ max: 60 }),
});

redisTest(`closing while clients open leaves none to anybody, seed ${seed}`, async ({ url }) => {
  const settings = redisSettings(url);
  await assertSchedules(anyBegin, async (begin) => {
    let isClosing = false;
    let isClosed = false;
    const after = async (turns: number): Promise<void> => {
      for (let i = 0; i < turns; i++) await turn();
    };
    const lease = async (): Promise<void> => {
      await after(begin.lease);
      // closeRedis() closes what was there when it was called.
      const isNew = isClosing;
      await withDedicatedRedis(async (redis) => {
        assert.ok(isNew || !isClosed, "lent after closeRedis() had closed everything");
        await redis.ping();
      }, { settings });
    };
    const shared = async (): Promise<void> => {
      await after(begin.shared);
      await (await getRedis(settings)).ping();
    };
    const close = async (): Promise<void> => {
      await after(begin.close);
      isClosing = true;
      await closeRedis();
      isClosed = true;
    };
    const results = await Promise.allSettled([lease(), shared(), close()]);
    await closeRedis();
    for (const result of results) {
      if (result.status === "fulfilled") continue;
      assert.ok(!(result.reason instanceof assert.AssertionError), String(result.reason));
      assert.equal(result.reason.name, "ConnectionError", String(result.reason));
    }
  }, { seed, numRuns });
  await recordFigures("schedules-redis", { cases: numRuns });
});
