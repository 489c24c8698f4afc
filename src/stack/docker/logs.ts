import { StackError } from "../../base/errors.ts";
import type { LogsOptions } from "../backend.ts";
import { type ComposeProject, spawnCompose } from "./compose.ts";

/** Reads the containers' logs, each line after its service's name where several are read. */
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
    // What Compose says to being ended is no line of a log.
    if (signal?.aborted) continue;
    last = line;
    yield service === undefined ? shortenPrefix(line) : line;
  }
  if (await command.code === 0 || signal?.aborted) return;
  throw new StackError(`Cannot read the logs of "${service ?? "docker"}": ${last}`, {
    service: service ?? "docker",
  });
}

/** Takes the number of the container away: there is one of each service. */
export function shortenPrefix(line: string): string {
  return line.replace(/^(\S+?)-\d+(\s+\|)/, "$1$2");
}
