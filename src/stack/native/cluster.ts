import { join } from "node:path";
import { StackError } from "../../base/errors.ts";
import { runCommand } from "../command.ts";
import { readTextIfThere, removeIfThere, writePrivateFile } from "../files.ts";
import { scratchPath } from "../scratch.ts";
import { giveToServers } from "./layout.ts";
import { POSTGRES_PROGRAMS } from "./packages.ts";
import { type Place, serviceFiles } from "./place.ts";

/** The superuser for the backend's own logins; only the backend knows its password. */
export const ADMIN = "strata_admin";

/** The servers' environment. PostgreSQL would obey the user's variables, so none are passed on. */
export const SERVER_ENV = { PATH: "/usr/bin:/bin", LC_ALL: "C", TZ: "UTC" } as const;

const MAJOR = "17";

/**
 * Creates the database cluster if there is none. It appears in one step, when complete.
 *
 * @returns True if it was created now.
 */
export async function ensureCluster(place: Place, signal?: AbortSignal): Promise<boolean> {
  const { folder, launcher } = place;
  const { data } = serviceFiles(folder, "timescaledb");
  const version = await readTextIfThere(join(data, "PG_VERSION"));
  if (version?.trim() === MAJOR) return false;
  if (version !== undefined) {
    throw new StackError(
      `Cannot start "timescaledb": its data is of PostgreSQL ${version.trim()}, this is ${MAJOR}, ` +
        'dump it with the old version, then remove it with "deno task down --volumes"',
      { service: "timescaledb" },
    );
  }
  await removeIfThere(data);
  const unfinished = await scratchPath(data);
  const password = crypto.randomUUID();
  await writePrivateFile(adminFile(folder), password);
  const passwordFile = join(folder, "run/initdb");
  await writePrivateFile(passwordFile, password);
  await giveToServers(passwordFile, launcher);
  try {
    await runInitdb(place, unfinished, passwordFile, signal);
  } finally {
    await removeIfThere(passwordFile);
  }
  await Deno.rename(unfinished, data);
  return true;
}

/** Reads the password of {@linkcode ADMIN}. */
export async function readAdminPassword(folder: string): Promise<string> {
  return await readTextIfThere(adminFile(folder)) ?? "";
}

async function runInitdb(
  place: Place,
  data: string,
  passwordFile: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { folder, launcher } = place;
  const inside = (path: string) => launcher.path(path.slice(folder.length + 1));
  const command = launcher.command(`${POSTGRES_PROGRAMS}/initdb`, [
    `--pgdata=${inside(data)}`,
    `--username=${ADMIN}`,
    `--pwfile=${inside(passwordFile)}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    // PostgreSQL's own collation: the same order on every machine, whatever the C library.
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--locale=C",
    "--data-checksums",
  ]);
  const result = await runCommand(command, { env: SERVER_ENV, clearEnv: true, signal });
  if (result.code === 0) return;
  throw new StackError(
    `Cannot start "timescaledb": initdb ended with ${result.code}: ${lastLine(result.stderr)}`,
    { service: "timescaledb" },
  );
}

function adminFile(folder: string): string {
  return join(folder, "etc/admin");
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}
