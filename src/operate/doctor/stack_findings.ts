import type { ServiceStatus, StackStatus } from "../../stack/mod.ts";
import type { DoctorFinding } from "./finding.ts";

/** Reports the stack of this project. */
export function stackFindings(
  { backend, services, stale, startedAt }: StackStatus,
): DoctorFinding[] {
  if (backend === undefined) {
    return [{ status: "info", subject: "stack", detail: "nothing was started here" }];
  }
  const since = startedAt === undefined ? "" : ` since ${startedAt}`;
  const head: DoctorFinding = stale
    ? {
      status: "warn",
      subject: "stack",
      detail: `the stack of ${startedAt ?? "earlier"} (${backend}) has ended without down`,
      remedy: "deno task up",
    }
    : { status: "pass", subject: "stack", detail: `the backend ${backend} runs${since}` };
  return [head, ...services.filter(({ state }) => state !== "absent").map(serviceFinding)];
}

function serviceFinding(status: ServiceStatus): DoctorFinding {
  const { service, state, host, port, version, detail } = status;
  const address = port === undefined ? undefined : `${host ?? "127.0.0.1"}:${port}`;
  const facts = [state, address, version, detail].filter((fact) => fact !== undefined);
  const isWell = state === "running";
  return { status: isWell ? "pass" : "warn", subject: service, detail: facts.join(", ") };
}
