import { setTimeout as sleep } from "node:timers/promises";
import { StackError } from "../../base/errors.ts";
import { createRedactor } from "../../base/logging/mod.ts";
import { secretsOf } from "../../base/settings/mod.ts";
import type { ServiceAddress, ServiceName, StackState, UpOptions } from "../backend.ts";
import { isPortFree, LOOPBACK } from "../ports.ts";
import { ensureBucket } from "./bucket.ts";
import { type ComposeProject, spawnCompose } from "./compose.ts";
import { diagnose, findLastingProblem, readContainers } from "./diagnose.ts";
import { composeEnvironment, refuseCredentials } from "./environment.ts";
import { explainFailure, type TakenPort, takenPortsError } from "./failure.ts";
import { createProgress } from "./progress.ts";
import { dockerServices, servicePorts } from "./services.ts";

/** Starts the containers of a project and waits until each is healthy. */
export async function startContainers(
  project: ComposeProject,
  options: UpOptions,
): Promise<StackState> {
  const { profile, settings, report, timeoutMs } = options;
  refuseCredentials(settings);
  const services = dockerServices(profile);
  const ports = servicePorts(settings);
  const limit = AbortSignal.timeout(timeoutMs);
  const signal = options.signal ? AbortSignal.any([options.signal, limit]) : limit;
  try {
    await refuseTakenPorts(project, { services, ports, signal });
    await composeUp(project, { ...options, signal });
    // The container's own address: MINIO_HOST may name another server.
    const endpoint = `http://${LOOPBACK}:${ports.minio.port}`;
    if (await ensureBucket({ ...settings.minio, endpoint }, { signal })) {
      report({
        kind: "step",
        service: "minio",
        message: `created the bucket ${settings.minio.bucket}`,
      });
    }
  } catch (error) {
    if (!limit.aborted || options.signal?.aborted) throw error;
    throw await diagnose(project, { redact: redactor(options), elapsedMs: timeoutMs });
  }
  const addresses = services.map((name): [ServiceName, ServiceAddress] => [
    name,
    { host: LOOPBACK, port: ports[name].port },
  ]);
  return {
    backend: "docker",
    profile,
    services: Object.fromEntries(addresses),
    startedAt: new Date().toISOString(),
  };
}

interface PortCheck {
  readonly services: readonly ServiceName[];
  readonly ports: ReturnType<typeof servicePorts>;
  readonly signal: AbortSignal;
}

/** Checks all ports before anything is pulled, so that all taken ones are named at once. */
async function refuseTakenPorts(project: ComposeProject, check: PortCheck): Promise<void> {
  const containers = await readContainers(project, check.signal);
  const ours = new Set(containers.map(({ published }) => published?.port));
  const taken = check.services
    .map((service): TakenPort => ({ service, ...check.ports[service] }))
    .filter(({ port }) => !ours.has(port) && !isPortFree(port));
  const [first, ...others] = taken;
  if (first) throw takenPortsError([first, ...others]);
}

type ComposeUpOptions = UpOptions & { readonly signal: AbortSignal };

async function composeUp(project: ComposeProject, options: ComposeUpOptions): Promise<void> {
  const { profile, report, settings, timeoutMs } = options;
  const stop = new AbortController();
  const signal = AbortSignal.any([options.signal, stop.signal]);
  const seconds = Math.max(1, Math.ceil(timeoutMs / 1000));
  const command = spawnCompose(
    project,
    [...profileFlags(profile), "up", "--detach", "--wait", `--wait-timeout=${seconds}`],
    { env: composeEnvironment(settings), signal },
  );
  const progress = createProgress(project.name, report);
  const output: string[] = [];
  let watch: Promise<StackError | undefined> | undefined;
  for await (const line of command.lines) {
    output.push(line);
    progress(line);
    // Not earlier: a container that is about to be replaced may have been refused with old
    // settings.
    if (/\bWaiting\s*$/.test(line)) watch ??= watchHealth(project, stop);
  }
  const code = await command.code;
  stop.abort();
  const refused = await watch;
  options.signal.throwIfAborted();
  if (code === 0) return;
  const redact = redactor(options);
  throw refused ??
    explainFailure(output.join("\n"), {
      ports: servicePorts(settings),
      images: settings.images,
      redact,
    }) ??
    await diagnose(project, { redact, elapsedMs: timeoutMs });
}

/** Ends the wait as soon as a health check fails with something that waiting will not fix. */
async function watchHealth(
  project: ComposeProject,
  stop: AbortController,
): Promise<StackError | undefined> {
  const { signal } = stop;
  try {
    while (true) {
      await sleep(3_000, undefined, { signal });
      const refused = await findLastingProblem(project, signal);
      if (refused === undefined) continue;
      stop.abort();
      return refused;
    }
  } catch (error) {
    // A failed check says nothing about the start, which reports its own errors.
    if (signal.aborted || error instanceof StackError) return undefined;
    throw error;
  }
}

function profileFlags(profile: UpOptions["profile"]): string[] {
  return profile === "full" ? ["--profile=full"] : [];
}

function redactor({ settings }: UpOptions): (text: string) => string {
  const { secrets, shown } = secretsOf(settings);
  return createRedactor(secrets, { shown });
}
