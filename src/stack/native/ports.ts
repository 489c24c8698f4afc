import { join } from "node:path";
import { readTextIfThere } from "../files.ts";
import { redisConfigPort } from "../redis_config.ts";
import { serviceFiles } from "./place.ts";
import { readPort } from "./postgres.ts";

/** Reads the ports of the servers' last start. */
export async function nativePorts(
  folder: string,
): Promise<{ readonly timescaledb?: number | undefined; readonly redis?: number | undefined }> {
  const config = await readTextIfThere(redisConfigFile(folder));
  return {
    timescaledb: await readPort(serviceFiles(folder, "timescaledb").data),
    redis: redisConfigPort(config ?? ""),
  };
}

/** Returns the path of Redis's configuration file. */
export function redisConfigFile(folder: string): string {
  return join(folder, "etc/redis.conf");
}
