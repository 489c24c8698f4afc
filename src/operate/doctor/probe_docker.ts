import { runCommand } from "../../stack/mod.ts";

/** Returns the data folder of a Docker engine on this machine; empty without one. */
export async function dockerFolder(): Promise<string> {
  try {
    const { code, stdout } = await runCommand(
      ["docker", "info", "--format", "{{.DockerRootDir}}"],
      { signal: AbortSignal.timeout(3_000) },
    );
    return code === 0 ? stdout.trim() : "";
  } catch {
    // An engine that does not answer is told of among the backends.
    return "";
  }
}
