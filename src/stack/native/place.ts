import { join } from "node:path";
import type { ServiceName } from "../backend.ts";
import type { Launcher } from "./launcher.ts";

/** The native backend's folder, and how to run programs from it. */
export interface Place {
  /** The folder, absolute. */
  readonly folder: string;
  /** How programs are run. */
  readonly launcher: Launcher;
}

/** The files of a service below the native backend's folder. */
export interface ServiceFiles {
  /** The data folder. */
  readonly data: string;
  /** The log file. */
  readonly log: string;
  /** The file with the process id. */
  readonly record: string;
}

/** Returns the files of a service; for the data folder, also the path that its server sees. */
export function serviceFiles(folder: string, service: ServiceName): ServiceFiles {
  return {
    data: join(folder, "data", service),
    log: join(folder, "log", `${service}.log`),
    record: join(folder, "run", `${service}.pid`),
  };
}
