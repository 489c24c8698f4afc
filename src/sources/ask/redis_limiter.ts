import type { RedisClient } from "../../redis/mod.ts";
import { type RequestLimiter, spacingMs } from "./limiter.ts";

/** A limiter that every process with the same Redis shares; the server's clock decides. */
export function redisLimiter(redis: RedisClient): RequestLimiter {
  return {
    async reserve(source, ratePerMinute) {
      // as: the script returns two whole numbers.
      const [waitMs, recent] = await redis.eval(
        RESERVE,
        1,
        keyOf(source),
        spacingMs(ratePerMinute),
      ) as [number, number];
      return { waitMs, left: Math.max(0, ratePerMinute - recent) };
    },
    async pause(source, pauseMs) {
      await redis.eval(PAUSE, 1, keyOf(source), Math.ceil(pauseMs));
    },
  };
}

/** The key of a source's slots. */
function keyOf(source: string): string {
  return `strata:requests:${source}`;
}

// A sorted set of the slots of the last minute, by their instants in milliseconds; the highest
// score is the newest slot or the end of a pause (its member is "pause").
const NOW = `
  local time = redis.call('time')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)`;

const RESERVE = `${NOW}
  local spacing = tonumber(ARGV[1])
  local last = redis.call('zrevrange', KEYS[1], 0, 0, 'withscores')
  local at = now
  if last[1] == 'pause' then at = math.max(now, tonumber(last[2]))
  elseif last[1] then at = math.max(now, tonumber(last[2]) + spacing) end
  redis.call('zrem', KEYS[1], 'pause')
  redis.call('zadd', KEYS[1], at, tostring(at))
  redis.call('zremrangebyscore', KEYS[1], '-inf', at - 60000)
  redis.call('pexpire', KEYS[1], at - now + 60000 + spacing)
  return { at - now, redis.call('zcard', KEYS[1]) }`;

const PAUSE = `${NOW}
  local last = redis.call('zrevrange', KEYS[1], 0, 0, 'withscores')
  local till = now + tonumber(ARGV[1])
  if last[2] and tonumber(last[2]) >= till then return 0 end
  redis.call('zadd', KEYS[1], till, 'pause')
  redis.call('pexpire', KEYS[1], tonumber(ARGV[1]) + 60000)
  return 1`;
