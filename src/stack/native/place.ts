import { join } from "node:path";
import type { ServiceName } from "../backend.ts";
import type { Launcher } from "./launcher.ts";

/** The native backend's folder and how programs are run from it. */
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
  /** The file with the process's number. */
  readonly record: string;
}

/** Gives the files of a service; the data folder also as its server sees it. */
export function serviceFiles(folder: string, service: ServiceName): ServiceFiles {
  return {
    data: join(folder, "data", service),
    log: join(folder, "log", `${service}.log`),
    record: join(folder, "run", `${service}.pid`),
  };
}
