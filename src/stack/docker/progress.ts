import type { ProgressEvent, ServiceName } from "../backend.ts";
import { isService } from "./services.ts";

/**
 * Turns the lines of `compose --progress=plain up` into events: a pull, a start, the health, each
 * reported once. Networks, volumes and image layers are left out.
 */
export function createProgress(
  project: string,
  report: (event: ProgressEvent) => void,
): (line: string) => void {
  const said = new Set<string>();
  return (line) => {
    const event = progressOf(line, project);
    if (event === undefined || said.has(event.message)) return;
    said.add(event.message);
    report(event);
  };
}

/** Parses a line of Compose's progress. */
export function progressOf(line: string, project: string): ProgressEvent | undefined {
  const [, subject = "", verb = ""] =
    line.match(/^\s*(?:Container |Image )?(\S+)\s+([A-Z][a-z]+)\s*$/) ??
      [];
  const words = WORDS[verb];
  if (words === undefined) return undefined;
  const service = serviceOf(subject, project);
  if (service !== undefined) {
    return { kind: "step", service, message: words.replace("%", service) };
  }
  // Compose 2.39 and later name the image here, older versions the service.
  if (verb.startsWith("Pull") && /[:/]/.test(subject)) {
    return { kind: "step", message: words.replace("the image of %", subject) };
  }
  return undefined;
}

const WORDS: Readonly<Record<string, string>> = {
  Pulling: "pulling the image of %",
  Pulled: "pulled the image of %",
  Recreate: "replacing %, its settings have changed",
  Started: "% has started, waiting until it is healthy",
  Healthy: "% is healthy",
};

function serviceOf(subject: string, project: string): ServiceName | undefined {
  const name = subject.startsWith(`${project}-`)
    ? subject.slice(project.length + 1).replace(/-\d+$/, "")
    : subject;
  return isService(name) ? name : undefined;
}
