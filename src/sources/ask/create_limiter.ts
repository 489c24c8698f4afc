import { ConnectionError } from "../../base/errors.ts";
import { logger } from "../../base/logging/mod.ts";
import { getRedis, type RedisConnection } from "../../redis/mod.ts";
import type { Settings } from "../../base/settings/mod.ts";
import type { WriteTarget } from "../../ingest/stage/write_target.ts";
import { databaseLimiter } from "./database_limiter.ts";
import type { RequestLimiter } from "./limiter.ts";
import { redisLimiter } from "./redis_limiter.ts";

const log = logger("sources");

/**
 * Creates a limiter of requests that processes share: in Redis where one answers, else in the
 * database.
 */
export async function createLimiter(
  target: WriteTarget,
  settings?: Settings,
): Promise<RequestLimiter> {
  try {
    return redisLimiter(await getRedis(settings as RedisConnection | undefined));
  } catch (error) {
    if (!(error instanceof ConnectionError)) throw error;
    log.debug("{reason}; the limits of requests are kept in the database", {
      reason: error.message,
    });
    return databaseLimiter(target);
  }
}
