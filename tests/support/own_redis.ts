import { setTimeout as delay } from "node:timers/promises";
import { freePort, isFile } from "./machine.ts";
import { searchPath } from "./search_path.ts";

/** A Redis server for one test, for tests that change its configuration. */
export interface OwnRedis extends AsyncDisposable {
  /** Its port on 127.0.0.1. */
  readonly port: number;
  /** Its folder. */
  readonly folder: string;
  /** Runs `redis-cli` with arguments and returns its answer. */
  cli(...args: readonly string[]): Promise<string>;
  /** Ends it at once, as if the machine had lost its power. */
  kill(): Promise<void>;
  /** Starts it again on the same port; waits until it answers, unless told otherwise. */
  start(options?: { readonly wait: boolean }): Promise<void>;
  /** Stops it where it stands, as a machine that swaps. */
  freeze(): void;
  /** Lets what was frozen go on. */
  thaw(): void;
}

/** Whether this machine has `redis-server` and `redis-cli`. */
export const hasRedisServer: boolean = ["redis-server", "redis-cli"].every((program) =>
  searchPath().some((folder) => isFile(`${folder}/${program}`))
);

/**
 * Starts a server in its own folder, without snapshots; `file` is its configuration file, `settings`
 * are further ones, by name.
 */
export async function startOwnRedis(
  file?: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<OwnRedis> {
  const folder = await Deno.makeTempDir({ prefix: "strata_redis_" });
  const port = freePort();
  const server = new Deno.Command("redis-server", {
    args: [
      ...(file === undefined ? [] : [file]),
      ...["--port", String(port), "--bind", "127.0.0.1", "--dir", folder, "--save", ""],
      ...Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]),
    ],
    stdout: "null",
    stderr: "null",
  });
  const cli = async (...command: readonly string[]) => {
    const { stdout } = await new Deno.Command("redis-cli", {
      args: ["-p", String(port), ...command],
      stderr: "null",
    }).output();
    return new TextDecoder().decode(stdout).trim();
  };
  let child: Deno.ChildProcess | undefined;
  const start = async ({ wait } = { wait: true }) => {
    child ??= server.spawn();
    if (wait) await answering(cli);
  };
  const kill = async () => {
    child?.kill("SIGKILL");
    await child?.status;
    child = undefined;
  };
  await start();
  return {
    port,
    folder,
    cli,
    kill,
    start,
    freeze: () => child?.kill("SIGSTOP"),
    thaw: () => child?.kill("SIGCONT"),
    async [Symbol.asyncDispose]() {
      await kill();
      await Deno.remove(folder, { recursive: true });
    },
  };
}

async function answering(cli: OwnRedis["cli"]): Promise<void> {
  for (let attempt = 1; await cli("ping") !== "PONG"; attempt++) {
    if (attempt === 100) throw new Error("Cannot start Redis: it does not answer");
    await delay(50);
  }
}
