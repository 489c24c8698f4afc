import type { EndpointFact } from "./facts.ts";
import type { DoctorFinding } from "./finding.ts";
import { clockFinding } from "./server_findings.ts";

/** Says which places can be fetched from, and compares the clock with the first that tells it. */
export function networkFindings(endpoints: readonly EndpointFact[]): DoctorFinding[] {
  const findings = endpoints.map(({ what, host, use, reached, detail }): DoctorFinding => ({
    status: reached ? "pass" : "warn",
    subject: what,
    detail: reached ? `${host} ${detail}` : `${host} ${detail}: ${use}`,
  }));
  const timed = endpoints.find(({ clockDifferenceMs }) => clockDifferenceMs !== undefined);
  if (timed?.clockDifferenceMs === undefined) return findings;
  return [...findings, clockFinding(`clock of ${timed.host}`, timed.clockDifferenceMs)];
}
