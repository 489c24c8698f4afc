import type { Settings } from "../../base/settings/mod.ts";
import { isLocal, isPortFree, SERVICE_NAMES, servicePorts } from "../../stack/mod.ts";
import type { PortFact } from "./facts.ts";
import { readParts } from "./probe_shell.ts";

const SCRIPT = `
part tcp cat /proc/net/tcp /proc/net/tcp6
part sockets sh -c 'ls -l /proc/[0-9]*/fd 2>/dev/null | grep -e "^/proc/" -e "socket:"'
part names grep -H "" /proc/[0-9]*/comm
`;

/** Finds out for each service's port whether it is free, and else who listens there. */
export async function probePorts(settings: Settings): Promise<PortFact[]> {
  const ports = servicePorts(settings);
  const hosts = {
    timescaledb: settings.postgres.host,
    redis: settings.redis.host,
    mongodb: settings.mongo.host,
    minio: settings.minio.host,
    kafka: settings.kafka.brokers[0]?.replace(/:\d+$/, "") ?? "",
  };
  const facts = SERVICE_NAMES.map((service) => {
    const local = isLocal(hosts[service]);
    const free = isPortFree(ports[service].port);
    return { service, ...ports[service], host: hosts[service], local, free };
  });
  const isHeld = facts.some(({ local, free }) => local && !free);
  const holders = isHeld ? await readHolders() : new Map<number, never>();
  return facts.map((fact) => ({ ...fact, holder: holders.get(fact.port) }));
}

/** A process that listens. */
export interface PortHolder {
  readonly pid: number;
  readonly name: string;
}

/** Finds the listening processes by port in what /proc says. */
export function findHolders(parts: ReadonlyMap<string, string>): Map<number, PortHolder> {
  const pids = socketOwners(parts.get("sockets") ?? "");
  const names = new Map(
    Array.from(
      (parts.get("names") ?? "").matchAll(/^\/proc\/(\d+)\/comm:(.*)$/gm),
      ([, pid, name]) => [Number(pid), name ?? ""],
    ),
  );
  const holders = new Map<number, PortHolder>();
  for (const line of (parts.get("tcp") ?? "").split("\n")) {
    // Slot, local address, remote address, state (0A listens), …, the socket's number.
    const [, local, , state, , , , , , inode = ""] = line.trim().split(/\s+/);
    const pid = pids.get(inode);
    if (state !== "0A" || pid === undefined) continue;
    const port = parseInt(local?.split(":").at(-1) ?? "", 16);
    if (!holders.has(port)) holders.set(port, { pid, name: names.get(pid) ?? "unknown" });
  }
  return holders;
}

/** The first process of each socket: children that inherited it come later. */
function socketOwners(text: string): Map<string, number> {
  const owners = new Map<string, number>();
  let pid = 0;
  for (const line of text.split("\n")) {
    const folder = line.match(/^\/proc\/(\d+)\/fd/)?.[1];
    if (folder !== undefined) pid = Number(folder);
    const inode = line.match(/socket:\[(\d+)\]/)?.[1];
    if (inode === undefined) continue;
    owners.set(inode, Math.min(pid, owners.get(inode) ?? pid));
  }
  return owners;
}

async function readHolders(): Promise<Map<number, PortHolder>> {
  try {
    return findHolders(await readParts(SCRIPT));
  } catch {
    // Without /proc, or as a user that may not look: "another process" is said instead.
    return new Map();
  }
}
