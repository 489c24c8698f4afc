import type { Progress, TaskContext } from "../cli/mod.ts";
import type { ProgressEvent, ServiceStatus } from "./backend.ts";

/** How a task shows a backend's work. */
export interface TaskReport {
  /** Passes on an event: steps to the progress line, notes to lines of their own. */
  readonly report: (event: ProgressEvent) => void;
  /** The notes so far, for a JSON document. */
  readonly notes: readonly string[];
}

/** Shows a backend's work in a task. */
export function taskReport(context: TaskContext, progress: Progress): TaskReport {
  const notes: string[] = [];
  const report = ({ kind, message }: ProgressEvent) => {
    if (kind === "step") {
      if (context.verbose) context.note(message);
      return progress.update(message);
    }
    notes.push(message);
    context.note(message);
  };
  return { report, notes };
}

/** Formats one aligned line per service, for a terminal. */
export function statusLines(
  services: readonly ServiceStatus[],
  statusWord: TaskContext["statusWord"],
): string[] {
  const width = Math.max(0, ...services.map(({ service }) => service.length));
  return services.map((status) => {
    const { service, state, host, port, version, detail } = status;
    const address = port === undefined ? undefined : `${host ?? "127.0.0.1"}:${port}`;
    const facts = [state, address, version, detail].filter((fact) => fact !== undefined);
    return `${statusWord(WORDS[state])}  ${service.padEnd(width)}  ${facts.join("  ")}`.trimEnd();
  });
}

const WORDS = {
  running: "pass",
  starting: "warn",
  unhealthy: "fail",
  stopped: "fail",
  absent: "skip",
} as const;
