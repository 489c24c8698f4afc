import { deriveSettings, findContradictions } from "./_derive.ts";
import { deepFreeze, frozenSet } from "./_freeze.ts";
import { readVariable } from "./_read_variable.ts";
import { openSources, type SourceOptions } from "./_sources.ts";
import type { Settings } from "./settings.ts";
import { redactUrl } from "./url.ts";
import { type Values, type Variable, variables } from "./variables.ts";

/** A variable in force, and where it comes from. */
export interface SurveyedVariable {
  /** Its name. */
  readonly name: string;
  /** Its value without any secret; `undefined` where it is not set. */
  readonly text: string | undefined;
  /** `environment`, `.env line 3`, `running stack`, `default` or `unset`. */
  readonly source: string;
  /** Whether a person set it. */
  readonly explicit: boolean;
  /** What is wrong with it. */
  readonly problem: string | undefined;
}

/** Every variable, and what is wrong with them. */
export interface SettingsSurvey {
  /** The variables, in the order of `.env.example`. */
  readonly variables: readonly SurveyedVariable[];
  /** Every problem that {@linkcode loadSettings} would refuse. */
  readonly problems: readonly string[];
  /** The settings, with the built-in value wherever one cannot be used. */
  readonly settings: Settings;
}

/** Reads the settings for a report: what is in force, from where, and what is wrong; never fails. */
export function surveySettings(options: SourceOptions = {}): SettingsSurvey {
  const sources = openSources(variables.map(({ name }) => name), options);
  const values: Record<string, unknown> = {};
  const explicit: string[] = [];
  const surveyed = variables.map((variable): SurveyedVariable => {
    const { found, value, problem } = readVariable(variable, sources);
    const used = problem === undefined ? value : builtIn(variable);
    if (used !== undefined) values[variable.name] = used;
    if (found?.explicit && problem === undefined) explicit.push(variable.name);
    const text = found?.text ?? variable.default;
    return {
      name: variable.name,
      text: text === undefined ? undefined : shownText(variable, text, problem !== undefined),
      source: found === undefined
        ? text === undefined ? "unset" : "default"
        : found.line === undefined
        ? found.source
        : `${found.source} line ${found.line}`,
      explicit: found?.explicit ?? false,
      problem,
    };
  });
  // Every variable without a built-in value may be missing; every other one has a value by now.
  const complete = values as Values;
  return {
    variables: surveyed,
    problems: [
      ...sources.problems,
      ...surveyed.flatMap(({ problem }) => problem ?? []),
      ...findContradictions(complete),
    ],
    settings: deepFreeze(deriveSettings(complete, frozenSet(explicit))),
  };
}

function builtIn(variable: Variable): unknown {
  if (variable.default === undefined) return undefined;
  return variable.schema.safeParse(variable.default).data;
}

/** A secret URL shows its host; one that cannot be read shows nothing. */
function shownText(variable: Variable, text: string, isBroken: boolean): string {
  if (!variable.secret) return redactUrl(text);
  if (isBroken || !text.includes("://")) return text === "" ? "" : "***";
  return text.split(",").map((url) => redactUrl(url.trim())).join(",");
}
