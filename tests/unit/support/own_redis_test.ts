import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { hasRedisServer, startOwnRedis } from "../../support/mod.ts";

const lacks = !hasRedisServer;

Deno.test({
  name: "startOwnRedis freezes, kills and starts a server again on its port" +
    (lacks ? " (needs redis-server)" : ""),
  ignore: lacks,
  fn: async () => {
    await using redis = await startOwnRedis(undefined, {
      appendonly: "yes",
      appendfsync: "always",
    });
    assert.equal(await redis.cli("set", "word", "kept"), "OK");
    redis.freeze();
    const late = redis.cli("get", "word");
    const first = await Promise.race([late, sleep(300, "nothing")]);
    assert.equal(first, "nothing");
    redis.thaw();
    assert.equal(await late, "kept");
    await redis.kill();
    assert.equal(await redis.cli("ping"), "", "it is gone");
    await redis.start();
    assert.equal(await redis.cli("get", "word"), "kept");
    // What is frozen when the test ends does not stay.
    redis.freeze();
  },
});
