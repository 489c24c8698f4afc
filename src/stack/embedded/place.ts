import { join } from "node:path";
import { readTextIfThere } from "../files.ts";

/** The files of a service below the embedded backend's folder. */
export interface EmbeddedFiles {
  /** The data folder. */
  readonly data: string;
  /** The log file. */
  readonly log: string;
  /** The file with the process id. */
  readonly record: string;
  /** The file with its port. */
  readonly port: string;
}

/** Returns the files of a service. */
export function embeddedFiles(folder: string, service: "timescaledb" | "redis"): EmbeddedFiles {
  return {
    data: join(folder, "data", service),
    log: join(folder, "log", `${service}.log`),
    record: join(folder, "run", `${service}.pid`),
    port: join(folder, "run", `${service}.port`),
  };
}

/** Reads the port of a service's last start. */
export async function readEmbeddedPort(
  folder: string,
  service: "timescaledb" | "redis",
): Promise<number | undefined> {
  const text = await readTextIfThere(embeddedFiles(folder, service).port);
  return text === undefined || !/^\d+$/.test(text) ? undefined : Number(text);
}
