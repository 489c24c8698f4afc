import { join } from "node:path";
import { runCommand } from "../command.ts";
import type { Launcher } from "./launcher.ts";

const PLAIN_FOLDERS = ["data", "etc", "log", "run"];

/** Creates the folders that the servers need; existing files stay. */
export async function ensureLayout(folder: string, launcher: Launcher): Promise<void> {
  for (const name of PLAIN_FOLDERS) await Deno.mkdir(join(folder, name), { recursive: true });
  if (launcher.kind === "direct") return;
  await ensureRootFolder(folder, launcher);
}

/** Gives a path to the user that the servers run as. */
export async function giveToServers(path: string, launcher: Launcher): Promise<void> {
  if (launcher.owner) await Deno.chown(path, launcher.owner.uid, launcher.owner.gid);
}

/**
 * Makes the folder usable as a root folder, with the few files that PostgreSQL and Redis expect
 * there.
 */
async function ensureRootFolder(folder: string, launcher: Launcher): Promise<void> {
  const { uid, gid } = launcher.owner ?? { uid: 0, gid: 0 };
  for (const name of ["dev", "tmp"]) await Deno.mkdir(join(folder, name), { recursive: true });
  for (const name of ["bin", "lib", "lib64", "sbin"]) {
    await runCommand(["ln", "-sfn", `usr/${name}`, join(folder, name)]);
  }
  await Deno.writeTextFile(
    join(folder, "etc/passwd"),
    `root:x:0:0::/:/bin/sh\nstrata:x:${uid}:${gid}::/tmp:/bin/sh\n`,
  );
  await Deno.writeTextFile(join(folder, "etc/group"), `root:x:0:\nstrata:x:${gid}:\n`);
  // A plain file is enough for the servers, and containers never forbid creating one.
  await Deno.writeTextFile(join(folder, "dev/null"), "");
  // The servers must be able to read these, whatever the user's umask.
  for (const name of ["", ...PLAIN_FOLDERS, "dev"]) {
    await Deno.chmod(join(folder, name), 0o755);
  }
  for (const name of ["passwd", "group"]) await Deno.chmod(join(folder, "etc", name), 0o644);
  await Deno.chmod(join(folder, "dev/null"), 0o666);
  await Deno.chmod(join(folder, "tmp"), 0o1777);
  await giveToServers(join(folder, "data"), launcher);
}
