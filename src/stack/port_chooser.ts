import type { Settings } from "../base/settings/mod.ts";
import type { ProgressEvent } from "./backend.ts";
import { choosePort, LOOPBACK } from "./ports.ts";

/** Chooses the port of a service; `keep` is the port of a server that already runs. */
export type PortChooser = (service: "timescaledb" | "redis", keep: number | undefined) => number;

/**
 * Creates the port chooser for a start: a port that the user set is used as it is, any other may
 * move to the next free one. A running server keeps its port unless the user wants another.
 */
export function portChooser(
  settings: Settings,
  report: (event: ProgressEvent) => void,
): PortChooser {
  const reserved: number[] = [];
  return (service, keep) => {
    const { variable, host, wanted } = wantedPort(settings, service);
    const explicit = settings.explicit.has(variable) && isLocal(host);
    const isKept = keep !== undefined && (!explicit || keep === wanted);
    const port = isKept
      ? keep
      : choosePort({ service, variable, wanted, explicit, reserved, report });
    reserved.push(port);
    return port;
  };
}

/** Tells whether a host in the settings is this machine. */
export function isLocal(host: string): boolean {
  return host === "localhost" || host === "::1" || host.startsWith("127.") || host === LOOPBACK;
}

function wantedPort(
  settings: Settings,
  service: "timescaledb" | "redis",
): { variable: string; host: string; wanted: number } {
  if (service === "redis") {
    const { host, port } = settings.redis;
    return { variable: "REDIS_PORT", host, wanted: port };
  }
  const { host, port } = settings.postgres;
  const variable = settings.explicit.has("DATABASE_URL") ? "DATABASE_URL" : "POSTGRES_PORT";
  return { variable, host, wanted: port };
}
