import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { judgeRedis } from "../../src/operate/verify/advice/redis/judge_redis.ts";
import { ADVICE_LIMITS, type FindingCode } from "../../src/operate/verify/mod.ts";
import { hasRedisServer, type OwnRedis, startOwnRedis } from "../support/mod.ts";
import { adviceOn, findingOn, objectsOf } from "./advice_support.ts";

type Limits = Parameters<typeof adviceOn>[2];

const advise = ({ port }: OwnRedis, limits: Limits = {}, env: Record<string, string> = {}) =>
  adviceOn("redis", { REDIS_PORT: String(port), ...env }, limits);

/** Runs a command as it is pasted, in a shell. */
async function paste(command: string): Promise<void> {
  const { success } = await new Deno.Command("sh", { args: ["-c", command] }).output();
  assert.ok(success, command);
}

Deno.test({
  name: `verify advises on Redis${hasRedisServer ? "" : " (needs redis-server and redis-cli)"}`,
  ignore: hasRedisServer === false,
  async fn(t) {
    // A configuration file, so that "config rewrite" has one to write.
    const file = await Deno.makeTempFile({ suffix: ".conf" });
    await using redis = await startOwnRedis();
    await using configured = await startWith(file);

    await t.step("nothing is said of one that is empty", async () => {
      assert.deepEqual(await advise(redis), []);
    });

    await t.step("redis-clock where it differs by more than is allowed", async () => {
      findingOn(await advise(redis, { clockMs: -10_000 }), "redis-clock");
    });

    await t.step("redis-not-persistent where keys have no expiry", async () => {
      await configured.cli("set", "cached", "1", "ex", "100");
      assert.deepEqual(objectsOf(await advise(configured), "redis-not-persistent"), []);
      await configured.cli("set", "kept", "1");
      const { sentence, remedy } = findingOn(await advise(configured), "redis-not-persistent");
      assert.match(sentence, /1 key without expiry would be lost/);
      await paste(remedy);
      assert.deepEqual(objectsOf(await advise(configured), "redis-not-persistent"), []);
    });

    const provoked = async (
      code: FindingCode,
      provoke: () => Promise<unknown>,
      { limits = {}, sentence }: { readonly limits?: Limits; readonly sentence: RegExp },
    ) => {
      await t.step(code, async () => {
        assert.deepEqual(objectsOf(await advise(configured), code), [], "not yet");
        await provoke();
        const found = findingOn(await advise(configured, limits), code);
        assert.match(found.sentence, sentence);
        await paste(found.remedy);
      });
    };
    const { cli } = configured;
    await provoked("redis-evicts-all", async () => {
      await cli("config", "set", "maxmemory", "100mb");
      await cli("config", "set", "maxmemory-policy", "allkeys-lru");
    }, { sentence: /allkeys-lru may drop any of the 1 key/ });
    await t.step("redis-evicts-all ends with its remedy", async () => {
      assert.equal((await cli("config", "get", "maxmemory-policy")).split("\n")[1], "volatile-lru");
      assert.deepEqual(objectsOf(await advise(configured), "redis-evicts-all"), []);
    });
    await provoked("redis-memory-high", async () => {
      const used = Number(/used_memory:(\d+)/.exec(await cli("info", "memory"))?.[1]);
      await cli("config", "set", "maxmemory", String(Math.round(used * 1.02)));
    }, { sentence: /% *\): at the end Redis evicts/ });
    await provoked("redis-evicted-keys", async () => {
      await cli("config", "set", "maxmemory-policy", "volatile-lru");
      for (let i = 0; i < 60; i++) await cli("set", `e${i}`, "x".repeat(50_000), "ex", "100");
      await cli("config", "set", "maxmemory", "2mb");
      for (let i = 0; i < 20; i++) await cli("set", `f${i}`, "x".repeat(50_000), "ex", "100");
    }, { sentence: /keys were evicted since the start .*volatile-lru/ });
    await cli("config", "set", "maxmemory", "0");
    // Rewriting the configuration may itself have been slow.
    await cli("slowlog", "reset");
    await provoked("redis-slow-commands", async () => {
      await cli("config", "set", "slowlog-log-slower-than", "0");
      await cli("set", "secret-key", "secret-value");
    }, { limits: { slowCommandMs: 0 }, sentence: /the slowest \w+ \d+ ms: all others wait/ });
    await t.step("redis-slow-commands shows no argument", async () => {
      const told = JSON.stringify(await advise(configured, { slowCommandMs: 0 }));
      assert.doesNotMatch(told, /secret/);
    });
    await t.step("redis-blocked-clients", async () => {
      const waiting = cli("blpop", "nothing", "1");
      await sleep(300);
      assert.match(
        findingOn(await advise(configured), "redis-blocked-clients").sentence,
        /^1 client waits/,
      );
      await waiting;
      assert.deepEqual(objectsOf(await advise(configured), "redis-blocked-clients"), []);
    });
    await t.step("redis-clients-scarce and redis-rejected-connections", async () => {
      assert.deepEqual(objectsOf(await advise(configured), "redis-clients-scarce"), []);
      await cli("config", "set", "maxclients", "2");
      const holder = await Deno.connect({ hostname: "127.0.0.1", port: configured.port });
      const other = await Deno.connect({ hostname: "127.0.0.1", port: configured.port });
      const third = await Deno.connect({ hostname: "127.0.0.1", port: configured.port });
      await sleep(200);
      for (const connection of [other, third]) connection.close();
      await sleep(200);
      const found = await advise(configured);
      assert.match(findingOn(found, "redis-clients-scarce").sentence, /2 of 2 connections/);
      const rejected = findingOn(found, "redis-rejected-connections");
      assert.match(rejected.sentence, /1 connection was rejected since the start: maxclients is 2/);
      await paste(rejected.remedy);
      const after = await advise(configured);
      assert.deepEqual(objectsOf(after, "redis-rejected-connections"), []);
      assert.deepEqual(objectsOf(after, "redis-clients-scarce"), []);
      holder.close();
    });
    await t.step("redis-save-failed", async () => {
      await Deno.mkdir(`${redis.folder}/dump.rdb`);
      await redis.cli("set", "kept", "1");
      await redis.cli("bgsave");
      await sleep(700);
      const { sentence } = findingOn(await advise(redis), "redis-save-failed");
      assert.match(sentence, /rdb_last_bgsave_status/);
      await Deno.remove(`${redis.folder}/dump.rdb`);
      await redis.cli("bgsave");
      await sleep(700);
      assert.deepEqual(objectsOf(await advise(redis), "redis-save-failed"), []);
    });
    await t.step("redis-advice-incomplete for a user without INFO", async () => {
      await redis.cli("acl", "setuser", "plain", "on", ">pass", "~*", "+@all", "-info");
      const found = await advise(redis, {}, { REDIS_USER: "plain", REDIS_PASSWORD: "pass" });
      findingOn(found, "redis-advice-incomplete");
      assert.doesNotMatch(JSON.stringify(found), /pass"/);
    });
    await Deno.remove(file);
  },
});

async function startWith(file: string): Promise<OwnRedis> {
  await Deno.writeTextFile(file, 'save ""\n');
  return await startOwnRedis(file);
}

Deno.test("judgeRedis tells a clock that differs by more than the round trip explains", () => {
  const state = { info: new Map(), lasting: 0, takesSnapshots: null, maxClients: null, slow: [] };
  const told = (aheadMs: number, offByMs: number) =>
    judgeRedis({ ...state, clock: { aheadMs, offByMs } }, { limits: ADVICE_LIMITS, cli: "" })
      .map(({ sentence }) => sentence);
  assert.deepEqual(told(900, 5), []);
  assert.deepEqual(told(1_500, 800), [], "the round trip may be the cause");
  assert.match(
    told(-2_000, 5)[0] ?? "",
    /^The clock of Redis is 2.0 s behind that of this machine/,
  );
});
