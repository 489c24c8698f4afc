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
      `    ${statusWord(words[severity])}  ${sentence} [${code}]`,
      `            ${remedy}`,
    ])
  );
}

const SEVERITIES: readonly Severity[] = ["error", "warning", "info"];

const words = { error: "fail", warning: "warn", info: "skip" } as const;
