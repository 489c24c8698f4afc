import { optionsOf, positionalsOf } from "./_parse.ts";
import { commonOptions, type OptionSpec, type PositionalSpec, type TaskSpec } from "./task_spec.ts";

const COMMON_EXIT_CODES: Readonly<Record<number, string>> = {
  0: "done",
  1: "a check or the operation failed",
  2: "usage or configuration",
  3: "a service is unreachable",
  130: "interrupted",
};

/** Formats the text of `--help`: the example first, then everything else. */
export function helpText(spec: TaskSpec, command: string | undefined): string {
  const chosen = command === undefined ? undefined : spec.commands?.[command];
  const example = chosen?.example ?? spec.example;
  const own = Object.entries(optionsOf(spec, command))
    .filter(([name]) => !Object.hasOwn(commonOptions, name));
  const commands = Object.entries(command === undefined ? spec.commands ?? {} : {})
    .map((
      [name, { summary }],
    ): Row => [name + (name === spec.defaultCommand ? " *" : ""), summary]);
  const positionals = positionalsOf(spec, command)
    .map((positional): Row => [positionalLabel(positional), positional.description]);
  const sections = [
    section("Example", example.split("\n").map((line) => `  ${line}`)),
    `Usage: ${spec.usage ?? usageLine(spec, command)}`,
    chosen?.summary ?? spec.summary,
    section(spec.defaultCommand ? "Commands (* where none is given)" : "Commands", table(commands)),
    section("Arguments", table(positionals)),
    section("Options", table(own.map(optionRow))),
    ...(command === undefined ? commandSections(spec) : []),
    section("Options of every task", table(Object.entries(commonOptions).map(optionRow))),
    section("Exit codes", table(exitCodeRows(spec))),
  ];
  return sections.filter((text) => text !== "").join("\n\n");
}

type Row = readonly [string, string];

function commandSections(spec: TaskSpec): string[] {
  return Object.entries(spec.commands ?? {}).map(([name, { options = {} }]) =>
    section(`Options of ${spec.name} ${name}`, table(Object.entries(options).map(optionRow)))
  );
}

function usageLine(spec: TaskSpec, command: string | undefined): string {
  const name = command === undefined ? spec.name : `${spec.name} ${command}`;
  const choice = command === undefined && spec.commands
    ? spec.defaultCommand ? " [COMMAND]" : " COMMAND"
    : "";
  const words = positionalsOf(spec, command).map((one) => ` ${positionalLabel(one)}`).join("");
  return `deno task ${name}${choice}${words} [OPTIONS]`;
}

function positionalLabel({ name, required, many }: PositionalSpec): string {
  const label = many ? `${name}…` : name;
  return required ? label : `[${label}]`;
}

function optionRow([name, option]: [string, OptionSpec]): Row {
  const short = option.short ? `-${option.short}, ` : "    ";
  const given = `=${option.value ?? "VALUE"}`;
  const value = option.type === "boolean" ? "" : option.optional ? `[${given}]` : given;
  const notes = [
    option.choices ? `One of ${option.choices.join(", ")}.` : "",
    option.multiple ? "May be given several times." : "",
    option.default !== undefined && option.default !== false ? `Default ${option.default}.` : "",
  ];
  return [`${short}--${name}${value}`, [option.description, ...notes].filter(Boolean).join(" ")];
}

function exitCodeRows(spec: TaskSpec): Row[] {
  return Object.entries({ ...COMMON_EXIT_CODES, ...spec.exitCodes });
}

function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? "" : `${title}:\n${lines.join("\n")}`;
}

function table(rows: readonly Row[]): string[] {
  const width = Math.max(0, ...rows.map(([label]) => label.length));
  return rows.map(([label, text]) => `  ${label.padEnd(width)}  ${text}`);
}
