/**
 * The native backend: real servers from Debian's packages, unpacked below `.strata/native`, without
 * a container engine or an installation.
 * Called by the stack.
 * Never writes outside `.strata/`.
 *
 * @module
 */
import { join, resolve } from "node:path";
import type { Backend, LogsOptions, ServiceName, StackState, UpOptions } from "../backend.ts";
import { readServiceLogs } from "../log_lines.ts";
import { stopRedis } from "../redis_server.ts";
import { removeStubborn } from "../scratch.ts";
import { stateFolder } from "../state.ts";
import { readAptSources } from "./apt_sources.ts";
import { detectEdition, detectNative, type NativeEdition } from "./detect.ts";
import { findMirror, mirrorName } from "./mirror.ts";
import { serviceFiles } from "./place.ts";
import { stopPostgres } from "./postgres.ts";
import { type ServerOrigin, startServers } from "./start_servers.ts";
import { nativeStatus } from "./status.ts";

/** Options of {@linkcode nativeBackend}. */
export interface NativeOptions {
  /** Another project folder whose unpacked servers are used, to save the download. */
  readonly treeFrom?: string | undefined;
  /** Where apt's configuration is; by default `/etc/apt`. */
  readonly aptFolder?: string | undefined;
}

/** Names the address of the Debian mirror that this machine's apt uses, without a password. */
export async function machineMirror(aptFolder = "/etc/apt"): Promise<string | undefined> {
  if (Deno.build.os !== "linux") return undefined;
  const mirror = findMirror(await readAptSources(aptFolder));
  return mirror === undefined ? undefined : mirrorName(mirror);
}

/** Finds out which TimescaleDB the native backend of a project has or would take. */
export function nativeEdition(root: string, options: NativeOptions = {}): Promise<NativeEdition> {
  return detectEdition(nativeFolder(root), options.aptFolder);
}

export type { NativeEdition };

const SERVICES = ["timescaledb", "redis"] as const satisfies readonly ServiceName[];

/** Creates the native backend of a project folder. */
export function nativeBackend(root: string, options: NativeOptions = {}): Backend {
  const folder = nativeFolder(root);
  const source = options.treeFrom === undefined ? undefined : nativeFolder(options.treeFrom);
  return {
    name: "native",
    services: () => SERVICES,
    detect: () => detectNative(folder, source, options.aptFolder),
    up: (up) => upNative(folder, { source, aptFolder: options.aptFolder }, up),
    down: async ({ volumes, timeoutMs, report }) => {
      const stopped = await Promise.all([
        stopPostgres(folder, timeoutMs),
        stopRedis(serviceFiles(folder, "redis"), timeoutMs),
      ]);
      SERVICES.filter((_, index) => stopped[index]).forEach((service) =>
        report({ kind: "step", service, message: `stopped ${service}` })
      );
      if (volumes) await removeData(folder);
    },
    ps: () => nativeStatus(folder),
    logs: (logs) => readLogs(folder, logs),
  };
}

function nativeFolder(root: string): string {
  return join(stateFolder(resolve(root)), "native");
}

async function upNative(
  folder: string,
  origin: ServerOrigin,
  options: UpOptions,
): Promise<StackState> {
  const services = await startServers(folder, origin, options);
  return {
    backend: "native",
    profile: options.profile,
    services,
    startedAt: new Date().toISOString(),
  };
}

async function removeData(folder: string): Promise<void> {
  for (const name of ["data", "log", "run", "etc"]) {
    await removeStubborn(join(folder, name));
  }
}

function readLogs(folder: string, options: LogsOptions): AsyncIterable<string> {
  const logs = SERVICES.map((service) => ({ service, path: serviceFiles(folder, service).log }));
  return readServiceLogs(logs, options);
}
