import type { BackendName, ServiceStatus } from "../../stack/mod.ts";
import type { PortFact } from "./facts.ts";
import type { DoctorFinding } from "./finding.ts";

/** What decides whether a taken port matters. */
export interface PortContext {
  /** The backend that `up` would take. */
  readonly backend: BackendName | undefined;
  /** The running services of this project. */
  readonly services: readonly ServiceStatus[];
}

/** Judges the port of each service. */
export function portFindings(ports: readonly PortFact[], context: PortContext): DoctorFinding[] {
  return [...ports.map((port) => judge(port, context)), ...moved(ports, context)];
}

function judge(fact: PortFact, context: PortContext): DoctorFinding {
  const { service: subject, port, host, variable } = fact;
  if (!fact.local) {
    const detail = `the settings name ${host}:${port}, another machine: a service that up starts ` +
      "here is not the one that tasks use";
    return { status: "info", subject, detail };
  }
  if (isOwn(fact, context)) {
    return { status: "pass", subject, detail: `${port} is held by this stack${holderOf(fact)}` };
  }
  if (fact.free) return { status: "pass", subject, detail: `${port} is free` };
  const taken = `${port} is held by ${
    fact.holder === undefined
      ? "another process"
      : `${fact.holder.name} (process ${fact.holder.pid})`
  }`;
  if (isRunning(fact, context)) return { status: "info", subject, detail: taken };
  switch (consequence(fact, context.backend)) {
    case "unused":
      return {
        status: "info",
        subject,
        detail: `${taken}, and the backend ${context.backend} does not have this service`,
      };
    case "moves":
      return { status: "warn", subject, detail: `${taken}: up takes the next free one` };
    case "later":
      return { status: "warn", subject, detail: `${taken}: up --profile=full would refuse it` };
    case "stops":
      return {
        status: "fail",
        subject,
        detail: `${taken}: up cannot start ${subject}`,
        remedy: `use what listens there as it is, stop it, or set ${variable} to another port`,
      };
  }
}

type Consequence = "unused" | "moves" | "later" | "stops";

function consequence(
  { service, explicit }: PortFact,
  backend: BackendName | undefined,
): Consequence {
  if (backend === "docker") return service === "kafka" ? "later" : "stops";
  if (service !== "timescaledb" && service !== "redis") return "unused";
  return explicit ? "stops" : "moves";
}

function statusOf({ service }: PortFact, { services }: PortContext): ServiceStatus | undefined {
  return services.find((status) =>
    status.service === service && status.state !== "stopped" && status.state !== "absent"
  );
}

function isOwn(fact: PortFact, context: PortContext): boolean {
  return !fact.free && statusOf(fact, context)?.port === fact.port;
}

/** The service runs, on a port of its own: a taken one does not stop it. */
function isRunning(fact: PortFact, context: PortContext): boolean {
  return statusOf(fact, context)?.port !== undefined;
}

function holderOf({ holder }: PortFact): string {
  return holder === undefined ? "" : ` (${holder.name}, process ${holder.pid})`;
}

/** Names the ports that running services were moved to. */
function moved(ports: readonly PortFact[], context: PortContext): DoctorFinding[] {
  return ports.flatMap((fact): DoctorFinding[] => {
    const port = statusOf(fact, context)?.port;
    if (port === undefined || port === fact.port) return [];
    const detail = `${port} is where this stack's ${fact.service} runs`;
    return [{ status: "pass", subject: fact.service, detail }];
  });
}
