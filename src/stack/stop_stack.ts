import type { BackendName, DownOptions, ServiceName } from "./backend.ts";
import { BACKEND_ORDER, type Backends, openBackends } from "./backends.ts";
import { findStack, isUp } from "./running.ts";
import { withStackLock } from "./stack_lock.ts";
import { removeState } from "./state.ts";

/** Options of {@linkcode stopStack}. */
export interface StopStackOptions extends DownOptions {
  /** The project folder. */
  readonly root: string;
}

/** The result of {@linkcode stopStack}. */
export interface StoppedStack {
  /** The backends that were stopped. */
  readonly backends: readonly BackendName[];
  /** The services that were running. */
  readonly stopped: readonly ServiceName[];
}

/**
 * Stops the stack of a project. `volumes` also destroys its data: that of the backend in the state
 * file, or of every backend if nothing was running.
 */
export async function stopStack(options: StopStackOptions): Promise<StoppedStack> {
  const { root, signal, report } = options;
  const backends = openBackends(root);
  return await withStackLock(root, async () => {
    const { state, running } = await findStack(root, backends);
    const known = running?.backend.name ?? state?.backend;
    const names = known ? [known] : options.volumes ? await usable(backends, signal) : [];
    for (const name of names) await backends[name].down(options);
    await removeState(root);
    const stopped = running?.services.filter(isUp).map(({ service }) => service) ?? [];
    return { backends: names, stopped };
  }, { report, signal });
}

async function usable(backends: Backends, signal?: AbortSignal): Promise<BackendName[]> {
  const { available } = await backends.docker.detect(signal);
  return BACKEND_ORDER.filter((name) => name !== "docker" || available);
}
