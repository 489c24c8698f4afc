import type { z } from "zod";
import { ConfigError } from "../errors.ts";
import { deriveSettings, findContradictions } from "./_derive.ts";
import { deepFreeze, frozenSet } from "./_freeze.ts";
import { readVariable } from "./_read_variable.ts";
import { openSources, type SourceOptions, type Sources } from "./_sources.ts";
import type { Settings } from "./settings.ts";
import { type Values, variables } from "./variables.ts";

/** Where {@linkcode loadSettings} looks. */
export type LoadSettingsOptions = SourceOptions;

/** The variables of the calling service, by their names in the environment. */
export interface ExtendSettingsOptions<E extends z.ZodObject> extends LoadSettingsOptions {
  /** A zod object whose keys are variable names; each schema gets the variable's text. */
  readonly extend: E;
}

/** The settings together with the service's own variables. */
export type ExtendedSettings<E extends z.ZodObject> = Settings & {
  /** The values that the `extend` schema gave. */
  readonly extra: Readonly<z.output<E>>;
};

/**
 * Reads the settings: process environment over `.env` over `defaults` over the built-in values. An
 * empty variable counts as unset, except for passwords. Only the declared names are read, so a
 * limited `--allow-env` list works; nothing ever prompts.
 *
 * @throws {ConfigError} With all problems at once, by variable name and without any secret.
 *
 * @example
 * ```ts
 * import { loadSettings } from "@strata/foundation";
 *
 * const settings = loadSettings({ env: { POSTGRES_PASSWORD: "p@ss/word" }, envFile: false });
 * console.log(`${settings.database.url}`); // postgres://strata:***@127.0.0.1:5432/strata
 * ```
 *
 * @example A service's own variables
 * ```ts
 * import { loadSettings } from "@strata/foundation";
 * import { z } from "zod";
 *
 * const { extra } = loadSettings({
 *   env: { SERVICE_PORT: "8080" },
 *   envFile: false,
 *   extend: z.object({ SERVICE_PORT: z.coerce.number().int() }),
 * });
 * extra.SERVICE_PORT satisfies number;
 * ```
 */
export function loadSettings<E extends z.ZodObject>(
  options: ExtendSettingsOptions<E>,
): ExtendedSettings<E>;
/** Reads the settings of this package only. */
export function loadSettings(options?: LoadSettingsOptions): Settings;
export function loadSettings(
  options: LoadSettingsOptions & { readonly extend?: z.ZodObject } = {},
): Settings {
  const own = Object.keys(options.extend?.shape ?? {});
  const taken = variables.find(({ name }) => own.includes(name));
  if (taken) {
    throw new TypeError(
      `Cannot extend the settings: "${taken.name}" is a variable of this package`,
    );
  }
  const sources = openSources([...variables.map(({ name }) => name), ...own], options);
  const problems = [...sources.problems];
  const { values, explicit } = readValues(sources, problems);
  problems.push(...findContradictions(values));
  const extra = options.extend && readExtension(options.extend, sources, problems);
  if (problems.length > 0) throw configError(problems);
  // Without a problem, every declared variable has a value of its schema's type.
  const settings = deriveSettings(values as Values, frozenSet(explicit));
  return deepFreeze(extra === undefined ? settings : { ...settings, extra });
}

function configError(problems: readonly string[]): ConfigError {
  const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  const lines = problems.map((problem) => `\n  - ${problem}`).join("");
  return new ConfigError(`Cannot load the settings: ${count}${lines}`, { problems });
}

function readValues(
  sources: Sources,
  problems: string[],
): { values: Partial<Values>; explicit: readonly string[] } {
  const values: Record<string, unknown> = {};
  const explicit: string[] = [];
  for (const variable of variables) {
    const { found, value, problem } = readVariable(variable, sources);
    if (found?.explicit) explicit.push(variable.name);
    if (problem !== undefined) problems.push(problem);
    else if (value !== undefined) values[variable.name] = value;
  }
  // Each value was read by the schema that its type comes from.
  return { values: values as Partial<Values>, explicit };
}

function readExtension(
  schema: z.ZodObject,
  sources: Sources,
  problems: string[],
): Record<string, unknown> | undefined {
  const texts: Record<string, string> = {};
  for (const name of Object.keys(schema.shape)) {
    const found = sources.find(name);
    if (found) texts[name] = found.text;
  }
  const result = schema.safeParse(texts);
  if (result.success) return result.data;
  for (const issue of result.error.issues) {
    const name = issue.path.map(String).join(".") || "settings";
    const isMissing = texts[String(issue.path[0])] === undefined;
    problems.push(
      isMissing ? `${name} is not set, want a value` : `${name}: ${hide(issue, texts)}`,
    );
  }
  return undefined;
}

/** Removes the variables' texts from a message: any of them may be a secret. */
function hide(issue: z.core.$ZodIssue, texts: Readonly<Record<string, string>>): string {
  const long = Object.values(texts).filter((text) => text.length >= 3);
  return long.reduce((message, text) => message.replaceAll(text, "***"), issue.message);
}
