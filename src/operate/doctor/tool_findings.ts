import type { ToolFact } from "./facts.ts";
import type { DoctorFinding } from "./finding.ts";

/** Lists the tools with their versions; one that is missing says what wants it. */
export function toolFindings(tools: readonly ToolFact[]): DoctorFinding[] {
  return tools.map(({ name, version, use }) =>
    version === undefined
      ? { status: "skip", subject: name, detail: `not found, ${use}` }
      : { status: "pass", subject: name, detail: version }
  );
}
