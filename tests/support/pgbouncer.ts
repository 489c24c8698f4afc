import { setTimeout as delay } from "node:timers/promises";
import { join } from "node:path";
import { type DatabaseTest, serverTest } from "./server_test.ts";
import type { ThrowawayOptions } from "./throwaway_database.ts";
import { freePort, isFile } from "./machine.ts";
import { searchPath } from "./search_path.ts";

/** The options of a PgBouncer. */
export interface PgbouncerOptions {
  /** Its pool mode, `transaction` by default. */
  readonly mode?: "session" | "transaction" | "statement";
  /** The maximum number of backends in its pool; 5 by default. */
  readonly poolSize?: number;
  /** Further settings of its configuration. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** A PgBouncer in front of one server, for one test. */
export interface Pgbouncer extends AsyncDisposable {
  /** The given URL, through the pooler. */
  readonly url: string;
}

/** The path of PgBouncer on this machine, or null if it is not installed. */
const pgbouncerProgram: string | null = findProgram();

/** Declares a test that starts a PgBouncer in front of its own database; its name says if none can. */
export function pgbouncerTest(
  name: string,
  run: DatabaseTest,
  options: ThrowawayOptions = {},
): void {
  if (pgbouncerProgram !== null) return serverTest("timescaledb", name, run, options);
  Deno.test({ name: `${name} (needs pgbouncer: apt install pgbouncer)`, ignore: true, fn() {} });
}

/** Starts a PgBouncer in front of a URL's server. */
export async function startPgbouncer(
  url: string,
  options: PgbouncerOptions = {},
): Promise<Pgbouncer> {
  if (pgbouncerProgram === null) throw new Error("Cannot start pgbouncer: it is not installed");
  const folder = await Deno.makeTempDir({ prefix: "strata_pgbouncer_" });
  const port = freePort();
  const file = join(folder, "pgbouncer.ini");
  await Deno.writeTextFile(file, configuration(new URL(url), port, options));
  await Deno.chmod(folder, 0o755);
  const isRoot = Deno.uid() === 0;
  const child = new Deno.Command(pgbouncerProgram, {
    args: ["-q", file],
    stdout: "null",
    stderr: "null",
    // It refuses to run as root.
    ...(isRoot ? { uid: 65_534, gid: 65_534 } : {}),
  }).spawn();
  await listening(port);
  const pooled = new URL(url);
  pooled.hostname = "127.0.0.1";
  pooled.port = String(port);
  return {
    url: pooled.href,
    [Symbol.asyncDispose]: async () => {
      // SIGKILL: a graceful end would wait for the clients.
      child.kill("SIGKILL");
      await child.status;
      await Deno.remove(folder, { recursive: true });
    },
  };
}

function configuration(server: URL, port: number, options: PgbouncerOptions): string {
  const { mode = "transaction", poolSize = 5, settings = {} } = options;
  const part = (text: string): string => decodeURIComponent(text).replaceAll("'", "''");
  const lines = {
    "listen_addr": "127.0.0.1",
    "listen_port": String(port),
    "unix_socket_dir": "",
    "auth_type": "any",
    "pool_mode": mode,
    "default_pool_size": String(poolSize),
    "max_client_conn": "100",
    ...settings,
  };
  return [
    "[databases]",
    `* = host=${server.hostname} port=${server.port || "5432"} user='${part(server.username)}' ` +
    `password='${part(server.password)}'`,
    "[pgbouncer]",
    ...Object.entries(lines).map(([name, value]) => `${name} = ${value}`),
    "",
  ].join("\n");
}

async function listening(port: number): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    try {
      (await Deno.connect({ hostname: "127.0.0.1", port })).close();
      return;
    } catch {
      await delay(50);
    }
  }
  throw new Error(`Cannot start pgbouncer: it does not listen on port ${port}`);
}

function findProgram(): string | null {
  const folders = [...searchPath(), "/usr/sbin"];
  return folders.map((folder) => join(folder, "pgbouncer")).find(isFile) ?? null;
}
