import { ConfigError } from "../base/errors.ts";
import type { ServiceName } from "./backend.ts";

/** Every service, in the order in which they are shown. */
export const SERVICE_NAMES: readonly ServiceName[] = [
  "timescaledb",
  "redis",
  "mongodb",
  "kafka",
  "minio",
];

/**
 * Reads the name of a service.
 *
 * @throws {ConfigError} where it is none.
 */
export function parseServiceName(text: string): ServiceName {
  const found = SERVICE_NAMES.find((name) => name === text);
  if (found !== undefined) return found;
  const known = SERVICE_NAMES.join(", ");
  throw new ConfigError(`Cannot use the service "${text}": unknown, use one of ${known}`);
}
