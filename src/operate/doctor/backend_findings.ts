import { editionFindings } from "./edition_findings.ts";
import type { BackendFacts } from "./facts.ts";
import type { DoctorFinding } from "./finding.ts";

/** Says which backend `up` would take and why, and why not each other one. */
export function backendFindings(
  { found, choice, refusal, edition }: BackendFacts,
): DoctorFinding[] {
  const findings = found.map(({ name, available, reason }): DoctorFinding => {
    if (name === choice?.name) {
      return { status: "pass", subject: name, detail: `taken by up: ${reasonOf(choice, reason)}` };
    }
    if (!available) return { status: "skip", subject: name, detail: reason };
    const other = choice === undefined ? "" : `, only with --backend=${name}`;
    return { status: "info", subject: name, detail: `can run${other}: ${reason}` };
  });
  if (choice?.name === "native" && edition !== undefined) {
    findings.push(...editionFindings(edition));
  }
  if (choice !== undefined) return findings;
  return [...findings, {
    status: "fail",
    subject: "up",
    detail: refusal ?? "no backend can run here",
    remedy: "install Docker Engine with its Compose plugin, or use a Debian-family Linux",
  }];
}

/** The reason of a choice repeats those of the others after a semicolon. */
function reasonOf(choice: { readonly reason: string }, detected: string): string {
  return choice.reason.startsWith(detected) ? detected : choice.reason;
}
