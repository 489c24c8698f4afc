import type { RedisClient } from "../../redis/mod.ts";
import type { Settings } from "../../base/settings/mod.ts";
import { CheckFailure } from "./_check_failure.ts";
import type { CheckOptions, Finding } from "./check.ts";

/** Sets, gets and deletes a key that nobody else has. */
export async function checkRedis(
  settings: Settings,
  { timeoutMs, signal, begin }: CheckOptions,
): Promise<Finding> {
  const { withRedisConnection } = await import("../../redis/with_redis_connection.ts");
  // Its driver is loaded here, so that the latency is the server's.
  await import("ioredis");
  begin();
  const redis = {
    ...settings.redis,
    connectTimeoutMs: timeoutMs,
    commandTimeoutMs: timeoutMs,
  };
  return await withRedisConnection({ ...settings, redis }, roundTrip, { signal });
}

async function roundTrip(redis: RedisClient): Promise<Finding> {
  const key = `strata:verify:${crypto.randomUUID()}`;
  const value = crypto.randomUUID();
  // A minute is enough, should the process end before it deletes the key.
  await redis.set(key, value, "EX", 60);
  const read = await redis.get(key);
  const deleted = await redis.del(key);
  if (read !== value || deleted !== 1) {
    throw new CheckFailure("a key that was set did not come back, is it evicted at once?", {
      reason: "failed",
    });
  }
  return { status: "pass", detail: `${await versionOf(redis)}, set, get and delete` };
}

async function versionOf(redis: RedisClient): Promise<string> {
  let info = "";
  try {
    info = await redis.info("server");
  } catch {
    // A user without INFO may use the server all the same: the version is only for show.
  }
  const read = (name: string) => new RegExp(`^${name}:(\\S+)`, "m").exec(info)?.[1];
  const valkey = read("valkey_version");
  if (valkey !== undefined) return `Valkey ${valkey}`;
  return `Redis ${read("redis_version") ?? ""}`.trimEnd();
}
