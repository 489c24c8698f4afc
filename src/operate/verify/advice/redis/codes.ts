import { byCommand } from "../code_facts.ts";

/** What is found on Redis. */
export const REDIS_CODES = {
  "redis-not-persistent": byCommand(
    "redis",
    "warning",
    "Neither snapshots nor the append-only file are on, and keys without expiry are lost with a restart.",
  ),
  "redis-save-failed": byCommand("redis", "warning", "The last write of the data to disk failed."),
  "redis-evicts-all": byCommand(
    "redis",
    "warning",
    "The eviction policy may drop keys that have no expiry.",
  ),
  "redis-memory-high": byCommand("redis", "warning", "Little is left of the memory allowed."),
  "redis-rejected-connections": byCommand(
    "redis",
    "warning",
    "Connections were rejected since the start: maxclients was reached.",
  ),
  "redis-clients-scarce": byCommand("redis", "warning", "Few connections are left."),
  "redis-evicted-keys": byCommand("redis", "info", "Keys were evicted since the start."),
  "redis-blocked-clients": byCommand("redis", "info", "Clients wait in blocking commands."),
  "redis-slow-commands": byCommand("redis", "info", "Commands were slow in the last hour."),
  "redis-clock": byCommand(
    "redis",
    "warning",
    "The clock of Redis differs from that of this machine.",
  ),
  "redis-advice-incomplete": byCommand("redis", "info", "Something of Redis could not be read."),
} as const;
