import type { MachineFacts, Space } from "./facts.ts";
import { readParts } from "./probe_shell.ts";

const SCRIPT = `
part kernel uname -sr
part machine uname -m
part system sed -n 's/^PRETTY_NAME=//p' /etc/os-release
part uid id -u
part writable sh -c '[ -w "$1" ] && echo yes' sh "$1"
part project df -Pk "$1"
part data df -Pk "$1/.strata/native/data"
part docker df -Pk "$2"
part shm df -Pk /dev/shm
part memory cat /proc/meminfo
part files ulimit -n
part mapCount cat /proc/sys/vm/max_map_count
part namespaces cat /proc/sys/user/max_user_namespaces
part clone cat /proc/sys/kernel/unprivileged_userns_clone
part apparmor cat /proc/sys/kernel/apparmor_restrict_unprivileged_userns
`;

/** Reads what the machine is, and its limits; `dockerRoot` is the engine's data folder. */
export async function probeMachine(root: string, dockerRoot = ""): Promise<MachineFacts> {
  return readMachine(await readParts(SCRIPT, [root, dockerRoot]), {
    now: new Date().toISOString(),
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    os: Deno.build.os,
  });
}

/** Reads the output of the probe. */
export function readMachine(
  parts: ReadonlyMap<string, string>,
  own: { readonly now: string; readonly timeZone: string; readonly os: string },
): MachineFacts {
  const text = (name: string) => parts.get(name) || undefined;
  const project = space(text("project"), "the project folder");
  const data = space(text("data"), "the data folder");
  const docker = space(text("docker"), "Docker's data folder");
  const system = text("system")?.replace(/^"|"$/g, "") ?? own.os;
  return {
    system: [system, text("machine")].filter((one) => one !== undefined).join(", "),
    kernel: text("kernel"),
    uid: number(text("uid")),
    writable: text("writable") === "yes",
    disks: [project, data, docker].filter((one) => one !== undefined).filter((one, index, all) =>
      all.findIndex(({ total, free }) => total === one.total && free === one.free) === index
    ),
    shm: space(text("shm"), "/dev/shm"),
    memory: memory(text("memory")),
    openFiles: text("files") === "unlimited" ? Infinity : number(text("files")),
    mapCount: number(text("mapCount")),
    userNamespaces: userNamespaces({
      most: number(text("namespaces")),
      clone: text("clone"),
      apparmor: text("apparmor"),
    }),
    timeZone: own.timeZone,
    now: own.now,
  };
}

/** The last line of `df -Pk`: device, blocks, used, available. */
function space(text: string | undefined, path: string): Space | undefined {
  const match = text?.split("\n").at(-1)?.match(/\s(\d+)\s+(\d+)\s+(\d+)\s+\S+%?\s/);
  if (!match) return undefined;
  return { path, total: Number(match[1]) * 1_024, free: Number(match[3]) * 1_024 };
}

function memory(text: string | undefined): MachineFacts["memory"] {
  const of = (name: string) => number(text?.match(new RegExp(`^${name}:\\s+(\\d+) kB`, "m"))?.[1]);
  const [total, available] = [of("MemTotal"), of("MemAvailable")];
  if (total === undefined || available === undefined) return undefined;
  return { total: total * 1_024, available: available * 1_024 };
}

function userNamespaces(limits: {
  readonly most: number | undefined;
  readonly clone: string | undefined;
  readonly apparmor: string | undefined;
}): boolean | undefined {
  if (limits.most === undefined) return undefined;
  return limits.most > 0 && limits.clone !== "0" && limits.apparmor !== "1";
}

function number(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}
