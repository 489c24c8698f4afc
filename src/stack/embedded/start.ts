import { join } from "node:path";
import type { ServiceAddress, ServiceName, UpOptions } from "../backend.ts";
import { portChooser } from "../port_chooser.ts";
import { startRedis } from "../redis_server.ts";
import { rotateLog } from "../tail.ts";
import { deadlineAfter } from "../wait_until.ts";
import { startDatabase } from "./database.ts";
import { embeddedFiles } from "./place.ts";
import { findRedisProgram, NO_REDIS } from "./redis_program.ts";

/** Starts the database, and Redis if available, and waits for each. */
export async function startEmbedded(
  folder: string,
  options: UpOptions,
): Promise<Partial<Record<ServiceName, ServiceAddress>>> {
  const { settings, report } = options;
  const deadline = deadlineAfter(options.timeoutMs, options.signal);
  const files = embeddedFiles(folder, "redis");
  for (const name of ["data", "etc", "log", "run"]) {
    await Deno.mkdir(join(folder, name), { recursive: true, mode: 0o700 });
  }
  await Deno.mkdir(files.data, { recursive: true, mode: 0o700 });
  for (const service of ["timescaledb", "redis"] as const) {
    await rotateLog(embeddedFiles(folder, service).log);
  }

  const ports = portChooser(settings, report);
  report({ kind: "step", service: "timescaledb", message: "starting timescaledb (PGlite)" });
  const timescaledb = await startDatabase(folder, {
    ...deadline,
    choosePort: (keep) => ports("timescaledb", keep),
  });
  const program = await findRedisProgram();
  if (program === undefined) {
    report({ kind: "note", service: "redis", message: NO_REDIS });
    return { timescaledb };
  }
  report({ kind: "step", service: "redis", message: "starting redis" });
  const config = join(folder, "etc/redis.conf");
  const redis = await startRedis({
    ...files,
    config,
    dataFolder: files.data,
    command: [program, config],
    give: () => Promise.resolve(),
  }, {
    ...deadline,
    password: settings.redis.password.reveal(),
    choosePort: (keep) => ports("redis", keep),
  });
  await Deno.writeTextFile(files.port, String(redis.port));
  return { timescaledb, redis };
}
