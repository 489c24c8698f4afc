import { dirname, join } from "node:path";
import { StackError } from "../../base/errors.ts";
import { runCommand } from "../command.ts";
import { isThere } from "../files.ts";

/** Who owns the servers' data. */
export interface Owner {
  /** The user id. */
  readonly uid: number;
  /** The group id. */
  readonly gid: number;
}

/** How to run programs of the tree on this machine. */
export interface Launcher {
  /**
   * `direct`: as the current user, in place. `chroot`: for root, who must not run PostgreSQL:
   * inside the folder and as another user.
   */
  readonly kind: "direct" | "chroot";
  /** The user that the servers run as, if not the current one. */
  readonly owner: Owner | undefined;
  /** Returns the path that a program sees for a path below the folder. */
  path(inner: string): string;
  /** Builds the command that runs a program of the tree. */
  command(program: string, args: readonly string[]): [string, ...string[]];
}

// Outside the ranges that Debian and systemd assign, inside those that containers map.
const SERVICE_USER = 59_432;

const CHROOT = "/usr/sbin/chroot";

/**
 * Finds out how to run programs from a folder.
 * Root cannot simply switch to another user: below a private folder, such as root's home, that user
 * could not open its own data. In a chroot, the parent folders do not matter.
 *
 * @throws {StackError} If it is not possible, with the reason.
 */
export async function detectLauncher(folder: string): Promise<Launcher> {
  if (Deno.uid() !== 0) return await directLauncher(folder);
  const owner = await findOwner(folder);
  const user = `--userspec=${owner.uid}:${owner.gid}`;
  const probe = await runCommand([CHROOT, user, "--groups=", "/", "/bin/sh", "-c", ":"]);
  if (probe.code !== 0) {
    throw problem("root may not change root folder and user here, run it as a plain user");
  }
  return {
    kind: "chroot",
    owner,
    path: (inner) => `/${inner}`,
    command: (program, args) => [CHROOT, user, "--groups=", folder, `/${program}`, ...args],
  };
}

async function directLauncher(folder: string): Promise<Launcher> {
  // Neither the loader's list of library folders nor apt's configuration can quote these
  // characters.
  const odd = /[:;$"\n]/.exec(folder)?.[0];
  if (odd !== undefined) {
    throw problem(`the folder's path holds ${JSON.stringify(odd)}, move the project`);
  }
  // Debian's PostgreSQL reads the system's time zones; only a chroot could supply them.
  if (!await isThere("/usr/share/zoneinfo/UTC")) {
    throw problem("/usr/share/zoneinfo is missing, install the package tzdata");
  }
  return {
    kind: "direct",
    owner: undefined,
    path: (inner) => join(folder, inner),
    command: (program, args) => [join(folder, program), ...args],
  };
}

/**
 * Takes the owner of the data or of the project, so that root leaves nothing that they cannot
 * remove.
 */
async function findOwner(folder: string): Promise<Owner> {
  const project = dirname(dirname(folder));
  for (const path of [join(folder, "data/timescaledb"), project]) {
    const info = await isThere(path) ? await Deno.stat(path) : undefined;
    if (info?.uid) return { uid: info.uid, gid: info.gid ?? info.uid };
  }
  return { uid: SERVICE_USER, gid: SERVICE_USER };
}

function problem(text: string): StackError {
  return new StackError(`Cannot use the backend "native": ${text}`, { service: "native" });
}
