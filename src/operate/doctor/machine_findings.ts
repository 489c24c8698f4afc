import type { BackendName } from "../../stack/mod.ts";
import type { MachineFacts, Space } from "./facts.ts";
import type { DoctorFinding } from "./finding.ts";

const MEGABYTE = 1_024 * 1_024;
/** The unpacked servers and an empty database are about 300 MB. */
const DISK_LEAST = 300 * MEGABYTE;
const DISK_LITTLE = 2_048 * MEGABYTE;
const MEMORY_LITTLE = 1_024 * MEGABYTE;
const FILES_LITTLE = 1_024;
const SHM_LITTLE = 64 * MEGABYTE;
/** What MongoDB asks of the kernel. */
const MAP_COUNT_LITTLE = 128_000;

/** Judges disk, memory and the kernel's limits. */
export function machineFindings(
  facts: MachineFacts,
  backend: BackendName | undefined,
): DoctorFinding[] {
  const user = facts.uid === undefined ? "" : facts.uid === 0 ? ", as root" : ", as a plain user";
  const kernel = facts.kernel === undefined ? "" : ` (${facts.kernel})`;
  return [
    { status: "info", subject: "system", detail: `${facts.system}${kernel}${user}` },
    ...facts.writable ? [] : [NOT_WRITABLE],
    ...facts.disks.map(judgeDisk),
    ...memory(facts),
    ...openFiles(facts),
    ...sharedMemory(facts),
    ...facts.userNamespaces === undefined ? [] : [userNamespaces(facts.userNamespaces, facts.uid)],
    ...backend === "docker" ? mapCount(facts) : [],
    {
      status: "info",
      subject: "clock",
      detail:
        `${facts.now}, the time zone here is ${facts.timeZone}; servers that up starts use UTC`,
    },
  ];
}

/** Writes a number of bytes for people. */
export function sizeText(bytes: number): string {
  const gigabytes = bytes / MEGABYTE / 1_024;
  return gigabytes >= 1 ? `${gigabytes.toFixed(1)} GB` : `${Math.round(bytes / MEGABYTE)} MB`;
}

const NOT_WRITABLE: DoctorFinding = {
  status: "fail",
  subject: "project folder",
  detail: "it cannot be written: up keeps its files in .strata there",
  remedy: "use the project in a folder that this user can write",
};

function judgeDisk({ path, free, total }: Space): DoctorFinding {
  const subject = `disk of ${path}`;
  const detail = `${sizeText(free)} free of ${sizeText(total)}`;
  if (free < DISK_LEAST) {
    return { status: "fail", subject, detail: `${detail}, up needs ${sizeText(DISK_LEAST)}` };
  }
  return { status: free < DISK_LITTLE ? "warn" : "pass", subject, detail };
}

function memory({ memory }: MachineFacts): DoctorFinding[] {
  if (memory === undefined) return [unread("memory")];
  const { available, total } = memory;
  const detail = `${sizeText(available)} available of ${sizeText(total)}`;
  return [{ status: available < MEMORY_LITTLE ? "warn" : "pass", subject: "memory", detail }];
}

function openFiles({ openFiles }: MachineFacts): DoctorFinding[] {
  if (openFiles === undefined) return [unread("open files")];
  const detail = openFiles === Infinity ? "no limit" : `at most ${openFiles} for one process`;
  return [
    openFiles >= FILES_LITTLE
      ? { status: "pass", subject: "open files", detail }
      : { status: "warn", subject: "open files", detail, remedy: `ulimit -n ${FILES_LITTLE * 4}` },
  ];
}

function sharedMemory({ shm }: MachineFacts): DoctorFinding[] {
  if (shm === undefined) return [];
  const detail = sizeText(shm.total);
  if (shm.total >= SHM_LITTLE) return [{ status: "pass", subject: "/dev/shm", detail }];
  return [{
    status: "info",
    subject: "/dev/shm",
    detail: `${detail}: too small for a PostgreSQL that uses it, those that up starts do not`,
  }];
}

function userNamespaces(allowed: boolean, uid: number | undefined): DoctorFinding {
  const subject = "user namespaces";
  if (allowed) return { status: "pass", subject, detail: "allowed" };
  const detail = uid === 0
    ? "not allowed for plain users, root needs none"
    : "not allowed: rootless container engines cannot run, native needs none";
  return { status: "info", subject, detail };
}

function mapCount({ mapCount }: MachineFacts): DoctorFinding[] {
  if (mapCount === undefined || mapCount >= MAP_COUNT_LITTLE) return [];
  return [{
    status: "info",
    subject: "vm.max_map_count",
    detail: `${mapCount}, MongoDB asks for ${MAP_COUNT_LITTLE} once it holds much data`,
    remedy: `sudo sysctl vm.max_map_count=${MAP_COUNT_LITTLE}`,
  }];
}

function unread(subject: string): DoctorFinding {
  return { status: "skip", subject, detail: "cannot be read on this system" };
}
