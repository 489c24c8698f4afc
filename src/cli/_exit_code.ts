import { ConfigError, ConnectionError } from "../base/errors.ts";

/** Exit code of an operation that was interrupted. */
export const INTERRUPTED = 130;

/** Chooses the exit code for an error: 2 for usage and settings, 3 for a service out of reach. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof ConfigError) return 2;
  if (error instanceof ConnectionError) return 3;
  return 1;
}
