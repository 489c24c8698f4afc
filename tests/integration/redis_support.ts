import assert from "node:assert/strict";
import { ConnectionError } from "../../src/base/errors.ts";
import { closeRedis } from "../../src/redis/mod.ts";
import { loadSettings, type Settings } from "../../src/base/settings/mod.ts";
import { type RedisUnderTest, serverTest } from "../support/mod.ts";

/** Settings for the server of a URL, with short limits. */
export function redisSettings(url: string, env: Record<string, string> = {}): Settings {
  const { hostname, port, username, password, pathname } = new URL(url);
  return loadSettings({
    envFile: false,
    env: {
      REDIS_HOST: hostname,
      REDIS_PORT: port || "6379",
      REDIS_USER: decodeURIComponent(username),
      REDIS_PASSWORD: decodeURIComponent(password),
      REDIS_DB: pathname.slice(1) || "0",
      REDIS_CONNECT_TIMEOUT_MS: "1000",
      REDIS_COMMAND_TIMEOUT_MS: "400",
      ...env,
    },
  });
}

/** Declares a Redis test that leaves no client open. */
export function redisTest(
  name: string,
  run: (redis: RedisUnderTest, t: Deno.TestContext) => Promise<void>,
): void {
  serverTest("redis", name, async (t, redis) => {
    try {
      await run(redis, t);
    } finally {
      await closeRedis();
    }
  });
}

/** Asserts that a call fails because of its connection to Redis, with one of the codes. */
export async function assertRedisError(
  call: Promise<unknown>,
  ...codes: readonly string[]
): Promise<ConnectionError> {
  const error = await call.then(() => undefined, (reason: unknown) => reason);
  assert.ok(error instanceof ConnectionError, `not a ConnectionError: ${Deno.inspect(error)}`);
  assert.equal(error.service, "redis");
  assert.ok(codes.includes(error.code ?? ""), `${error.code}: ${error.message}`);
  return error;
}
