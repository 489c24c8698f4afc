import { tokens } from "../text/tokens.ts";
import type { GeneratedStep, OptionValue, StepCode } from "./generated_step.ts";

/** The content of a generated module. */
export interface ModuleParts {
  /** The id of the migration. */
  readonly id: string;
  /** The specifier from which `defineMigration` is imported. */
  readonly specifier: string;
  /** The steps of `up`. */
  readonly up: readonly GeneratedStep[];
  /** The steps of `down`. */
  readonly down: readonly GeneratedStep[];
  /** False if its statements run without a transaction. */
  readonly transaction?: boolean;
  /** Objects that only earlier migrations create. An empty module lists them. */
  readonly alone?: readonly string[];
}

/** Returns the source of a migration module, formatted like `deno fmt` with a line width of 100. */
export function moduleSource(parts: ModuleParts): string {
  const { id, specifier, up, down, transaction = true, alone = [] } = parts;
  const left = up.length > 0 || alone.length === 0 ? [] : [
    `    // The definitions do not mention these, which earlier migrations create: ${
      alone.join(", ")
    }.`,
  ];
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

/** Replaces line ends in quotes while lines are indented. PostgreSQL text cannot contain it. */
const quotedLineEnd = "\0";

/** Escapes SQL for a template literal, and protects line ends in quotes from indentation. */
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

/** Removes the warnings from `down`: it only reverts what `up` did. */
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
      // The warning above it is its text.
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

/** Tells whether code fits into a line of 100 columns with an indent of four. */
function fits(line: string): boolean {
  return line.length <= 96;
}

/** Tells whether text needs no escapes in double quotes. */
function isPlain(text: string): boolean {
  return !/["\\\n]/.test(text);
}

function isComment(statement: string): boolean {
  return statement.startsWith("comment on ");
}

function escapeTemplate(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll("`", "\\`").replaceAll("${", "\\${")
    // A template literal would turn CRLF into LF.
    .replaceAll("\r", "\\r");
}
