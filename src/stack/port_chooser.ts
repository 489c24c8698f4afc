import type { Settings } from "../base/settings/mod.ts";
import type { ProgressEvent } from "./backend.ts";
import { choosePort, LOOPBACK } from "./ports.ts";

/** Gives a service its port; `keep` is the one of the server that runs already. */
export type PortChooser = (service: "timescaledb" | "redis", keep: number | undefined) => number;

/**
 * Makes the chooser for one start: a port that the user set is taken as it is, any other may move
 * to the next free one. A server that runs keeps its port unless the user wants another.
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

/** Tells whether a host of the settings is this machine. */
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
