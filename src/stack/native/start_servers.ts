import { join } from "node:path";
import type { ServiceAddress, ServiceName, UpOptions } from "../backend.ts";
import { isThere } from "../files.ts";
import { portChooser } from "../port_chooser.ts";
import { type RedisPlace, startRedis } from "../redis_server.ts";
import { rotateLog } from "../tail.ts";
import { deadlineAfter } from "../wait_until.ts";
import { detectLauncher } from "./launcher.ts";
import { ensureLayout, giveToServers } from "./layout.ts";
import { type Place, serviceFiles } from "./place.ts";
import { detectPlatform } from "./platform.ts";
import { redisConfigFile } from "./ports.ts";
import { startPostgres } from "./postgres.ts";
import { ensureTree } from "./tree.ts";

/** Where the programs come from. */
export interface ServerOrigin {
  /** The folder of another stack with unpacked servers. */
  readonly source: string | undefined;
  /** Where apt's configuration is. */
  readonly aptFolder: string | undefined;
}

/** Unpacks the servers if needed, starts those that are not running, and waits for each. */
export async function startServers(
  folder: string,
  { source, aptFolder }: ServerOrigin,
  options: UpOptions,
): Promise<Partial<Record<ServiceName, ServiceAddress>>> {
  const { settings, report } = options;
  const deadline = deadlineAfter(options.timeoutMs, options.signal);
  const launcher = await detectLauncher(folder);
  const platform = () => detectPlatform(aptFolder);
  await ensureTree({ folder, source, platform, report, signal: deadline.signal });
  await ensureLayout(folder, launcher);
  for (const service of ["timescaledb", "redis"] as const) {
    await rotateLog(serviceFiles(folder, service).log);
  }
  const place = { folder, launcher };

  const ports = portChooser(settings, report);
  report({ kind: "step", service: "timescaledb", message: "starting timescaledb" });
  const timescaledb = await startPostgres(place, {
    ...deadline,
    settings: settings.postgres,
    choosePort: (keep) => ports("timescaledb", keep),
  });
  report({ kind: "step", service: "redis", message: "starting redis" });
  const redis = await startRedis(await redisPlace(place), {
    ...deadline,
    password: settings.redis.password.reveal(),
    choosePort: (keep) => ports("redis", keep),
  });
  return { timescaledb, redis };
}

async function redisPlace(place: Place): Promise<RedisPlace> {
  const { folder, launcher } = place;
  const files = serviceFiles(folder, "redis");
  const config = redisConfigFile(folder);
  const inside = (path: string) => launcher.path(path.slice(folder.length + 1));
  await Deno.mkdir(files.data, { recursive: true, mode: 0o700 });
  await giveToServers(files.data, launcher);
  const valkey = "usr/bin/valkey-server";
  const program = await isThere(join(folder, valkey)) ? valkey : "usr/bin/redis-server";
  return {
    ...files,
    config,
    dataFolder: inside(files.data),
    command: launcher.command(program, [inside(config)]),
    give: (path) => giveToServers(path, launcher),
  };
}
