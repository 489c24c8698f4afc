import { ConfigError, ConnectionError } from "../base/errors.ts";

/** The exit code of an interrupted operation. */
export const INTERRUPTED = 130;

/** Chooses the exit code for an error: 2 for usage and settings, 3 for an unreachable service. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof ConfigError) return 2;
  if (error instanceof ConnectionError) return 3;
  return 1;
}
