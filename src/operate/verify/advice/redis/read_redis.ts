import type { RedisClient } from "../../../../redis/mod.ts";
import { type ClockReading, readClock } from "../clock.ts";

/** What Redis tells of itself. */
export interface RedisState {
  /** The fields of INFO. */
  readonly info: ReadonlyMap<string, string>;
  /** Keys of this database without an expiry. */
  readonly lasting: number;
  /** Whether snapshots are taken; null where the configuration may not be read. */
  readonly takesSnapshots: boolean | null;
  readonly maxClients: number | null;
  readonly slow: readonly SlowCommand[];
  readonly clock: ClockReading;
}

/** A slow command, without its arguments. */
export interface SlowCommand {
  readonly name: string;
  readonly at: number;
  readonly ms: number;
}

/** Reads the state of Redis; what a user may not read is left out. */
export async function readRedis(redis: RedisClient, db: number): Promise<RedisState> {
  const info = readInfo(await redis.info());
  const [keys = 0, expires = 0] = [...(info.get(`db${db}`) ?? "").matchAll(/=(\d+)/g)]
    .map(([, number]) => Number(number));
  const config = async (name: string) => {
    const [, value] = await redis.config("GET", name).catch(() => []) as readonly string[];
    return value;
  };
  const save = await config("save");
  const maxClients = await config("maxclients");
  return {
    info,
    lasting: keys - expires,
    takesSnapshots: save === undefined ? null : save !== "",
    maxClients: maxClients === undefined ? null : Number(maxClients),
    slow: await readSlow(redis),
    clock: await readClock(async () => {
      const [seconds, microseconds] = await redis.time();
      return Number(seconds) * 1_000 + Number(microseconds) / 1_000;
    }),
  };
}

function readInfo(text: string): ReadonlyMap<string, string> {
  return new Map(
    text.split(/\r?\n/).flatMap((line) => {
      const at = line.indexOf(":");
      return at < 1 || line.startsWith("#") ? [] : [[line.slice(0, at), line.slice(at + 1)]];
    }),
  );
}

async function readSlow(redis: RedisClient): Promise<readonly SlowCommand[]> {
  // A user without SLOWLOG still gets the rest of the advice.
  const rows = await redis.slowlog("GET", 64).catch(() => []) as readonly unknown[];
  return rows.flatMap((row) => {
    if (!Array.isArray(row)) return [];
    const [, at, microseconds, command] = row;
    return [{
      name: String(Array.isArray(command) ? command[0] : "?").toLowerCase(),
      at: Number(at) * 1_000,
      ms: Number(microseconds) / 1_000,
    }];
  });
}
