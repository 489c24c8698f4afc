import type { TaskContext } from "../../../cli/mod.ts";
import type { Severity } from "./code_facts.ts";
import type { Finding } from "./finding.ts";

/** Formats findings for a terminal, the worst first: a sentence with its code, and the remedy. */
export function adviceLines(
  findings: readonly Finding[],
  { statusWord, verbose }: {
    readonly statusWord: TaskContext["statusWord"];
    readonly verbose: boolean;
  },
): string[] {
  return SEVERITIES.filter((severity) => verbose || severity !== "info").flatMap((severity) =>
    findings.filter((one) => one.severity === severity).flatMap(({ code, sentence, remedy }) => [
      `    ${wordOf(severity, statusWord)}  ${sentence} [${code}]`,
      `            ${remedy}`,
    ])
  );
}

const SEVERITIES: readonly Severity[] = ["error", "warning", "info"];

function wordOf(severity: Severity, statusWord: TaskContext["statusWord"]): string {
  if (severity === "info") return "  note";
  return statusWord(severity === "error" ? "fail" : "warn");
}
