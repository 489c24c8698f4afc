import { StackError } from "../../base/errors.ts";
import type { LogsOptions } from "../backend.ts";
import { type ComposeProject, spawnCompose } from "./compose.ts";

/** Reads the containers' logs; with several services, each line starts with the service's name. */
export async function* readLogs(
  project: ComposeProject,
  options: LogsOptions,
): AsyncGenerator<string> {
  const { service, lines, follow, signal } = options;
  const command = spawnCompose(project, [
    "--profile=full",
    "logs",
    "--no-color",
    ...(follow ? ["--follow"] : []),
    ...(lines === undefined ? [] : [`--tail=${lines}`]),
    ...(service === undefined ? [] : ["--no-log-prefix", service]),
  ], { signal });
  let last = "";
  for await (const line of command.lines) {
    // What Compose prints when it is stopped is not a log line.
    if (signal?.aborted) continue;
    last = line;
    yield service === undefined ? shortenPrefix(line) : line;
  }
  if (await command.code === 0 || signal?.aborted) return;
  throw new StackError(`Cannot read the logs of "${service ?? "docker"}": ${last}`, {
    service: service ?? "docker",
  });
}

/** Removes the container's number: there is one per service. */
export function shortenPrefix(line: string): string {
  return line.replace(/^(\S+?)-\d+(\s+\|)/, "$1$2");
}
