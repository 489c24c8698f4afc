import type { Logger } from "@logtape/logtape";
import { logger } from "../base/logging/mod.ts";

/** The log of this folder: statements at debug level, without their parameters. */
export const log: Logger = logger("database");

/**
 * Returns the text of an error for a log line. Its fields are left out because they may hold row
 * values.
 */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
