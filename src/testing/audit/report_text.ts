import { inspect } from "node:util";
import { MISSING } from "./first_difference.ts";
import type { DifferingRead, LookAheadFinding } from "./report.ts";

/** What a report says of the whole audit. */
export interface ReportFacts {
  /** The instant as SQL. */
  readonly at: string;
  /** How many statements the model ran. */
  readonly reads: number;
}

/** Writes the report of an audit. */
export function reportText(finding: LookAheadFinding | null, { at, reads }: ReportFacts): string {
  const instant = /'([^']*)'/.exec(at)?.[1] ?? at;
  if (finding === null) {
    return `The model does not look ahead of ${instant}: its ${reads} ${
      plural(reads, "statement")
    } gave the same answer on every future`;
  }
  const { where, before, after, read } = finding;
  return [
    `${heads[finding.cause](instant, changes[finding.future])}`,
    `  ${where}: ${show(before)} → ${show(after)}`,
    ...(read === null ? [NO_READ] : readLines(read, reads)),
  ].join("\n");
}

/** Writes the way to a value. */
export function wherePath(path: readonly (string | number)[]): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === "number") return `${text}[${step}]`;
    return /^[A-Za-z_$][\w$]*$/.test(step) ? `${text}.${step}` : `${text}[${JSON.stringify(step)}]`;
  }, "answer");
}

const heads = {
  "look-ahead": (at: string, change: string): string =>
    `Cannot trust the model: it looks ahead of ${at}, its answer changes where what was not known ` +
    `then is ${change}`,
  "not deterministic": (): string =>
    "Cannot audit the model: it is not deterministic, two runs on the same rows gave different " +
    "answers; fix its random seed and its clock, and order its rows",
  "row order": (): string =>
    "Cannot audit the model: its answer depends on where rows lie in a table; add an order by, or " +
    "pass a tolerance if it sums in another order",
} as const;

const changes = {
  same: "the same",
  rewritten: "written anew",
  dropped: "dropped",
  raised: "altered (values raised)",
  lowered: "altered (values lowered)",
} as const;

const NO_READ = "  no statement's result differed: the model reads from elsewhere, or keeps state";

function readLines(read: DifferingRead, reads: number): readonly string[] {
  const { statement, parameters, row, column } = read;
  const place = row === null
    ? "its answer"
    : column === null
    ? `row ${row}`
    : `row ${row}, ${column}`;
  return [
    `  the first read that differed is statement ${read.number} of ${reads}:`,
    ...layOut(statement).map((line) => `    ${line}`),
    ...(parameters.length === 0 ? [] : [
      `    with ${parameters.map((value, i) => `$${i + 1} = ${show(value)}`).join(", ")}`,
    ]),
    `  ${place}: ${show(read.before)} → ${show(read.after)}`,
  ];
}

function layOut(statement: string): readonly string[] {
  const lines = statement.split("\n").map((line) => line.trimEnd()).filter((line) => line !== "");
  const indents = lines.slice(1).map((line) => line.length - line.trimStart().length);
  const common = Math.min(...indents, 100);
  const shown = lines.map((line, i) => i === 0 ? line.trimStart() : `  ${line.slice(common)}`);
  return shown.length > 20 ? [...shown.slice(0, 20), "…"] : shown;
}

function show(value: unknown): string {
  if (value === undefined || value === MISSING) return "nothing";
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "no date" : value.toISOString();
  if (typeof value !== "object" || value === null) {
    return typeof value === "string" ? cut(JSON.stringify(value)) : String(value);
  }
  return cut(inspect(value, { compact: true, breakLength: Infinity, depth: 3 }));
}

function cut(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

function plural(count: number, noun: string): string {
  return count === 1 ? noun : `${noun}s`;
}
