import assert from "node:assert/strict";
import { loadSettings, type Settings } from "../../../src/base/settings/mod.ts";
import {
  addressOptions,
  clusterOptions,
  commonOptions,
  labelOf,
  nextDelay,
  reconnectDelay,
  sharedOptions,
} from "../../../src/redis/_options.ts";

function settings(env: Record<string, string> = {}): Settings {
  return loadSettings({ env, envFile: false });
}

Deno.test("commonOptions bounds retries and never sends a command twice", () => {
  const options = commonOptions(settings({ REDIS_PASSWORD: "pw", REDIS_USER: "app" }));
  assert.equal(options.maxRetriesPerRequest, 2);
  assert.equal(options.autoResendUnfulfilledCommands, false);
  assert.equal(options.lazyConnect, true);
  assert.equal(options.username, "app");
  assert.equal(options.password, "pw");
  assert.equal(options.tls, undefined);
  assert.equal(options.reconnectOnError?.(new Error("READONLY You can't write")), true);
  assert.equal(options.reconnectOnError?.(new Error("WRONGTYPE")), false);
});

Deno.test("commonOptions sends no password where there is none", () => {
  const options = commonOptions(settings({ REDIS_PASSWORD: "" }));
  assert.ok(!("password" in options) && !("username" in options));
});

Deno.test("sharedOptions gives a command its limit and the socket a second more", () => {
  const { redis } = settings({ REDIS_COMMAND_TIMEOUT_MS: "700" });
  assert.deepEqual(sharedOptions(redis), { commandTimeout: 700, socketTimeout: 1_700 });
});

Deno.test("addressOptions finds the server directly or through sentinels", () => {
  const direct = settings({ REDIS_HOST: "r.example", REDIS_PORT: "7000", REDIS_DB: "3" });
  assert.deepEqual(addressOptions(direct.redis), { host: "r.example", port: 7000, db: 3 });
  const watched = addressOptions(
    settings({
      REDIS_SENTINELS: "s1:26379,s2:26380",
      REDIS_SENTINEL_NAME: "main",
      REDIS_SENTINEL_PASSWORD: "watch",
      REDIS_TLS: "true",
    }).redis,
  );
  assert.deepEqual(watched.sentinels, [{ host: "s1", port: 26379 }, { host: "s2", port: 26380 }]);
  assert.equal(watched.name, "main");
  assert.equal(watched.sentinelPassword, "watch");
  assert.equal(watched.enableTLSForSentinelMode, true);
  assert.equal(watched.host, undefined);
  assert.equal(watched.sentinelRetryStrategy?.(4), null);
});

Deno.test("clusterOptions never repeats a command after a failover", () => {
  const common = commonOptions(settings({ REDIS_TLS: "true" }));
  const options = clusterOptions(common, { wasReady: false, isOver: false });
  assert.equal(options.retryDelayOnFailover, 0);
  assert.equal(options.redisOptions.maxRetriesPerRequest, 2);
  assert.ok(options.dnsLookup !== undefined);
});

Deno.test("nextDelay gives up early only where the server was never reached", () => {
  assert.equal(typeof nextDelay(3, { wasReady: false, isOver: false }), "number");
  assert.equal(nextDelay(4, { wasReady: false, isOver: false }), null);
  assert.equal(typeof nextDelay(10_000, { wasReady: true, isOver: false }), "number");
  assert.equal(nextDelay(1, { wasReady: true, isOver: true }), null);
});

Deno.test("reconnectDelay doubles up to two seconds and varies by a quarter", () => {
  assert.deepEqual([1, 2, 3, 10].map((n) => reconnectDelay(n, 0.5)), [50, 100, 200, 2_000]);
  assert.equal(reconnectDelay(1, 0), 38);
  assert.equal(reconnectDelay(10, 1), 2_500);
});

Deno.test("labelOf names the server without its password", () => {
  assert.equal(labelOf(settings({ REDIS_PASSWORD: "canary" })), "127.0.0.1:6379/0");
  assert.equal(labelOf(settings({ REDIS_HOST: "::1", REDIS_DB: "2" })), "[::1]:6379/2");
  assert.equal(labelOf(settings({ REDIS_CLUSTER_NODES: "a:1,b:2" })), "a:1,b:2");
  const sentinels = settings({ REDIS_SENTINELS: "s:26379", REDIS_SENTINEL_NAME: "main" });
  assert.equal(labelOf(sentinels), "main through s:26379");
});
