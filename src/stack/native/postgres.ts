import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { StackError } from "../../base/errors.ts";
import type { PostgresSettings } from "../../base/settings/mod.ts";
import type { ServiceAddress } from "../backend.ts";
import { readTextIfThere } from "../files.ts";
import { errorCode, withLogin } from "../login.ts";
import { LOOPBACK } from "../ports.ts";
import { findRunning, readRecord, spawnDetached, stopProcess } from "../process.ts";
import { lastLines } from "../tail.ts";
import { type Deadline, waitUntil } from "../wait_until.ts";
import { ensureAccounts } from "./accounts.ts";
import { ADMIN, ensureCluster, readAdminPassword, SERVER_ENV } from "./cluster.ts";
import { POSTGRES_PROGRAMS } from "./packages.ts";
import { type Place, serviceFiles } from "./place.ts";

/** Options of {@linkcode startPostgres}. */
export interface StartPostgresOptions extends Deadline {
  /** Its user, database and password. */
  readonly settings: PostgresSettings;
  /** Chooses its port; `keep` is the port of a server that already runs. */
  readonly choosePort: (keep: number | undefined) => number;
}

const SERVICE = "timescaledb";

const SERVER_SETTINGS = [
  `listen_addresses=${LOOPBACK}`,
  // No local socket: its path below a long project folder would exceed the limit.
  "unix_socket_directories=",
  "shared_preload_libraries=timescaledb",
  "timescaledb.telemetry_level=off",
  // Avoids /dev/shm, which is small in containers, and the memory that logind frees when a user
  // logs out.
  "dynamic_shared_memory_type=mmap",
  // Each database with TimescaleDB takes one, and tests create many.
  "max_worker_processes=64",
  "timezone=UTC",
  "log_timezone=UTC",
  // Its compiler would be a third of the download.
  "jit=off",
];

/** Starts PostgreSQL with TimescaleDB and waits for it; a running one is kept. */
export async function startPostgres(
  place: Place,
  options: StartPostgresOptions,
): Promise<ServiceAddress> {
  const files = serviceFiles(place.folder, SERVICE);
  let running = await findRunning(files.record);
  const present = running && await readPort(files.data);
  const port = options.choosePort(present);
  if (running !== undefined && present !== port) {
    await stopPostgres(place.folder, 30_000);
    running = undefined;
  }
  const isNew = running === undefined && await ensureCluster(place, options.signal);
  const password = await readAdminPassword(place.folder);
  const { pid } = running ?? await startUntilItStays(place, port, options);
  await waitForPostgres(place, port, password, options);
  await ensureAccounts(port, options.settings, { password, isNew });
  return { host: LOOPBACK, port, pid };
}

/** Stops PostgreSQL and its connections; does nothing if it is not running. */
export async function stopPostgres(folder: string, timeoutMs: number): Promise<boolean> {
  const running = await findRunning(serviceFiles(folder, SERVICE).record);
  if (running === undefined) return false;
  if (await stopProcess(running, { signal: "SIGINT", timeoutMs })) return true;
  // An immediate shutdown: the next start recovers from its log.
  if (await stopProcess(running, { signal: "SIGQUIT", timeoutMs: 10_000 })) return true;
  throw new StackError(
    `Cannot stop "timescaledb": process ${running.pid} does not end, look at its log`,
    { service: SERVICE },
  );
}

/** Reads the port that a running PostgreSQL recorded. */
export async function readPort(data: string): Promise<number | undefined> {
  const [, , , port] = (await readTextIfThere(join(data, "postmaster.pid")) ?? "").split("\n");
  return port === undefined || port === "" ? undefined : Number(port);
}

async function startUntilItStays(
  place: Place,
  port: number,
  options: StartPostgresOptions,
): Promise<{ pid: number }> {
  const { log } = serviceFiles(place.folder, SERVICE);
  while (true) {
    const started = await spawnPostgres(place, port);
    await sleep(200);
    if (await findRunning(serviceFiles(place.folder, SERVICE).record) !== undefined) return started;
    const lines = await lastLines(log, 8);
    // After a kill, its child processes may not have noticed yet.
    const isLeaving = lines.some((line) => line.includes("is still in use"));
    if (!isLeaving || performance.now() > options.endsAt) throw startError("it ended", lines);
    await sleep(500, undefined, options.signal ? { signal: options.signal } : {});
  }
}

async function spawnPostgres(place: Place, port: number): Promise<{ pid: number }> {
  const { folder, launcher } = place;
  const files = serviceFiles(folder, SERVICE);
  const settings = [...SERVER_SETTINGS, `port=${port}`];
  const args = settings.flatMap((setting) => ["-c", setting]);
  const data = launcher.path(files.data.slice(folder.length + 1));
  const ignored = await findReusedNumber(files.data, files.record);
  return await spawnDetached(
    launcher.command(`${POSTGRES_PROGRAMS}/postgres`, ["-D", data, ...args]),
    {
      log: files.log,
      record: files.record,
      env: { ...SERVER_ENV, ...ignored === undefined ? {} : { PG_GRANDPARENT_PID: ignored } },
    },
  );
}

/**
 * After a crash, PostgreSQL refuses to start while any process of the same user has the id in its
 * lock file. If we know that this is another process, a variable that pg_ctl uses to identify
 * itself makes PostgreSQL ignore that id, and only that id.
 */
async function findReusedNumber(data: string, record: string): Promise<string | undefined> {
  const [number] = (await readTextIfThere(join(data, "postmaster.pid")) ?? "").split("\n");
  const last = await readRecord(record);
  return last !== undefined && number === String(last.pid) ? number : undefined;
}

async function waitForPostgres(
  place: Place,
  port: number,
  password: string,
  options: StartPostgresOptions,
): Promise<void> {
  const { log, record } = serviceFiles(place.folder, SERVICE);
  const login = { port, user: ADMIN, password, database: "postgres" };
  const failure = async (state: string) => startError(state, await lastLines(log, 8));
  await waitUntil(async () => {
    try {
      return await withLogin(login, (client) => client.query("select"));
    } catch (error) {
      if (await findRunning(record) === undefined) throw await failure("it ended");
      if (["28P01", "28000"].includes(errorCode(error))) {
        throw await failure("its administrator's password is lost");
      }
      return undefined;
    }
  }, { ...options, expired: () => failure("it is not ready in time") });
}

function startError(state: string, log: readonly string[]): StackError {
  return new StackError(
    `Cannot start "timescaledb": ${state}, its log ends with:\n${log.join("\n")}`,
    { service: SERVICE },
  );
}
