import type { ServiceName, ServiceStatus } from "../backend.ts";
import { isAnswering, LOOPBACK } from "../ports.ts";
import { findRunning } from "../process.ts";
import { APACHE_PACKAGE, COMMUNITY_PACKAGE, upstreamVersion } from "./community.ts";
import { serviceFiles } from "./place.ts";
import { nativePorts } from "./ports.ts";
import { readTree } from "./tree.ts";

const SERVICES = ["timescaledb", "redis"] as const satisfies readonly ServiceName[];
const ABSENT = ["mongodb", "kafka", "minio"] as const satisfies readonly ServiceName[];

/** Reports the state of every service. */
export async function nativeStatus(folder: string): Promise<ServiceStatus[]> {
  const [versions, ports] = await Promise.all([readTree(folder), nativePorts(folder)]);
  const found = await Promise.all(SERVICES.map(async (service): Promise<ServiceStatus> => {
    const running = await findRunning(serviceFiles(folder, service).record);
    const port = ports[service];
    const version = serviceVersion(service, versions ?? {});
    if (running === undefined || port === undefined) {
      return { service, state: "stopped", ...version };
    }
    const state = await isAnswering(port) ? "running" : "starting";
    return { service, state, host: LOOPBACK, port, pid: running.pid, ...version };
  }));
  const detail = "the native backend does not have it";
  return [...found, ...ABSENT.map((service) => ({ service, state: "absent" as const, detail }))];
}

function serviceVersion(
  service: ServiceName,
  versions: Readonly<Record<string, string>>,
): { version?: string; detail?: string } {
  const packages = service === "redis"
    ? ["redis-server", "valkey-server"]
    : [COMMUNITY_PACKAGE, APACHE_PACKAGE];
  const found = packages.find((name) => versions[name] !== undefined);
  const version = upstreamVersion(versions[found ?? ""] ?? "");
  if (version === "") return {};
  if (service === "redis") return { version };
  return { version, detail: `${found === COMMUNITY_PACKAGE ? "Community" : "Apache"} edition` };
}
