import type { RedisSettings } from "../../../../base/settings/mod.ts";
import type { RedisClient } from "../../../../redis/mod.ts";
import { type Finding, finding } from "../finding.ts";
import type { AdviceLimits } from "../limits.ts";
import { judgeRedis } from "./judge_redis.ts";
import { readRedis } from "./read_redis.ts";

/** Reads the state of Redis and judges it; a user without INFO gets a finding that says so. */
export async function adviseOnRedis(
  redis: RedisClient,
  { host, port, db, tls, username }: RedisSettings,
  limits: AdviceLimits,
): Promise<Finding[]> {
  // The password stays out of the command: redis-cli reads it from REDISCLI_AUTH.
  const cli = [
    `redis-cli -h ${host} -p ${port}`,
    ...(tls ? ["--tls"] : []),
    ...(username === undefined || username === "" ? [] : [`--user ${username}`]),
  ].join(" ");
  try {
    return judgeRedis(await readRedis(redis, db), { limits, cli });
  } catch (error) {
    return [finding("redis-advice-incomplete", {
      sentence: `Nothing is said of the state of Redis: ${
        error instanceof Error ? error.message : String(error)
      }`,
      remedy: `${cli} info`,
    })];
  }
}
