import { StackError } from "../base/errors.ts";
import type { ServiceAddress } from "./backend.ts";
import { readTextIfThere, writePrivateFile } from "./files.ts";
import { findRunning, spawnDetached, stopProcess } from "./process.ts";
import { isPortFree, LOOPBACK } from "./ports.ts";
import { redisConfig, redisConfigPort } from "./redis_config.ts";
import { pingRedis } from "./redis_ping.ts";
import { lastLines } from "./tail.ts";
import { type Deadline, waitUntil } from "./wait_until.ts";

/** The files of a Redis server, and how to run it. */
export interface RedisPlace {
  /** The configuration file. */
  readonly config: string;
  /** The log file. */
  readonly log: string;
  /** The file with the process id. */
  readonly record: string;
  /** The data folder as the server sees it. */
  readonly dataFolder: string;
  /** The command that runs it. */
  readonly command: readonly [string, ...string[]];
  /** Called with each file that the server must be able to read. */
  readonly give: (path: string) => Promise<void>;
}

/** Options of {@linkcode startRedis}. */
export interface StartRedisOptions extends Deadline {
  /** Its password. */
  readonly password: string;
  /** Chooses its port; `keep` is the port of a server that already runs. */
  readonly choosePort: (keep: number | undefined) => number;
}

const SERVICE = "redis";

/** Starts a Redis server and waits for it; a running one is kept if its settings are the same. */
export async function startRedis(
  place: RedisPlace,
  options: StartRedisOptions,
): Promise<ServiceAddress> {
  const { password } = options;
  const running = await findRunning(place.record);
  const present = await readTextIfThere(place.config) ?? "";
  const port = options.choosePort(running && redisConfigPort(present));
  const config = redisConfig({ port, password, folder: place.dataFolder });
  if (running !== undefined && config === present) {
    await waitForRedis(place, port, options);
    return { host: LOOPBACK, port, pid: running.pid };
  }
  // A changed password or port needs a restart; the server saves its data to disk as it stops.
  if (running !== undefined) await stopRedis(place, 10_000);
  await writePrivateFile(place.config, config);
  await place.give(place.config);
  if (!isPortFree(port)) throw portTaken(port);
  const { pid } = await spawnDetached(place.command, {
    log: place.log,
    record: place.record,
    env: { PATH: "/usr/bin:/bin", LC_ALL: "C" },
  });
  await waitForRedis(place, port, options);
  return { host: LOOPBACK, port, pid };
}

/** Stops a Redis server, which saves its data first; does nothing if none runs. */
export async function stopRedis(
  place: Pick<RedisPlace, "record">,
  timeoutMs: number,
): Promise<boolean> {
  const running = await findRunning(place.record);
  if (running === undefined) return false;
  if (await stopProcess(running, { signal: "SIGTERM", timeoutMs })) return true;
  throw new StackError(
    `Cannot stop "redis": process ${running.pid} does not end, look at its log`,
    {
      service: SERVICE,
    },
  );
}

async function waitForRedis(
  place: RedisPlace,
  port: number,
  options: StartRedisOptions,
): Promise<void> {
  const failure = async (state: string) => {
    const lines = await lastLines(place.log, 5);
    return new StackError(
      `Cannot start "redis": ${state}, its log ends with:\n${lines.join("\n")}`,
      { service: SERVICE },
    );
  };
  await waitUntil(async () => {
    const answer = await pingRedis({ hostname: LOOPBACK, port, password: options.password });
    if (answer === "ready") return true;
    if (answer === "denied") throw await failure("it does not take the password of the settings");
    if (await findRunning(place.record) === undefined) throw await failure("its process ended");
    return undefined;
  }, { ...options, expired: () => failure("it is not ready in time") });
}

function portTaken(port: number): StackError {
  return new StackError(
    `Cannot start "redis": port ${port} is in use, stop what listens there or set REDIS_PORT to another port`,
    { service: SERVICE },
  );
}
