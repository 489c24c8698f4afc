import { setTimeout as delay } from "node:timers/promises";
import { freePort, isFile } from "./machine.ts";

/** A Redis server for one test, for tests that change its configuration. */
export interface OwnRedis extends AsyncDisposable {
  /** Its port on 127.0.0.1. */
  readonly port: number;
  /** Its folder. */
  readonly folder: string;
  /** Runs `redis-cli` with arguments and returns its answer. */
  cli(...args: readonly string[]): Promise<string>;
}

/** Whether this machine has `redis-server` and `redis-cli`. */
export const hasRedisServer: boolean = ["redis-server", "redis-cli"].every((program) =>
  (Deno.env.get("PATH") ?? "").split(":").some((folder) => isFile(`${folder}/${program}`))
);

/** Starts a server in its own folder, without snapshots; `file` is its configuration file. */
export async function startOwnRedis(file?: string): Promise<OwnRedis> {
  const folder = await Deno.makeTempDir({ prefix: "strata_redis_" });
  const port = freePort();
  const child = new Deno.Command("redis-server", {
    args: [
      ...(file === undefined ? [] : [file]),
      ...["--port", String(port), "--bind", "127.0.0.1", "--dir", folder, "--save", ""],
    ],
    stdout: "null",
    stderr: "null",
  }).spawn();
  const cli = async (...command: readonly string[]) => {
    const { stdout } = await new Deno.Command("redis-cli", {
      args: ["-p", String(port), ...command],
    }).output();
    return new TextDecoder().decode(stdout).trim();
  };
  for (let attempt = 1; await cli("ping") !== "PONG"; attempt++) {
    if (attempt === 100) throw new Error("Cannot start Redis: it does not answer");
    await delay(50);
  }
  return {
    port,
    folder,
    cli,
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await child.status;
      await Deno.remove(folder, { recursive: true });
    },
  };
}
