import { withDeadline } from "../../base/resilience/mod.ts";
import type { SettingsSurvey } from "../../base/settings/mod.ts";
import { type StackStatus, stackStatus } from "../../stack/mod.ts";
import type { DoctorFacts } from "./facts.ts";
import type { Probe } from "./finding.ts";
import { probeBackends } from "./probe_backends.ts";
import { dockerFolder } from "./probe_docker.ts";
import { probeMachine } from "./probe_machine.ts";
import { probeNetwork } from "./probe_network.ts";
import { probePorts } from "./probe_ports.ts";
import { probeServer } from "./probe_server.ts";
import { probeTools } from "./probe_tools.ts";

/** Options of {@linkcode examine}. */
export interface ExamineOptions {
  /** The project folder. */
  readonly root: string;
  /** The settings of `up`. */
  readonly settings: SettingsSurvey;
  /** The settings of the other tasks, which know the ports of a running stack. */
  readonly taskSettings: SettingsSurvey;
  /** Ends it early. */
  readonly signal: AbortSignal;
}

/** No probe may hold up the others for longer. */
const LIMIT_MS = 30_000;

/** Makes every probe at once; one that cannot be made leaves its reason. */
export async function examine(options: ExamineOptions): Promise<DoctorFacts> {
  const { root, settings, signal } = options;
  const status = stackStatus(root);
  const attempt = <T>(work: () => Promise<T>) => attemptProbe(work, signal);
  const [backends, stack, tools, ports, machine, server, network] = await Promise.all([
    attempt(() => probeBackends(root, orNone(status))),
    attempt(() => status),
    attempt(probeTools),
    attempt(() => probePorts(settings.settings)),
    attempt(async () => probeMachine(root, await dockerFolder())),
    attempt(() => probeServer(options.taskSettings.settings)),
    attempt(() => probeNetwork(settings.settings)),
  ]);
  return { settings, backends, stack, tools, ports, machine, server, network };
}

async function attemptProbe<T>(
  work: () => Promise<T>,
  signal: AbortSignal,
): Promise<Probe<T>> {
  const late = () => new DOMException(`no answer within ${LIMIT_MS / 1_000} s`, "TimeoutError");
  try {
    return { ok: true, value: await withDeadline(work(), LIMIT_MS, late) };
  } catch (error) {
    signal.throwIfAborted();
    const message = error instanceof Error ? error.message : String(error);
    return { ok: false, problem: message.split("\n", 1)[0] ?? message };
  }
}

/** The stack has a probe of its own, which says what is wrong with it. */
async function orNone(status: Promise<StackStatus>): Promise<StackStatus> {
  try {
    return await status;
  } catch {
    // It is reported by its own probe.
    return { backend: undefined, startedAt: undefined, services: [], stale: false };
  }
}
