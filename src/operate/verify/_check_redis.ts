import type { RedisClient } from "../../redis/mod.ts";
import type { Settings } from "../../base/settings/mod.ts";
import { CheckFailure } from "./_check_failure.ts";
import type { CheckOptions, CheckOutcome } from "./check.ts";

/** Sets, gets and deletes a key with a unique name. */
export async function checkRedis(
  settings: Settings,
  { timeoutMs, signal, begin, answered, limits }: CheckOptions,
): Promise<CheckOutcome> {
  const { withRedisConnection } = await import("../../redis/with_redis_connection.ts");
  // The driver is loaded first, so that the latency is only the server's.
  await import("ioredis");
  begin();
  const redis = {
    ...settings.redis,
    connectTimeoutMs: timeoutMs,
    commandTimeoutMs: timeoutMs,
  };
  const check = async (client: RedisClient): Promise<CheckOutcome> => {
    const outcome = await roundTrip(client);
    answered();
    const { adviseOnRedis } = await import("./advice/redis/mod.ts");
    return { ...outcome, findings: await adviseOnRedis(client, redis, limits) };
  };
  return await withRedisConnection({ ...settings, redis }, check, { signal });
}

async function roundTrip(redis: RedisClient): Promise<CheckOutcome> {
  const key = `strata:verify:${crypto.randomUUID()}`;
  const value = crypto.randomUUID();
  // The key expires after a minute, in case the process ends before it deletes it.
  await redis.set(key, value, "EX", 60);
  const read = await redis.get(key);
  const deleted = await redis.del(key);
  if (read !== value || deleted !== 1) {
    throw new CheckFailure(
      "a key that was set did not come back, it may have been evicted at once",
      {
        reason: "failed",
      },
    );
  }
  return { status: "pass", detail: `${await versionOf(redis)}, set, get and delete` };
}

async function versionOf(redis: RedisClient): Promise<string> {
  let info = "";
  try {
    info = await redis.info("server");
  } catch {
    // A user without INFO can still use the server: the version is only shown.
  }
  const read = (name: string) => new RegExp(`^${name}:(\\S+)`, "m").exec(info)?.[1];
  const valkey = read("valkey_version");
  if (valkey !== undefined) return `Valkey ${valkey}`;
  return `Redis ${read("redis_version") ?? ""}`.trimEnd();
}
