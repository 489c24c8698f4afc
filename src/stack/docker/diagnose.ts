import { StackError } from "../../base/errors.ts";
import { type ComposeProject, runCompose } from "./compose.ts";
import { isRefusedLogin, lastHealthOutput, refusedLoginError } from "./health.ts";
import { volumeProblem } from "./volume_problem.ts";
import { type ContainerStatus, describeEnd, parseComposePs } from "./status.ts";

/** Reads the containers of a project, including those that have ended. */
export async function readContainers(
  project: ComposeProject,
  signal?: AbortSignal,
): Promise<ContainerStatus[]> {
  const { code, stdout, stderr } = await runCompose(
    project,
    ["--profile=full", "ps", "--all", "--format=json"],
    { signal },
  );
  if (code === 0) return parseComposePs(stdout);
  const [line = "Compose said nothing"] = stderr.trim().split("\n");
  throw new StackError(`Cannot read the state of "docker": ${line}`, { service: "docker" });
}

/** Looks for a container whose health check fails with something that waiting will not fix. */
export async function findLastingProblem(
  project: ComposeProject,
  signal: AbortSignal,
): Promise<StackError | undefined> {
  if (project.program[0] !== "docker") return undefined;
  for (const container of await readContainers(project, signal)) {
    if (container.health !== "starting" && container.health !== "unhealthy") continue;
    const output = await lastHealthOutput(container, signal);
    if (isRefusedLogin(output)) return refusedLoginError(container.service);
    const volume = container.service === "timescaledb" && volumeProblem([output]);
    if (volume) return volume;
  }
  return undefined;
}

/**
 * Creates the error for containers that did not become healthy, with the last log lines of the
 * worst one.
 */
export async function diagnose(
  project: ComposeProject,
  options: { readonly redact: (text: string) => string; readonly elapsedMs: number },
): Promise<StackError> {
  const { redact, elapsedMs } = options;
  const seconds = Math.round(elapsedMs / 1000);
  const containers = await readContainers(project);
  if (containers.length === 0) {
    return new StackError(
      `Cannot start the containers: after ${seconds} s the images are still being pulled, ` +
        "run deno task up again (what is pulled is kept), or with a higher --timeout=S",
      { service: "docker" },
    );
  }
  const ill = containers.filter((one) => one.state !== "running" || one.health !== "healthy");
  // A container that has ended explains more than one that is still waiting.
  const worst = ill.find((one) => one.state !== "running") ??
    ill.find((one) => one.health === "unhealthy") ?? ill[0];
  if (worst === undefined) {
    return new StackError("Cannot start the containers: Compose gave up, run deno task up again", {
      service: "docker",
    });
  }
  const check = project.program[0] === "docker" ? await lastHealthOutput(worst) : "";
  if (isRefusedLogin(check)) return refusedLoginError(worst.service);
  const log = await lastLogLines(project, worst.service);
  const volume = worst.service === "timescaledb" && volumeProblem([...check.split("\n"), ...log]);
  if (volume) return volume;
  const lines = [
    ...(check === "" ? [] : [`health check: ${check.split("\n").at(-1)}`]),
    ...log,
  ];
  const others = ill.filter((one) => one !== worst).map(({ service }) => service);
  return new StackError(
    [
      `Cannot start "${worst.service}": ${stateOf(worst, seconds)}${
        others.length > 0 ? `, as little ${others.join(", ")}` : ""
      }; its last lines:`,
      ...lines.map((line) => `  ${redact(line)}`),
      `see deno task logs ${worst.service}`,
    ].join("\n"),
    { service: worst.service },
  );
}

function stateOf(container: ContainerStatus, seconds: number): string {
  if (container.state !== "running") return `its container ${describeEnd(container)}`;
  if (container.health === "unhealthy") return "its health check fails";
  return `it is not healthy after ${seconds} s (--timeout=S waits longer)`;
}

async function lastLogLines(project: ComposeProject, service: string): Promise<string[]> {
  const { stdout, stderr } = await runCompose(
    project,
    ["--profile=full", "logs", "--no-color", "--no-log-prefix", "--tail=15", service],
  );
  // deno-lint-ignore no-control-regex
  const text = `${stdout}\n${stderr}`.replace(/\x1b\[[0-9;]*[A-Za-z]/g, "");
  return text.split("\n").filter((line) => line.trim() !== "").slice(-10);
}
