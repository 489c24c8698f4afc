import { StackError } from "../base/errors.ts";
import type { Backend, BackendName, ServiceStatus, StackState } from "./backend.ts";
import type { Backends } from "./backends.ts";
import { readState } from "./state.ts";

/** A backend with running services, and their states. */
export interface RunningBackend {
  /** The backend. */
  readonly backend: Backend;
  /** The state of its services. */
  readonly services: readonly ServiceStatus[];
}

/** Tells whether a service has a process, healthy or not. */
export function isUp({ state }: ServiceStatus): boolean {
  return state !== "stopped" && state !== "absent";
}

/** What was found about a project's stack. */
export interface FoundStack {
  /** The state that `up` recorded. */
  readonly state: StackState | undefined;
  /** What is actually running; `undefined` if the state is stale. */
  readonly running: RunningBackend | undefined;
}

/**
 * Finds what is running: first the backend that the state file names, then, if the file is stale or
 * lost, every backend.
 */
export async function findStack(root: string, backends: Backends): Promise<FoundStack> {
  const state = readState(root);
  // Docker's engine may be slow, so it is asked last, unless the state names it.
  const order = new Set<BackendName>([
    ...state ? [state.backend] : [],
    ...["native", "embedded"] as const,
    ...state ? [] : ["docker"] as const,
  ]);
  for (const name of order) {
    const services = await askStatus(backends[name]);
    if (services.some(isUp)) return { state, running: { backend: backends[name], services } };
  }
  return { state, running: undefined };
}

async function askStatus(backend: Backend): Promise<readonly ServiceStatus[]> {
  try {
    return await backend.ps();
  } catch (error) {
    // An engine that does not answer is running nothing.
    if (error instanceof StackError) return [];
    throw error;
  }
}
