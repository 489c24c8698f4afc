import { runCommand } from "../../stack/mod.ts";
import type { ToolFact } from "./facts.ts";

interface Tool {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  readonly use: string;
}

const TOOLS: readonly Tool[] = [
  { name: "docker", command: ["docker", "--version"], use: "wanted by the backend docker" },
  {
    name: "docker compose",
    command: ["docker", "compose", "version", "--short"],
    use: "wanted by the backend docker",
  },
  {
    name: "docker-compose",
    command: ["docker-compose", "version", "--short"],
    use: "only where docker has no Compose plugin",
  },
  { name: "apt-get", command: ["apt-get", "--version"], use: "wanted by the backend native" },
  { name: "dpkg-deb", command: ["dpkg-deb", "--version"], use: "wanted by the backend native" },
  { name: "psql", command: ["psql", "--version"], use: "for statements by hand" },
  { name: "pg_dump", command: ["pg_dump", "--version"], use: "wanted by backups" },
  { name: "debootstrap", command: ["debootstrap", "--version"], use: "no task needs it" },
  { name: "mmdebstrap", command: ["mmdebstrap", "--version"], use: "no task needs it" },
  { name: "redis-server", command: ["redis-server", "--version"], use: "no task needs it" },
  { name: "valkey-server", command: ["valkey-server", "--version"], use: "no task needs it" },
  { name: "npx", command: ["npx", "--version"], use: "only where deno is run through it" },
];

/** Asks each tool for its version. */
export async function probeTools(): Promise<ToolFact[]> {
  const found = await Promise.all(TOOLS.map(async ({ name, command, use }): Promise<ToolFact> => {
    return { name, use, version: await versionOf(command) };
  }));
  return [{ name: "deno", version: Deno.version.deno, use: "runs the tasks" }, ...found];
}

/** Finds the version in the output of `--version`. */
export function versionIn(output: string): string {
  return output.match(/\bv?=?(\d+(?:\.\d+)+[\w.+~-]*)/)?.[1] ??
    "found, it does not say its version";
}

async function versionOf(command: readonly [string, ...string[]]): Promise<string | undefined> {
  try {
    const { code, stdout } = await runCommand(command, { signal: AbortSignal.timeout(3_000) });
    return code === 0 ? versionIn(stdout) : undefined;
  } catch (error) {
    if (error instanceof Error && error.name === "TimeoutError") {
      return "found, it names no version in time";
    }
    // A file of that name that is no program.
    if (error instanceof Error) return undefined;
    throw error;
  }
}
