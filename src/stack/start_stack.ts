import { StackError } from "../base/errors.ts";
import type { Settings } from "../base/settings/mod.ts";
import type { ProgressEvent, StackProfile, StackState, UpOptions } from "./backend.ts";
import { openBackends } from "./backends.ts";
import { type BackendChoice, type BackendRequest, chooseBackend } from "./choose.ts";
import { isLocal } from "./port_chooser.ts";
import { findStack, isUp, type RunningBackend } from "./running.ts";
import { withStackLock } from "./stack_lock.ts";
import { writeState } from "./state.ts";

/** Options of {@linkcode startStack}. */
export interface StartStackOptions {
  /** The project folder; all files are kept below its `.strata/`. */
  readonly root: string;
  /** The requested backend. */
  readonly requested: BackendRequest;
  /** The services to start. */
  readonly profile: StackProfile;
  /** The limit for the whole start, in milliseconds. */
  readonly timeoutMs: number;
  /** The credentials and ports, without those of a running stack. */
  readonly settings: Settings;
  /** Called with each step. */
  readonly report: (event: ProgressEvent) => void;
  /** Ends the start. */
  readonly signal?: AbortSignal | undefined;
  /** Another project folder whose unpacked native servers are used. */
  readonly treeFrom?: string;
  /** Where apt's configuration is; by default `/etc/apt`. */
  readonly aptFolder?: string;
}

/** The result of {@linkcode startStack}. */
export interface StartedStack {
  /** What is running now. */
  readonly state: StackState;
  /** Why this backend was chosen. */
  readonly reason: string;
  /** False if everything was already running. */
  readonly started: boolean;
}

/** Starts the stack of a project, or its missing parts, and waits until it is healthy. */
export async function startStack(options: StartStackOptions): Promise<StartedStack> {
  const { root, report, signal } = options;
  const backends = openBackends(root, {
    treeFrom: options.treeFrom,
    aptFolder: options.aptFolder,
  });
  return await withStackLock(root, async () => {
    const { state: previous, running } = await findStack(root, backends);
    if (previous !== undefined && running === undefined) {
      report({
        kind: "note",
        message: `the stack of ${previous.startedAt} has ended without "down"`,
      });
    }
    noteOtherHosts(options);
    const choice = await chooseBackend(options.requested, {
      backends,
      running: running?.backend.name,
      last: previous?.backend,
      signal,
    });
    report({ kind: "step", message: `backend ${choice.backend.name}: ${choice.reason}` });
    const { state, reason } = await upOrEmbedded(
      choice,
      options,
      options.requested,
      backends.embedded,
    );
    const started = !ranBefore(state, running);
    const kept = !started && previous ? { ...state, startedAt: previous.startedAt } : state;
    await writeState(root, kept);
    return { state: kept, reason, started };
  }, { report, signal });
}

/**
 * Whether Debian's packages can be fetched shows only when trying; if not, `auto` falls back to
 * embedded.
 */
async function upOrEmbedded(
  choice: BackendChoice,
  options: UpOptions,
  requested: BackendRequest,
  embedded: BackendChoice["backend"],
): Promise<{ state: StackState; reason: string }> {
  try {
    return { state: await choice.backend.up(options), reason: choice.reason };
  } catch (error) {
    if (isTimeout(error) && !options.signal?.aborted) throw tooSlow(options, error);
    const isUnpacking = error instanceof StackError && error.service === "native";
    if (requested !== "auto" || !isUnpacking) throw error;
    options.report({ kind: "note", message: `${error.message}; taking the backend embedded` });
    const reason = "native could not fetch its packages";
    return { state: await embedded.up(options), reason };
  }
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && ["AbortError", "TimeoutError"].includes(error.name);
}

function tooSlow({ timeoutMs }: UpOptions, cause: unknown): StackError {
  return new StackError(
    `Cannot start the stack: it took longer than ${timeoutMs / 1_000} s, ` +
      "run it again to go on, or give it more with --timeout",
    { service: "stack", cause },
  );
}

function ranBefore(state: StackState, running: RunningBackend | undefined): boolean {
  if (running?.backend.name !== state.backend) return false;
  return Object.entries(state.services).every(([name, address]) =>
    running.services.some((status) =>
      status.service === name && isUp(status) && status.port === address.port &&
      status.pid === address.pid
    )
  );
}

function noteOtherHosts({ settings, report }: StartStackOptions): void {
  const hosts = [
    { service: "timescaledb", host: settings.postgres.host },
    { service: "redis", host: settings.redis.host },
  ] as const;
  for (const { service, host } of hosts) {
    if (isLocal(host)) continue;
    const message =
      `the settings name ${host} for ${service}: tasks use that one, not this stack's`;
    report({ kind: "note", service, message });
  }
}
