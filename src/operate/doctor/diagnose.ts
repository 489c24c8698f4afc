import type { BackendName } from "../../stack/mod.ts";
import { backendFindings } from "./backend_findings.ts";
import type { DoctorFacts } from "./facts.ts";
import { type DoctorFinding, type DoctorSection, findingsOf } from "./finding.ts";
import { machineFindings } from "./machine_findings.ts";
import { networkFindings } from "./network_findings.ts";
import { portFindings } from "./port_findings.ts";
import { imageFindings, serverFindings, testedFinding } from "./server_findings.ts";
import { settingsFindings } from "./settings_findings.ts";
import { stackFindings } from "./stack_findings.ts";
import { toolFindings } from "./tool_findings.ts";

/** What the doctor says, in the shape of `doctor --json`. */
export interface Diagnosis {
  /** Whether `up` could start something. */
  readonly ok: boolean;
  /** The backend that `up` would take. */
  readonly backend: BackendName | null;
  /** What stops it. */
  readonly problems: readonly DoctorFinding[];
  /** Everything, by kind. */
  readonly sections: readonly DoctorSection[];
}

/** Turns facts into findings. */
export function diagnose(facts: DoctorFacts): Diagnosis {
  const { backends, settings, stack } = facts;
  const backend = backends.ok ? backends.value.choice?.name : undefined;
  const services = stack.ok ? stack.value.services : [];
  const sections: DoctorSection[] = [
    { title: "Backends", findings: findingsOf(backends, "backends", backendFindings) },
    { title: "Stack", findings: findingsOf(stack, "stack", stackFindings) },
    {
      title: "Ports",
      findings: findingsOf(facts.ports, "ports", (ports) => {
        return portFindings(ports, { backend, services });
      }),
    },
    {
      title: "Database server",
      findings: [
        ...findingsOf(facts.server, "server", serverFindings),
        ...imageFindings(settings.settings.images),
        testedFinding(),
      ],
    },
    {
      title: "Machine",
      findings: findingsOf(facts.machine, "machine", (machine) => {
        return machineFindings(machine, backend);
      }),
    },
    { title: "Tools", findings: findingsOf(facts.tools, "tools", toolFindings) },
    { title: "Network", findings: findingsOf(facts.network, "network", networkFindings) },
    { title: "Settings", findings: settingsFindings(settings) },
  ];
  const problems = sections.flatMap(({ findings }) => findings)
    .filter(({ status }) => status === "fail");
  return { ok: problems.length === 0, backend: backend ?? null, problems, sections };
}
