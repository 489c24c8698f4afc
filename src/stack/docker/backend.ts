import { join, resolve } from "node:path";
import { StackError } from "../../base/errors.ts";
import { peekVariables } from "../../base/settings/mod.ts";
import type { Backend, DownOptions } from "../backend.ts";
import { type ComposeProject, spawnCompose } from "./compose.ts";
import { detectDocker, type DockerDetection } from "./detect.ts";
import { readContainers } from "./diagnose.ts";
import { composeProjectName } from "./environment.ts";
import { readLogs } from "./logs.ts";
import { findForeignOwner, refuseForeignProject } from "./owner.ts";
import { SERVICE_NAMES } from "../service_names.ts";
import { dockerServices } from "./services.ts";
import { serviceStatus } from "./status.ts";
import { startContainers } from "./up.ts";

/** Creates the backend for the project folder that holds `docker-compose.yml`. */
export function dockerBackend(root: string): Backend {
  let detection: DockerDetection | undefined;
  const detect = async (signal?: AbortSignal) => {
    // An engine that answered is not asked again; one that did not may have been started meanwhile.
    if (!detection?.available) detection = await detectDocker({ signal });
    return detection;
  };
  const open = async (name: string, signal?: AbortSignal): Promise<ComposeProject> => {
    const { compose, reason } = await detect(signal);
    if (!compose) throw new StackError(`Cannot use "docker": ${reason}`, { service: "docker" });
    return { program: compose, root: resolve(root), name: composeProjectName(name) };
  };
  return {
    name: "docker",
    services: dockerServices,
    async detect(signal) {
      const { available, reason } = await detect(signal);
      return { available, reason };
    },
    async up(options) {
      const project = await open(options.settings.projectName, options.signal);
      await refuseForeignProject(project, options.signal);
      return await startContainers(project, options);
    },
    async down(options) {
      const project = await open(options.settings.projectName, options.signal);
      // The containers belong to another folder, so there is nothing to stop.
      if (await findForeignOwner(project, options.signal) !== undefined) return;
      await stopContainers(project, options);
    },
    async ps() {
      const project = await open(projectName(root));
      await refuseForeignProject(project);
      const containers = await readContainers(project);
      return SERVICE_NAMES.map((service) =>
        serviceStatus(service, containers.find((container) => container.service === service))
      );
    },
    async *logs(options) {
      const project = await open(projectName(root), options.signal);
      await refuseForeignProject(project, options.signal);
      yield* readLogs(project, options);
    },
  };
}

async function stopContainers(project: ComposeProject, options: DownOptions): Promise<void> {
  const { volumes, timeoutMs, report } = options;
  const limit = AbortSignal.timeout(timeoutMs);
  const command = spawnCompose(
    project,
    ["--profile=full", "down", "--remove-orphans", ...(volumes ? ["--volumes"] : [])],
    { signal: options.signal ? AbortSignal.any([options.signal, limit]) : limit },
  );
  const output: string[] = [];
  for await (const line of command.lines) {
    output.push(line);
    const [, what, name] = line.match(/^\s*(Container|Volume) (\S+)\s+Removed\s*$/) ?? [];
    if (what && name) {
      report({ kind: "step", message: `removed the ${what.toLowerCase()} ${name}` });
    }
  }
  if (await command.code === 0) return;
  options.signal?.throwIfAborted();
  const why = limit.aborted
    ? `not done after ${Math.round(timeoutMs / 1000)} s, run it again with a higher --timeout=S`
    : output.findLast((line) => line.trim() !== "") ?? "Compose said nothing";
  throw new StackError(`Cannot stop the containers: ${why}`, { service: "docker" });
}

/**
 * The project name from the settings, read on its own so that other wrong settings do not matter.
 */
function projectName(root: string): string {
  return peekVariables(["PROJECT_NAME"], { envFile: join(root, ".env") }).get("PROJECT_NAME") ??
    "strata";
}
