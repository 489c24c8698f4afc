import type { Logger } from "@logtape/logtape";
import { logger } from "../base/logging/mod.ts";

/** The log of this folder: statements at debug, without their parameters. */
export const log: Logger = logger("database");

/** Gives what a log line says of an error: its text alone, for its fields may hold rows. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
