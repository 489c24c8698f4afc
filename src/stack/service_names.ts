import { ConfigError } from "../base/errors.ts";
import type { ServiceName } from "./backend.ts";

/** Every service, in display order. */
export const SERVICE_NAMES: readonly ServiceName[] = [
  "timescaledb",
  "redis",
  "mongodb",
  "kafka",
  "minio",
];

/**
 * Parses the name of a service.
 *
 * @throws {ConfigError} If it is not one.
 */
export function parseServiceName(text: string): ServiceName {
  const found = SERVICE_NAMES.find((name) => name === text);
  if (found !== undefined) return found;
  const known = SERVICE_NAMES.join(", ");
  throw new ConfigError(`Cannot use the service "${text}": unknown, use one of ${known}`);
}
