import { judgeClock } from "../clock.ts";
import { type Finding, finding } from "../finding.ts";
import type { AdviceLimits } from "../limits.ts";
import { count, percent, size } from "../words.ts";
import type { RedisState } from "./read_redis.ts";

interface RedisContext {
  readonly limits: AdviceLimits;
  /** The command that reaches the server: `redis-cli -h … -p …`. */
  readonly cli: string;
}

type Judge = (state: RedisState, context: RedisContext) => Finding | null;

/** Judges what Redis tells of itself. */
export function judgeRedis(state: RedisState, context: RedisContext): Finding[] {
  const found = [
    judgePersistence,
    judgeSaves,
    judgePolicy,
    judgeMemory,
    judgeRejected,
    judgeClients,
    judgeEvicted,
    judgeBlocked,
    judgeSlow,
  ].flatMap((judge) => judge(state, context) ?? []);
  return [...found, ...judgeClock("redis-clock", "Redis", state.clock, context.limits)];
}

const judgePersistence: Judge = ({ info, lasting, takesSnapshots }, { cli }) => {
  if (lasting === 0 || info.get("aof_enabled") !== "0" || takesSnapshots !== false) return null;
  return finding("redis-not-persistent", {
    sentence:
      `Nothing is written to disk, and ${count(lasting, "key")} without expiry would be lost ` +
      "with a restart",
    remedy: `${cli} config set appendonly yes && ${cli} config rewrite`,
  });
};

const judgeSaves: Judge = ({ info }, { cli }) => {
  const failed = ["rdb_last_bgsave_status", "aof_last_bgrewrite_status", "aof_last_write_status"]
    .filter((name) => (info.get(name) ?? "ok") !== "ok");
  if (failed.length === 0) return null;
  return finding("redis-save-failed", {
    sentence:
      `The last write to disk failed (${failed.join(", ")}): its log names the cause, often a ` +
      "full disk; by default Redis then refuses every write",
    remedy: `${cli} bgsave && ${cli} info persistence`,
  });
};

const judgePolicy: Judge = ({ info, lasting }, { cli }) => {
  const policy = info.get("maxmemory_policy") ?? "";
  if (!policy.startsWith("allkeys-") || info.get("maxmemory") === "0" || lasting === 0) return null;
  return finding("redis-evicts-all", {
    sentence:
      `The policy ${policy} may drop any of the ${count(lasting, "key")} without expiry once ` +
      `${size(Number(info.get("maxmemory")))} are full; volatile-* drops only what expires anyway`,
    remedy: `${cli} config set maxmemory-policy ${policy.replace("allkeys", "volatile")}`,
  });
};

const judgeMemory: Judge = ({ info }, { cli, limits }) => {
  const [used, most] = [Number(info.get("used_memory")), Number(info.get("maxmemory") ?? 0)];
  if (most === 0 || used < most * limits.memoryPart) return null;
  return finding("redis-memory-high", {
    sentence:
      `${size(used)} of ${size(most)} are used (${percent(used / most)}): at the end Redis ` +
      "evicts keys or refuses writes, as its policy says",
    remedy: `${cli} config set maxmemory ${2 * most}`,
  });
};

const judgeRejected: Judge = ({ info, maxClients }, { cli }) => {
  const rejected = Number(info.get("rejected_connections") ?? 0);
  if (rejected === 0) return null;
  return finding("redis-rejected-connections", {
    sentence:
      `${count(rejected, "connection")} ${rejected === 1 ? "was" : "were"} rejected since the ` +
      `start${maxClients === null ? "" : `: maxclients is ${maxClients}`}`,
    remedy: `${cli} config set maxclients ${2 * (maxClients ?? 5_000)} && ${cli} config resetstat`,
  });
};

const judgeClients: Judge = ({ info, maxClients }, { cli, limits }) => {
  const connected = Number(info.get("connected_clients") ?? 0);
  if (maxClients === null || connected < maxClients * limits.connectionsPart) return null;
  return finding("redis-clients-scarce", {
    sentence: `${connected} of ${maxClients} connections are taken`,
    remedy: `${cli} client list`,
  });
};

const judgeEvicted: Judge = ({ info }, { cli }) => {
  const evicted = Number(info.get("evicted_keys") ?? 0);
  if (evicted === 0) return null;
  return finding("redis-evicted-keys", {
    sentence:
      `${count(evicted, "key")} ${evicted === 1 ? "was" : "were"} evicted since the start for ` +
      `want of memory (policy ${info.get("maxmemory_policy")})`,
    remedy: `${cli} info memory`,
  });
};

const judgeBlocked: Judge = ({ info }, { cli }) => {
  const blocked = Number(info.get("blocked_clients") ?? 0);
  if (blocked === 0) return null;
  return finding("redis-blocked-clients", {
    sentence: `${count(blocked, "client")} ${
      blocked === 1 ? "waits" : "wait"
    } in a blocking command`,
    remedy: `${cli} client list`,
  });
};

const judgeSlow: Judge = ({ slow }, { cli, limits }) => {
  const recent = slow.filter(({ at, ms }) =>
    ms >= limits.slowCommandMs && at >= Date.now() - limits.slowSinceMs
  );
  const [worst] = recent.toSorted((a, b) => b.ms - a.ms);
  if (worst === undefined) return null;
  return finding("redis-slow-commands", {
    sentence: `${count(recent.length, "command")} took long in the last hour, the slowest ` +
      `${worst.name} ${Math.round(worst.ms)} ms: all others wait meanwhile`,
    remedy: `${cli} slowlog get 10`,
  });
};
