import { runCommand } from "../command.ts";

/** Why the embedded backend has no Redis, for messages. */
export const NO_REDIS = "no redis-server or valkey-server on PATH, so no Redis";

/** Finds a Redis or Valkey server on the PATH. */
export async function findRedisProgram(): Promise<string | undefined> {
  const script = "command -v redis-server || command -v valkey-server";
  const { code, stdout } = await runCommand(["/bin/sh", "-c", script]);
  const path = stdout.trim();
  return code === 0 && path !== "" ? path : undefined;
}
