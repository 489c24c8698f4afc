import { tokens } from "../text/tokens.ts";
import type { GeneratedStep, OptionValue, StepCode } from "./generated_step.ts";

/** What a generated module says. */
export interface ModuleParts {
  /** The migration's id. */
  readonly id: string;
  /** Where `defineMigration` is imported from. */
  readonly specifier: string;
  /** The steps of `up`. */
  readonly up: readonly GeneratedStep[];
  /** The steps of `down`. */
  readonly down: readonly GeneratedStep[];
  /** False where its statements run outside of a transaction. */
  readonly transaction?: boolean;
  /** What stands in earlier migrations alone: an empty module names it. */
  readonly alone?: readonly string[];
}

/** The source of a migration's module, formatted as `deno fmt` leaves it at a line width of 100. */
export function moduleSource(parts: ModuleParts): string {
  const { id, specifier, up, down, transaction = true, alone = [] } = parts;
  const left = up.length > 0 || alone.length === 0
    ? []
    : [`    // Definitions say nothing of what stands in earlier migrations: ${alone.join(", ")}.`];
  return [
    `import { defineMigration } from ${JSON.stringify(specifier)};`,
    "",
    `/** ${title(id)}. */`,
    `export default defineMigration(${JSON.stringify(id)}, {`,
    ...(transaction ? [] : ["  transaction: false,"]),
    ...bodyLines("up", up, left),
    ...bodyLines("down", down.map(withoutWarning)),
    "});",
    "",
  ].join("\n").replaceAll(quotedLineEnd, "\n");
}

/** Stands for a line end in quotes while lines are indented; no text of PostgreSQL holds it. */
const quotedLineEnd = "\0";

/** SQL for a template, in which a line end in quotes begins no line, so that no indent gets into it. */
function sqlTemplate(sql: string): string {
  return escapeTemplate(
    [...tokens(sql)].map(({ kind, text }) =>
      kind === "quoted" ? text.replaceAll("\n", quotedLineEnd) : text
    ).join(""),
  );
}

function title(id: string): string {
  const words = id.replace(/^\d+_/, "").replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The way back takes away what the way there made, which needs no warning. */
function withoutWarning(step: GeneratedStep): GeneratedStep {
  return step.code.kind === "note" ? step : { ...step, warning: null };
}

function bodyLines(
  name: string,
  steps: readonly GeneratedStep[],
  head: readonly string[] = [],
): readonly string[] {
  const isUsed = steps.some((step) => step.code.kind !== "note");
  const lines = steps.length === 0 ? ['    // m.sql("…");'] : steps.flatMap((step) => [
    ...(step.warning === null ? [] : [`    // ${step.warning.replaceAll(/\s+/g, " ")}`]),
    ...codeLines(step.code).map((line) => line === "" ? "" : `    ${line}`),
  ]);
  return [`  ${name}(${isUsed ? "m" : "_m"}) {`, ...head, ...lines, "  },"];
}

function codeLines(code: StepCode): readonly string[] {
  switch (code.kind) {
    case "note":
      // Its text is the warning above it.
      return [];
    case "sql":
      return sqlLines(code.statements);
    case "call":
      return callLines(code);
  }
}

function sqlLines(statements: readonly string[]): readonly string[] {
  const [first = ""] = statements;
  if (statements.length === 1 && fits(`m.sql(${JSON.stringify(first)});`) && isPlain(first)) {
    return [`m.sql(${JSON.stringify(first)});`];
  }
  const text = statements.map((statement, i) => {
    const next = statements[i + 1];
    if (next === undefined) return statement;
    return `${statement};${isComment(statement) && isComment(next) ? "" : "\n"}`;
  }).join("\n");
  return ["m.sql(`", ...indent(`${sqlTemplate(text)}\`);`)];
}

function callLines(code: Extract<StepCode, { kind: "call" }>): readonly string[] {
  const start = `m.${code.method}(${JSON.stringify(code.subject)}`;
  if (code.options === null) return [`${start});`];
  if (typeof code.options !== "object") return [`${start}, ${valueText(code.options)});`];
  const options = Object.entries(code.options).filter(([, value]) => value !== undefined);
  const inOne = `${start}, { ${
    options.map(([key, value]) => `${key}: ${valueText(value)}`).join(", ")
  } });`;
  const isShort = !options.some(([, value]) => typeof value === "string" && value.includes("\n"));
  if (isShort && fits(inOne)) return [inOne];
  return [`${start}, {`, ...options.flatMap(([key, value]) => optionLines(key, value)), "});"];
}

function optionLines(key: string, value: OptionValue): readonly string[] {
  if (typeof value === "string" && (value.includes("\n") || !isPlain(value))) {
    const text = value.includes("\n") ? sqlTemplate(value) : escapeTemplate(value);
    return [`  ${key}: \``, ...indent(`${text}\`,`).map((line) => `  ${line}`)];
  }
  const inOne = `  ${key}: ${valueText(value)},`;
  if (fits(inOne) || typeof value !== "object" || value === null) return [inOne];
  return [
    `  ${key}: [`,
    ...value.map((entry) => `    ${JSON.stringify(entry)},`),
    "  ],",
  ];
}

function valueText(value: OptionValue): string {
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "object" && value !== null) {
    return `[${value.map((entry) => JSON.stringify(entry)).join(", ")}]`;
  }
  return JSON.stringify(value) ?? "undefined";
}

function indent(text: string): string[] {
  return text.split("\n").map((line) => line.trim() === "" ? "" : `  ${line}`);
}

/** Answers whether a line fits, four columns deep in a line of 100. */
function fits(line: string): boolean {
  return line.length <= 96;
}

/** A text that stands in double quotes as it is. */
function isPlain(text: string): boolean {
  return !/["\\\n]/.test(text);
}

function isComment(statement: string): boolean {
  return statement.startsWith("comment on ");
}

function escapeTemplate(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll("`", "\\`").replaceAll("${", "\\${")
    // A template would turn CRLF into LF.
    .replaceAll("\r", "\\r");
}
