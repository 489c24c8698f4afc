import { parseArgs } from "node:util";
import { ConfigError } from "../base/errors.ts";
import { nearest } from "../base/nearest.ts";
import { checkOption } from "./_check_option.ts";
import {
  commonOptions,
  type OptionSpec,
  type OptionValue,
  type PositionalSpec,
  type TaskSpec,
} from "./task_spec.ts";

/** A parsed and checked command line. */
export interface ParsedArguments {
  /** The subcommand, or the default one. */
  readonly command: string | undefined;
  /** The flags with their defaults. */
  readonly options: Readonly<Record<string, OptionValue>>;
  /** The remaining arguments. */
  readonly positionals: readonly string[];
}

type Options = Readonly<Record<string, OptionSpec>>;

/**
 * Parses the arguments of a task.
 *
 * @throws {ConfigError} With every problem of the command line.
 */
export function parseArguments(spec: TaskSpec, args: readonly string[]): ParsedArguments {
  const problems: string[] = [];
  const all = everyOption(spec);
  const { tokens } = parseArgs({
    args: [...args],
    options: Object.fromEntries(Object.entries(all).map(([name, option]) => [name, shape(option)])),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const words = tokens.flatMap((token) => token.kind === "positional" ? [token.value] : []);
  const commandGiven = words.length > 0;
  const command = takeCommand(spec, words, problems);
  const known = optionsOf(spec, command);
  const given: Record<string, string[] | boolean> = {};
  for (const token of tokens) {
    if (token.kind !== "option") continue;
    const option = Object.hasOwn(known, token.name) ? known[token.name] : undefined;
    if (option === undefined) {
      problems.push(unknownOption(spec, command, token.name, token.rawName));
      continue;
    }
    // A value may begin with a hyphen only after "="; a separate word with a hyphen is a flag, so
    // the value is missing.
    const swallowed = !token.inlineValue && /^-./.test(token.value ?? "");
    const value = swallowed ? undefined : token.value;
    const problem = checkOption(token.name, option, value, given[token.name]);
    if (problem !== undefined) {
      problems.push(problem);
      continue;
    }
    const before = given[token.name];
    given[token.name] = value === undefined
      ? true
      : [...(Array.isArray(before) ? before : []), value];
  }
  problems.push(...conflicts(known, given));
  const isHelp = given["help"] === true;
  if (isHelp && !commandGiven) {
    return { command: undefined, options: { help: true }, positionals: [] };
  }
  if (!isHelp) problems.push(...checkPositionals(spec, command, words));
  if (problems.length > 0) throw usageError(spec, problems);
  return { command, options: withDefaults(known, given), positionals: words };
}

/** The flags that a command of a task takes. */
export function optionsOf(spec: TaskSpec, command: string | undefined): Options {
  const own = command === undefined ? undefined : spec.commands?.[command]?.options;
  return { ...spec.options, ...own, ...commonOptions };
}

/** The arguments that a command of a task takes. */
export function positionalsOf(
  spec: TaskSpec,
  command: string | undefined,
): readonly PositionalSpec[] {
  const own = command === undefined ? undefined : spec.commands?.[command]?.positionals;
  return own ?? (spec.commands ? [] : spec.positionals ?? []);
}

function everyOption(spec: TaskSpec): Options {
  const commands = Object.values(spec.commands ?? {}).map((command) => command.options ?? {});
  return Object.assign({}, ...commands, spec.options, commonOptions);
}

function shape(option: OptionSpec): { type: "string" | "boolean"; short?: string } {
  // A value that may be left out stands after "=" only: the next word is not its own.
  const type = option.optional ? "boolean" : option.type;
  return option.short === undefined ? { type } : { type, short: option.short };
}

function takeCommand(spec: TaskSpec, words: string[], problems: string[]): string | undefined {
  if (spec.commands === undefined) return undefined;
  const first = words[0];
  if (first === undefined) return spec.defaultCommand;
  words.shift();
  if (Object.hasOwn(spec.commands, first)) return first;
  const names = Object.keys(spec.commands);
  words.length = 0;
  problems.push(
    `Cannot run "${spec.name} ${first}": there is no such command, ${hint(first, names)}`,
  );
  return undefined;
}

function unknownOption(
  spec: TaskSpec,
  command: string | undefined,
  name: string,
  rawName: string,
): string {
  const owners = Object.entries(spec.commands ?? {})
    .filter(([, other]) => Object.hasOwn(other.options ?? {}, name))
    .map(([owner]) => `${spec.name} ${owner}`);
  const subject = command === undefined ? spec.name : `${spec.name} ${command}`;
  if (owners.length > 0) {
    return `Cannot use "${rawName}" with "${subject}": it belongs to ${owners.join(", ")}`;
  }
  const flags = Object.keys(optionsOf(spec, command)).map((flag) => `--${flag}`);
  return `Cannot use "${rawName}" with "${subject}": it is unknown, ${hint(`--${name}`, flags)}`;
}

function hint(word: string, known: readonly string[]): string {
  const near = nearest(word, known);
  return near ? `did you mean ${near}?` : `known are ${known.join(", ")}`;
}

function conflicts(known: Options, given: Readonly<Record<string, unknown>>): string[] {
  return Object.keys(given).flatMap((name) =>
    (known[name]?.conflicts ?? [])
      .filter((other) => given[other] !== undefined)
      .map((other) => `Cannot use "--${name}" with "--${other}": give only one of them`)
  );
}

function checkPositionals(
  spec: TaskSpec,
  command: string | undefined,
  words: readonly string[],
): string[] {
  if (spec.commands !== undefined && command === undefined) return [];
  const expected = positionalsOf(spec, command);
  const subject = command === undefined ? spec.name : `${spec.name} ${command}`;
  const missing = expected.filter((one, index) => one.required && words[index] === undefined)
    .map(({ name }) => `Cannot run "${subject}": ${name} is missing, give it as an argument`);
  if (expected.at(-1)?.many) return missing;
  const surplus = words.slice(expected.length)
    .map((word) => `Cannot use "${word}" with "${subject}": no such argument is expected`);
  return [...missing, ...surplus];
}

function withDefaults(
  known: Options,
  given: Readonly<Record<string, string[] | boolean>>,
): Record<string, OptionValue> {
  const options: Record<string, OptionValue> = {};
  for (const [name, option] of Object.entries(known)) {
    const value = given[name];
    if (option.multiple && option.type === "string") {
      options[name] = Array.isArray(value) ? value : [];
    } else {
      options[name] = (Array.isArray(value) ? value.at(-1) : value) ?? option.default;
    }
  }
  return options;
}

function usageError(spec: TaskSpec, problems: readonly string[]): ConfigError {
  const more = `deno task ${spec.name} --help shows what there is`;
  return new ConfigError(`${problems.join("\n")}\n${more}`, { problems });
}
