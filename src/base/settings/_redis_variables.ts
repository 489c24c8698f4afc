import type { Declaration } from "./_declare.ts";
import { flag, integer, line, list, milliseconds, port, secretField } from "./_fields.ts";
import { host, hostPort } from "./_host_fields.ts";

/** The variables of Redis or Valkey. */
export const redisVariables = {
  REDIS_HOST: { default: "127.0.0.1", description: "Host of Redis.", schema: host() },
  REDIS_PORT: { default: "6379", description: "Port of Redis.", schema: port() },
  REDIS_DB: {
    default: "0",
    description: "Number of the Redis database.",
    schema: integer(0, 16_383),
  },
  REDIS_USER: {
    description: "User of Redis's access control list; unset is the user `default`.",
    schema: line(),
  },
  REDIS_PASSWORD: {
    default: "strata",
    description: "Password; empty for a server without one. This default is for loopback only.",
    secret: true,
    allowEmpty: true,
    schema: secretField(),
  },
  REDIS_MAX_CONNECTIONS: {
    default: "50",
    description: "Dedicated connections that may be leased for blocking commands.",
    schema: integer(1, 10_000),
  },
  REDIS_CONNECT_TIMEOUT_MS: {
    default: "5000",
    description: "Longest wait for the server while connecting.",
    schema: milliseconds(1),
  },
  REDIS_COMMAND_TIMEOUT_MS: {
    default: "2000",
    description: "Longest wait for the answer to a command.",
    schema: milliseconds(1),
  },
  REDIS_TLS: { default: "false", description: "TLS to Redis.", schema: flag() },
  REDIS_TLS_CA: {
    description: "File with the certificate authority of Redis's certificate (PEM).",
    schema: line(4096),
  },
  REDIS_SENTINELS: {
    description: "Sentinels as host:port, separated by commas; needs REDIS_SENTINEL_NAME.",
    schema: list(hostPort()),
  },
  REDIS_SENTINEL_NAME: {
    description: "Name of the primary that the sentinels watch.",
    schema: line(),
  },
  REDIS_SENTINEL_PASSWORD: {
    description: "Password of the sentinels themselves.",
    secret: true,
    schema: secretField(),
  },
  REDIS_CLUSTER_NODES: {
    description: "First nodes of a Redis Cluster as host:port, separated by commas.",
    schema: list(hostPort()),
  },
} as const satisfies Record<string, Declaration>;
