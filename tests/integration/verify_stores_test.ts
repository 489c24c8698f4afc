import assert from "node:assert/strict";
import { loadSettings } from "../../src/base/settings/mod.ts";
import type { ServiceName } from "../../src/stack/mod.ts";
import { type Check, type FindingCode, verifyServices } from "../../src/operate/verify/mod.ts";
import { adviceOn } from "./advice_support.ts";

/**
 * Tests of the stores that not every machine has: a variable says where each one is, in the form of
 * the settings (`MONGO_PORT=27017 MONGO_PASSWORD=…`, separated by blanks).
 */
function storeTest(
  service: ServiceName,
  wrong: Readonly<Record<string, string>>,
  run: (good: Check, bad: Check) => void,
  unwanted: readonly FindingCode[],
): void {
  const variable = `STRATA_TEST_${service.toUpperCase()}`;
  const given = Deno.env.get(variable);
  const name = `the check of ${service} passes on a real server, and tells a wrong log-in`;
  if (given === undefined) {
    Deno.test({ name: `${name} (needs ${variable})`, ignore: true, fn: () => {} });
    return;
  }
  const env = Object.fromEntries(
    given.split(" ").map((pair) => pair.split("=") as [string, string]),
  );
  const check = async (change: Readonly<Record<string, string>>): Promise<Check> => {
    const settings = loadSettings({ envFile: false, env: { ...env, ...change } });
    const [only] = await verifyServices({ settings, services: [service], timeoutMs: 3_000 });
    assert.ok(only !== undefined);
    return only;
  };
  Deno.test(name, async () => {
    run(await check({}), await check(wrong));
    // A log-in that everyone passes without is told; these servers have one.
    const codes = (await adviceOn(service, env)).map(({ code }) => code);
    assert.deepEqual(codes.filter((code) => unwanted.includes(code)), []);
  });
}

storeTest("mongodb", { MONGO_PASSWORD: "canary-password" }, (good, bad) => {
  assert.notEqual(good.status, "fail", good.detail);
  assert.match(good.detail, /^MongoDB \d+\.\d+\.\d+, ping as /);
  assert.equal(bad.cause, "auth", bad.detail);
  assert.match(bad.detail, /correct MONGO_USER and MONGO_PASSWORD/);
}, ["mongodb-open", "mongodb-clock"]);

storeTest("kafka", { KAFKA_BOOTSTRAP_SERVERS: "no-such-host.invalid:9092" }, (good, bad) => {
  assert.notEqual(good.status, "fail", good.detail);
  assert.match(good.detail, /^cluster \S+, \d+ brokers?$/);
  assert.equal(bad.cause, "unreachable", bad.detail);
  assert.match(bad.detail, /is not a known host/);
}, ["kafka-partitions-offline"]);

storeTest("minio", { MINIO_SECRET_KEY: "canary-password" }, (good, bad) => {
  // A new server has no bucket yet: `up` creates it.
  assert.ok(good.status !== "fail" || good.cause === "missing", good.detail);
  assert.equal(bad.cause, "auth", bad.detail);
  assert.match(bad.detail, /correct MINIO_ACCESS_KEY and MINIO_SECRET_KEY/);
}, ["minio-public", "minio-clock"]);
