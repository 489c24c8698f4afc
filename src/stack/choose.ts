import { ConfigError, StackError } from "../base/errors.ts";
import type { Backend, BackendName } from "./backend.ts";
import { BACKEND_ORDER, type Backends } from "./backends.ts";

/** The values of `--backend`. */
export type BackendRequest = "auto" | BackendName;

/** Options of {@linkcode chooseBackend}. */
export interface ChooseOptions {
  /** The backends to choose from. */
  readonly backends: Backends;
  /** The backend that is running now. */
  readonly running?: BackendName | undefined;
  /** The backend of a stack that ended without `down`, after a crash or a reboot. */
  readonly last?: BackendName | undefined;
  /** Stops the detection. */
  readonly signal?: AbortSignal | undefined;
}

/** A backend and the reason for choosing it. */
export interface BackendChoice {
  /** The backend. */
  readonly backend: Backend;
  /** The reason, in one line for people. */
  readonly reason: string;
}

/**
 * Parses the value of `--backend`.
 *
 * @throws {ConfigError} If it is not a backend.
 */
export function parseBackendRequest(text: string): BackendRequest {
  const known: readonly BackendRequest[] = ["auto", ...BACKEND_ORDER];
  const found = known.find((name) => name === text);
  if (found !== undefined) return found;
  throw new ConfigError(
    `Cannot use the backend "${text}": unknown, use one of ${known.join(", ")}`,
  );
}

/**
 * Chooses the backend: the running one, else the requested one, else the first that can run here.
 *
 * @throws {StackError} If the requested one cannot run, or another one is running.
 */
export async function chooseBackend(
  requested: BackendRequest,
  options: ChooseOptions,
): Promise<BackendChoice> {
  const { backends, running } = options;
  if (running !== undefined) return keepRunning(requested, running, backends);
  if (requested === "auto") return await chooseFirst(options);
  const backend = backends[requested];
  const { available, reason } = await backend.detect(options.signal);
  if (available) return { backend, reason };
  throw new StackError(
    `Cannot use the backend "${requested}": ${reason} (or let --backend=auto choose)`,
    { service: requested },
  );
}

function keepRunning(
  requested: BackendRequest,
  running: BackendName,
  backends: Backends,
): BackendChoice {
  if (requested === "auto" || requested === running) {
    return { backend: backends[running], reason: "it runs already" };
  }
  throw new StackError(
    `Cannot start the backend "${requested}": "${running}" runs already, stop it with "deno task down"`,
    { service: requested },
  );
}

async function chooseFirst(options: ChooseOptions): Promise<BackendChoice> {
  const { backends, last, signal } = options;
  // The data of an interrupted stack is still in its backend.
  const order = new Set([...last === undefined ? [] : [last], ...BACKEND_ORDER]);
  const refused: string[] = [];
  for (const name of order) {
    const { available, reason } = await backends[name].detect(signal);
    if (available) {
      return { backend: backends[name], reason: [reason, ...refused].join("; ") };
    }
    refused.push(`not ${name}: ${reason}`);
  }
  throw new StackError(`Cannot start the stack: no backend can run here, ${refused.join("; ")}`, {
    service: "stack",
  });
}
