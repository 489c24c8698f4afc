import { StackError } from "../base/errors.ts";
import type { Backend, BackendName, ServiceStatus, StackState } from "./backend.ts";
import type { Backends } from "./backends.ts";
import { readState } from "./state.ts";

/** A backend that has something running, with the state of its services. */
export interface RunningBackend {
  /** The backend. */
  readonly backend: Backend;
  /** The state of its services. */
  readonly services: readonly ServiceStatus[];
}

/** Tells whether a service has processes, healthy or not. */
export function isUp({ state }: ServiceStatus): boolean {
  return state !== "stopped" && state !== "absent";
}

/** What was found of a project's stack. */
export interface FoundStack {
  /** What `up` wrote down. */
  readonly state: StackState | undefined;
  /** What really runs; nothing where the state is stale. */
  readonly running: RunningBackend | undefined;
}

/**
 * Looks what runs: first where the state file points, then, where that is stale or lost, at
 * everything that can be asked.
 */
export async function findStack(root: string, backends: Backends): Promise<FoundStack> {
  const state = readState(root);
  // Docker's engine is asked last, and only where no state says better: it may take its time.
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
    // An engine that does not answer runs nothing.
    if (error instanceof StackError) return [];
    throw error;
  }
}
