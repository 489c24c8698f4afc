import { ConfigError, StackError } from "../base/errors.ts";
import type { ProgressEvent, ServiceName } from "./backend.ts";

/** The host where every service of this package listens. */
export const LOOPBACK = "127.0.0.1";

/** What {@linkcode choosePort} needs to know. */
export interface PortRequest {
  /** The service that will listen. */
  readonly service: ServiceName;
  /** The variable that sets its port. */
  readonly variable: string;
  /** The port that the settings give. */
  readonly wanted: number;
  /** Whether the user set the variable: such a port is never changed. */
  readonly explicit: boolean;
  /** Ports that this start has already assigned. */
  readonly reserved?: readonly number[];
  /** Receives a note about a port that had to move. */
  readonly report: (event: ProgressEvent) => void;
}

/** Checks whether a port of the loopback address is free to listen on. */
export function isPortFree(port: number): boolean {
  try {
    Deno.listen({ hostname: LOOPBACK, port }).close();
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.AddrInUse || error instanceof Deno.errors.PermissionDenied) {
      return false;
    }
    throw error;
  }
}

/** Checks whether something answers on a port of the loopback address. */
export async function isAnswering(port: number): Promise<boolean> {
  try {
    (await Deno.connect({ hostname: LOOPBACK, port })).close();
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.ConnectionRefused) return false;
    throw error;
  }
}

/**
 * Takes the wanted port, or the next free one if it is taken and the user did not set it.
 *
 * @throws {ConfigError} If the user set the port and it is taken.
 */
export function choosePort(request: PortRequest): number {
  const { service, variable, wanted, reserved = [] } = request;
  const isUsable = (port: number) => !reserved.includes(port) && isPortFree(port);
  if (isUsable(wanted)) return wanted;
  if (request.explicit) {
    throw new ConfigError(
      `Cannot start "${service}": port ${wanted} is in use, stop what listens there or set ${variable} to another port`,
    );
  }
  for (let port = wanted + 1; port <= Math.min(wanted + 200, 65_535); port++) {
    if (!isUsable(port)) continue;
    request.report({
      kind: "note",
      service,
      message: `port ${wanted} is in use: ${service} takes ${port} (set ${variable} to choose)`,
    });
    return port;
  }
  throw new StackError(
    `Cannot start "${service}": no free port after ${wanted}, set ${variable} to one`,
    { service },
  );
}
