import type { TaskContext } from "../../cli/mod.ts";
import type { Diagnosis } from "./diagnose.ts";
import type { DoctorFinding } from "./finding.ts";

/** How a diagnosis is shown. */
export interface DiagnosisLinesOptions {
  /** Words for statuses. */
  readonly statusWord: TaskContext["statusWord"];
  /** Formats a heading. */
  readonly heading: (text: string) => string;
  /** Whether settings that nobody changed are shown as well. */
  readonly all: boolean;
}

/** Formats a diagnosis: sections of aligned lines, then what it comes to. */
export function diagnosisLines(diagnosis: Diagnosis, options: DiagnosisLinesOptions): string[] {
  const lines = diagnosis.sections.flatMap(({ title, findings }) => {
    const shown = findings.filter(({ minor }) => options.all || minor !== true);
    const hidden = findings.length - shown.length;
    const width = Math.max(0, ...shown.map(({ subject }) => subject.length));
    return [
      options.heading(title),
      ...shown.flatMap((finding) => findingLines(finding, width, options)),
      ...hidden === 0 ? [] : [`        ${hidden} more have their defaults (-v shows them)`],
      "",
    ];
  });
  return [...lines, conclusion(diagnosis)];
}

/** Words for statuses without any terminal. */
export const PLAIN_WORDS = { pass: "pass", warn: "WARN", fail: "FAIL", skip: "skip" } as const;

function findingLines(
  { status, subject, detail, remedy }: DoctorFinding,
  width: number,
  { statusWord }: DiagnosisLinesOptions,
): string[] {
  const word = status === "info" ? " ".repeat(6) : statusWord(status);
  return [
    `${word}  ${subject.padEnd(width)}  ${detail}`.trimEnd(),
    ...remedy === undefined ? [] : [`${" ".repeat(8 + width)}  → ${remedy}`],
  ];
}

function conclusion({ backend, problems }: Diagnosis): string {
  if (problems.length > 0) {
    const subjects = [...new Set(problems.map(({ subject }) => subject))].join(", ");
    const what = problems.length === 1 ? "1 problem stops" : `${problems.length} problems stop`;
    return `${what} "deno task up": ${subjects}`;
  }
  return backend === null
    ? 'Nothing was found that stops "deno task up"'
    : `"deno task up" would take the backend ${backend}`;
}
