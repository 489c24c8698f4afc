import { setTimeout as delay } from "node:timers/promises";
import { join } from "node:path";
import { openClient } from "./throwaway_database.ts";
import { freePort, isFile } from "./machine.ts";

/** Options of a server for one test. */
export interface OwnServerOptions {
  /** Additional lines of its configuration; TimescaleDB is preloaded by default. */
  readonly settings?: Readonly<Record<string, string>>;
  /** The URL of its primary, if it is a standby. */
  readonly standbyOf?: string;
  /**
   * The folder of its data, such as a small disk, or one with the data of a server before; one of
   * its own by default. It is not removed.
   */
  readonly folder?: string;
}

/** A PostgreSQL server for one test, for tests that affect a whole server. */
export interface OwnServer extends AsyncDisposable {
  /** The URL of its database `postgres`. */
  readonly url: string;
  /** Its folder, with `data` and `log`. */
  readonly folder: string;
  /** Ends it at once, as if the machine had lost its power; it runs its recovery at the next start. */
  kill(): Promise<void>;
  /** Ends it in order, disconnecting everyone. */
  stop(): Promise<void>;
  /** Starts it again on the same port; waits until it answers, unless told otherwise. */
  start(options?: { readonly wait: boolean }): Promise<void>;
  /** Stops every process of it where it stands, as a machine that swaps. */
  freeze(): Promise<void>;
  /** Lets what was frozen go on. */
  thaw(): Promise<void>;
}

/** The programs of a PostgreSQL with TimescaleDB on this machine, or null if there is none. */
export const serverPrograms: string | null = findPrograms();

/** Starts a server in its own folder. */
export async function startOwnServer(options: OwnServerOptions = {}): Promise<OwnServer> {
  if (serverPrograms === null) throw new Error("Cannot start a server: none is installed");
  const folder = options.folder ?? await Deno.makeTempDir({ prefix: "strata_server_" });
  const data = join(folder, "data");
  // PostgreSQL refuses to run as root.
  const identity = Deno.uid() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  if (Deno.uid() === 0) await Deno.chown(folder, 65_534, 65_534);
  const program = (name: string, args: readonly string[]): Deno.Command =>
    new Deno.Command(join(serverPrograms, name), {
      args: [...args],
      cwd: folder,
      stdout: "null",
      stderr: "null",
      ...identity,
    });
  if (!isFile(join(data, "PG_VERSION"))) {
    const made = options.standbyOf === undefined
      ? program("initdb", ["-D", data, "-U", "strata", "-A", "trust", "--no-sync", "-E", "UTF8"])
      : program("pg_basebackup", ["-D", data, "-R", "-c", "fast", "-d", options.standbyOf]);
    const { success } = await made.output();
    if (!success) throw new Error("Cannot start a server: its folder could not be made");
  }
  const port = freePort();
  const settings = {
    "port": String(port),
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": folder,
    "fsync": "off",
    "shared_preload_libraries": "timescaledb",
    ...options.settings,
  };
  const postgres = program("postgres", [
    "-D",
    data,
    ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
  ]);
  const url = `postgres://strata@127.0.0.1:${port}/postgres`;
  let child: Deno.ChildProcess | undefined;
  const spawn = () => {
    const spawned = postgres.spawn();
    // It may end by itself, as on a full disk.
    spawned.status.then(() => child = child === spawned ? undefined : child);
    child = spawned;
  };
  const end = async (signal: Deno.Signal) => {
    if (child === undefined) return;
    const { pid, status } = child;
    for (const member of await family(pid)) signalTo(member, "SIGCONT");
    signalTo(pid, signal);
    await status;
  };
  const signalAll = async (signal: Deno.Signal) => {
    if (child === undefined) return;
    for (const pid of await family(child.pid)) signalTo(pid, signal);
  };
  const dispose = async () => {
    await end("SIGINT");
    if (options.folder === undefined) await Deno.remove(folder, { recursive: true });
  };
  const start = async ({ wait } = { wait: true }) => {
    const ensureRunning = () => {
      if (child === undefined) spawn();
    };
    ensureRunning();
    // One that is about to end, after a crash with a full disk, is followed by another.
    if (wait) await answering(url, ensureRunning);
  };
  try {
    await start();
  } catch (error) {
    await dispose();
    throw error;
  }
  return {
    url,
    folder,
    kill: () => end("SIGQUIT"),
    stop: () => end("SIGINT"),
    start,
    freeze: () => signalAll("SIGSTOP"),
    thaw: () => signalAll("SIGCONT"),
    [Symbol.asyncDispose]: dispose,
  };
}

/** Lists a server's process and its children: each is in a process group of its own. */
async function family(pid: number): Promise<number[]> {
  const { stdout } = await new Deno.Command("ps", {
    args: ["-o", "pid=", "--ppid", String(pid), "--pid", String(pid)],
    stderr: "null",
  }).output();
  return new TextDecoder().decode(stdout).split(/\s+/).filter(Boolean).map(Number);
}

function signalTo(pid: number, signal: Deno.Signal): void {
  try {
    Deno.kill(pid, signal);
  } catch (error) {
    // A backend may end between the list and its signal.
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

async function answering(url: string, ensureRunning: () => void): Promise<void> {
  for (let attempt = 1;; attempt++) {
    ensureRunning();
    try {
      await (await openClient(url)).end();
      return;
    } catch (error) {
      if (attempt === 300) throw error;
      await delay(100);
    }
  }
}

function findPrograms(): string | null {
  try {
    for (const { name } of Deno.readDirSync("/usr/lib/postgresql")) {
      const control = `/usr/share/postgresql/${name}/extension/timescaledb.control`;
      const programs = `/usr/lib/postgresql/${name}/bin`;
      if (isFile(control) && isFile(join(programs, "initdb"))) return programs;
    }
  } catch {
    // This is Debian's folder; it does not exist on other systems.
  }
  return null;
}
