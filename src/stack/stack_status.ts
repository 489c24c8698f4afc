import type { BackendName, LogsOptions, ServiceStatus } from "./backend.ts";
import { type Backends, openBackends } from "./backends.ts";
import { StackError } from "../base/errors.ts";
import { findStack, isUp } from "./running.ts";
import { withAccess } from "./stack_lock.ts";

/** The state of a project's stack. */
export interface StackStatus {
  /** The backend that runs it, or ran it last. */
  readonly backend: BackendName | undefined;
  /** When it was started, ISO 8601 in UTC. */
  readonly startedAt: string | undefined;
  /** The state of every service; empty if nothing was ever started. */
  readonly services: readonly ServiceStatus[];
  /** Whether the state file describes a stack that is gone. */
  readonly stale: boolean;
}

/** Reports what is running in a project. */
export async function stackStatus(root: string): Promise<StackStatus> {
  const { state, running } = await withAccess(root, () => findStack(root, openBackends(root)));
  const services = running?.services ?? [];
  return {
    backend: running?.backend.name ?? state?.backend,
    startedAt: state?.startedAt,
    services: running ? services : lostServices(state?.services ?? {}),
    stale: state !== undefined && !services.some(isUp),
  };
}

/** Reads the logs of a project's stack. */
export async function* stackLogs(root: string, options: LogsOptions): AsyncIterable<string> {
  const backends = openBackends(root);
  const { state, running } = await withAccess(root, () => findStack(root, backends));
  const name = running?.backend.name ?? state?.backend ?? await lastWithLogs(backends);
  if (name === undefined) {
    throw new StackError(
      'Cannot read the logs: nothing was started here, start it with "deno task up"',
      { service: "stack" },
    );
  }
  const { service } = options;
  if (service !== undefined && !backends[name].services("full").includes(service)) {
    throw new StackError(
      `Cannot read the logs of "${service}": the ${name} backend does not have it`,
      { service },
    );
  }
  yield* backends[name].logs(options);
}

function lostServices(services: object): ServiceStatus[] {
  // The keys of a state's services are service names, as the state's schema requires.
  const names = Object.keys(services) as ServiceStatus["service"][];
  return names.map((service) => ({ service, state: "stopped", detail: "its process is gone" }));
}

/** The logs of a stack remain after it is stopped. */
async function lastWithLogs(backends: Backends): Promise<BackendName | undefined> {
  for (const name of ["native", "embedded"] as const) {
    for await (const _line of backends[name].logs({ follow: false, lines: 1 })) return name;
  }
  return undefined;
}
