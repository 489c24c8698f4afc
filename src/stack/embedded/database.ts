import { fileURLToPath } from "node:url";
import { StackError } from "../../base/errors.ts";
import type { ServiceAddress } from "../backend.ts";
import { withLogin } from "../login.ts";
import { LOOPBACK } from "../ports.ts";
import { findRunning, spawnDetached, stopProcess } from "../process.ts";
import { lastLines } from "../tail.ts";
import { type Deadline, waitUntil } from "../wait_until.ts";
import { embeddedFiles, readEmbeddedPort } from "./place.ts";

/** Options of {@linkcode startDatabase}. */
export interface StartDatabaseOptions extends Deadline {
  /** Chooses its port; `keep` is the port of a server that already runs. */
  readonly choosePort: (keep: number | undefined) => number;
}

const SERVICE = "timescaledb";

/** Starts the database's process and waits for it; a running one is kept. */
export async function startDatabase(
  folder: string,
  options: StartDatabaseOptions,
): Promise<ServiceAddress> {
  const files = embeddedFiles(folder, SERVICE);
  let running = await findRunning(files.record);
  const present = running && await readEmbeddedPort(folder, SERVICE);
  const port = options.choosePort(present);
  if (running !== undefined && present !== port) {
    await stopDatabase(folder, 10_000);
    running = undefined;
  }
  if (running === undefined) {
    await Deno.writeTextFile(files.port, String(port));
    running = await spawnDetached(serverCommand(files.data, port), files);
  }
  await waitForDatabase(folder, port, options);
  return { host: LOOPBACK, port, pid: running.pid };
}

/** Stops the database's process; does nothing if none runs. */
export async function stopDatabase(folder: string, timeoutMs: number): Promise<boolean> {
  const running = await findRunning(embeddedFiles(folder, SERVICE).record);
  if (running === undefined) return false;
  if (await stopProcess(running, { signal: "SIGTERM", timeoutMs })) return true;
  // It may be in the middle of a long statement; its log restores what was committed.
  if (await stopProcess(running, { signal: "SIGKILL", timeoutMs: 5_000 })) return true;
  throw new StackError(`Cannot stop "timescaledb": process ${running.pid} does not end`, {
    service: SERVICE,
  });
}

function serverCommand(data: string, port: number): [string, ...string[]] {
  const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
  // In Deno's list of permissions a comma separates paths, and a doubled comma stands for one.
  const folder = data.replaceAll(",", ",,");
  return [
    Deno.execPath(),
    "run",
    "--quiet",
    "--no-prompt",
    `--config=${path("../../../deno.json")}`,
    "--allow-read",
    `--allow-write=${folder},${folder}.new`,
    `--allow-net=${LOOPBACK}:${port}`,
    path("main.ts"),
    data,
    String(port),
  ];
}

async function waitForDatabase(folder: string, port: number, deadline: Deadline): Promise<void> {
  const { log, record } = embeddedFiles(folder, SERVICE);
  const failure = async (state: string) => {
    const lines = await lastLines(log, 8);
    return new StackError(
      `Cannot start "timescaledb": ${state}, its log ends with:\n${lines.join("\n")}`,
      { service: SERVICE },
    );
  };
  // It has no accounts: any login is accepted.
  const login = { port, user: "postgres", password: "", database: "postgres" };
  await waitUntil(async () => {
    try {
      return await withLogin(login, (client) => client.query("select"));
    } catch {
      // Connections are refused until it listens; only the end of its process is final.
      if (await findRunning(record) === undefined) throw await failure("its process ended");
      return undefined;
    }
  }, { ...deadline, expired: () => failure("it is not ready in time") });
}
