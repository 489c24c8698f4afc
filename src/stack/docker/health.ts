import { z } from "zod";
import { StackError } from "../../base/errors.ts";
import type { ServiceName } from "../backend.ts";
import { type CommandResult, runCommand } from "../command.ts";
import type { ContainerStatus } from "./status.ts";

const health = z.object({
  Log: z.array(z.object({ ExitCode: z.number(), Output: z.string() })).nullish(),
}).nullish();

/** Returns the output of a container's last health check; empty if unknown. */
export async function lastHealthOutput(
  container: ContainerStatus,
  signal?: AbortSignal,
): Promise<string> {
  const { code, stdout }: CommandResult = await runCommand(
    ["docker", "inspect", "--format", "{{json .State.Health}}", container.name],
    { signal },
  );
  return code === 0 ? parseHealth(stdout) : "";
}

/** Parses the last failed check from `.State.Health` of `docker inspect`. */
export function parseHealth(text: string): string {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    // This only words an error: output that cannot be parsed adds nothing.
    return "";
  }
  const parsed = health.safeParse(document);
  const last = parsed.success ? parsed.data?.Log?.at(-1) : undefined;
  return last && last.ExitCode !== 0 ? last.Output.trim() : "";
}

/** Tells whether a health check was refused its login, which waiting will not fix. */
export function isRefusedLogin(output: string): boolean {
  return /password authentication failed|authentication failed|(role|database) ".*" does not exist/i
    .test(output);
}

/** Creates the error for a volume that was created with other credentials. */
export function refusedLoginError(service: ServiceName): StackError {
  const variables = service === "mongodb"
    ? "MONGO_USER and MONGO_PASSWORD"
    : "POSTGRES_USER, POSTGRES_PASSWORD and POSTGRES_DB";
  return new StackError(
    `Cannot log in to "${service}": its volume was made with other credentials than ${variables} ` +
      "say now, and an image sets them once only: set them back, change them within the server, " +
      "or start anew with deno task down --volumes (this destroys the data)",
    { service },
  );
}
