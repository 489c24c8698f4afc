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
}

/** A PostgreSQL server for one test, for tests that affect a whole server. */
export interface OwnServer extends AsyncDisposable {
  /** The URL of its database `postgres`. */
  readonly url: string;
}

/** The programs of a PostgreSQL with TimescaleDB on this machine, or null if there is none. */
export const serverPrograms: string | null = findPrograms();

/** Starts a server in its own folder. */
export async function startOwnServer(options: OwnServerOptions = {}): Promise<OwnServer> {
  if (serverPrograms === null) throw new Error("Cannot start a server: none is installed");
  const folder = await Deno.makeTempDir({ prefix: "strata_server_" });
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
  const made = options.standbyOf === undefined
    ? program("initdb", ["-D", data, "-U", "strata", "-A", "trust", "--no-sync", "-E", "UTF8"])
    : program("pg_basebackup", ["-D", data, "-R", "-c", "fast", "-d", options.standbyOf]);
  const { success } = await made.output();
  if (!success) throw new Error("Cannot start a server: its folder could not be made");
  const port = freePort();
  const settings = {
    "port": String(port),
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": folder,
    "fsync": "off",
    "shared_preload_libraries": "timescaledb",
    ...options.settings,
  };
  const child = program("postgres", [
    "-D",
    data,
    ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
  ]).spawn();
  const url = `postgres://strata@127.0.0.1:${port}/postgres`;
  const stop = async () => {
    child.kill("SIGINT");
    await child.status;
    await Deno.remove(folder, { recursive: true });
  };
  try {
    await answering(url);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, [Symbol.asyncDispose]: stop };
}

async function answering(url: string): Promise<void> {
  for (let attempt = 1;; attempt++) {
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
