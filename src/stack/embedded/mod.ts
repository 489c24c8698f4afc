/**
 * The embedded backend: PGlite in its own process, and a Redis or Valkey server if one is
 * installed. It needs no database server, container engine or system package.
 * Called by the stack, as a last resort.
 * Never listens beyond loopback.
 *
 * @module
 */
import { join, resolve } from "node:path";
import type { Availability, Backend, ServiceName, ServiceStatus } from "../backend.ts";

import { readServiceLogs } from "../log_lines.ts";
import { isAnswering, LOOPBACK } from "../ports.ts";
import { findRunning } from "../process.ts";
import { stopRedis } from "../redis_server.ts";
import { removeStubborn } from "../scratch.ts";
import { stateFolder } from "../state.ts";
import { stopDatabase } from "./database.ts";
import { embeddedFiles, readEmbeddedPort } from "./place.ts";
import { findRedisProgram, NO_REDIS } from "./redis_program.ts";
import { startEmbedded } from "./start.ts";

const SERVICES = ["timescaledb", "redis"] as const satisfies readonly ServiceName[];
const ABSENT = ["mongodb", "kafka", "minio"] as const satisfies readonly ServiceName[];

/** Creates the embedded backend of a project folder. */
export function embeddedBackend(root: string): Backend {
  const folder = join(stateFolder(resolve(root)), "embedded");
  return {
    name: "embedded",
    services: () => SERVICES,
    detect,
    up: async (options) => ({
      backend: "embedded",
      profile: options.profile,
      services: await startEmbedded(folder, options),
      startedAt: new Date().toISOString(),
    }),
    down: async ({ volumes, timeoutMs, report }) => {
      const stopped = await Promise.all([
        stopDatabase(folder, timeoutMs),
        stopRedis(embeddedFiles(folder, "redis"), timeoutMs),
      ]);
      SERVICES.filter((_, index) => stopped[index]).forEach((service) =>
        report({ kind: "step", service, message: `stopped ${service}` })
      );
      if (volumes) await removeStubborn(folder);
    },
    ps: () => status(folder),
    logs: (options) =>
      readServiceLogs(
        SERVICES.map((service) => ({ service, path: embeddedFiles(folder, service).log })),
        options,
      ),
  };
}

async function detect(): Promise<Availability> {
  if (Deno.build.os === "windows") {
    return { available: false, reason: "it needs a Unix shell, use Docker or WSL on Windows" };
  }
  const program = await findRedisProgram();
  const limits = "PGlite: no TimescaleDB, one session for all connections, any password is let in";
  return { available: true, reason: `${limits}; ${program ?? NO_REDIS}` };
}

async function status(folder: string): Promise<ServiceStatus[]> {
  const found = await Promise.all(SERVICES.map(async (service): Promise<ServiceStatus> => {
    const running = await findRunning(embeddedFiles(folder, service).record);
    const port = await readEmbeddedPort(folder, service);
    if (running !== undefined && port !== undefined) {
      const state = await isAnswering(port) ? "running" : "starting";
      return { service, state, host: LOOPBACK, port, pid: running.pid, ...DETAILS[service] };
    }
    const isMissing = service === "redis" && await findRedisProgram() === undefined;
    return isMissing
      ? { service, state: "absent", detail: NO_REDIS }
      : { service, state: "stopped" };
  }));
  const detail = "the embedded backend does not have it";
  return [...found, ...ABSENT.map((service) => ({ service, state: "absent" as const, detail }))];
}

const DETAILS = { timescaledb: { detail: "PGlite, no TimescaleDB" }, redis: {} } as const;
