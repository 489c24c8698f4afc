import type { Command } from "ioredis";
import { ConnectionError } from "../base/errors.ts";
import { withDeadline } from "../base/resilience/mod.ts";
import type { RedisClient } from "./client.ts";
import { closeClient, isClosing } from "./_close.ts";
import { connectFailure, connectTimeout, isRefusedLogin } from "./_failure.ts";
import { logger } from "../base/logging/mod.ts";
import {
  addressOptions,
  clusterOptions,
  commonOptions,
  type ConnectionOptions,
  labelOf,
  nextDelay,
  type Reconnection,
  type RedisConnection,
  sharedOptions,
} from "./_options.ts";
import { watchCommands, type WatchOptions } from "./_watch_commands.ts";

const log = logger("redis");

/** Opens the shared client; it reconnects automatically and never gives up. */
export async function openShared(connection: RedisConnection): Promise<RedisClient> {
  const state: Reconnection = { wasReady: false, isOver: false };
  const options = { ...commonOptions(connection), ...sharedOptions(connection.redis) };
  return await open(connection, options, state);
}

/**
 * Opens a connection for one borrower, for blocking commands. It never reconnects: a blocking
 * command whose connection was lost would then wait for ever.
 */
export async function openDedicated(connection: RedisConnection): Promise<RedisClient> {
  const state: Reconnection = { wasReady: false, isOver: false };
  const { commandTimeoutMs } = connection.redis;
  const client = await open(connection, commonOptions(connection), state, {
    onSend: (command) => limitCommand(command, commandTimeoutMs),
    onFailure: (error) => {
      // Nobody would read an answer that comes after the limit, and a popped element would be lost.
      if (error instanceof ConnectionError && error.code === "COMMAND_TIMEOUT") client.disconnect();
    },
  });
  state.isOver = true;
  return client;
}

async function open(
  connection: RedisConnection,
  options: ConnectionOptions,
  state: Reconnection,
  watch: Omit<WatchOptions, "label"> = {},
): Promise<RedisClient> {
  const client = await create(connection, options, state);
  const label = labelOf(connection);
  watchCommands(client, { ...watch, label });
  let lastError: unknown;
  client.on("error", (error) => {
    lastError = error;
    if (isRefusedLogin(error)) state.isOver = true;
    log.debug("{label}: {reason}", { label, reason: connectFailure(error, label).message });
  });
  followConnection(client, state, label);
  try {
    const { connectTimeoutMs } = connection.redis;
    await withDeadline(untilReady(client), connectTimeoutMs, () => connectTimeout(label));
  } catch (error) {
    state.isOver = true;
    await closeClient(client, 0);
    throw connectFailure(lastError ?? error, label);
  }
  return client;
}

function followConnection(client: RedisClient, state: Reconnection, label: string): void {
  let isLost = false;
  client.on("ready", () => {
    state.wasReady = true;
    if (isLost) log.info("Connected to Redis {label} again", { label });
    isLost = false;
  });
  client.on("close", () => {
    // Logs once per loss, not per attempt, and not after a close on purpose.
    if (state.wasReady && !state.isOver && !isLost && !isClosing(client)) {
      log.warning("The connection to Redis {label} was lost, reconnecting", { label });
    }
    isLost = true;
  });
}

async function create(
  connection: RedisConnection,
  options: ConnectionOptions,
  state: Reconnection,
): Promise<RedisClient> {
  const { redis } = connection;
  const { Cluster, Redis } = await loadDriver();
  if (redis.clusterNodes.length > 0) {
    return new Cluster([...redis.clusterNodes], clusterOptions(options, state));
  }
  return new Redis({
    ...options,
    ...addressOptions(redis),
    retryStrategy: (attempt) => nextDelay(attempt, state),
  });
}

// Loaded on first use: its import reads the whole environment, which importing `mod.ts` must not
// do.
async function loadDriver(): Promise<Pick<typeof import("ioredis"), "Cluster" | "Redis">> {
  try {
    return await import("ioredis");
  } catch (cause) {
    throw new ConnectionError(
      "Cannot load the Redis client: it reads the whole environment, run with --allow-env or add " +
        "--ignore-env to the variables allowed",
      { service: "redis", code: "NotCapable", cause },
    );
  }
}

async function untilReady(client: RedisClient): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  client.once("ready", resolve);
  client.once("end", () => reject(new Error("the connection was closed")));
  // The promise settles with the first attempt; the events report the final outcome.
  client.connect().catch(() => {});
  await promise;
}

function limitCommand(command: Command, limitMs: number): void {
  const blocking = command.extractBlockingTimeout();
  // It blocks without limit, as requested: only the loss of the connection ends it.
  if (blocking === 0) return;
  command.setTimeout((blocking ?? 0) + limitMs);
}
