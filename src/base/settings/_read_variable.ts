import type { SourcedText, Sources } from "./_sources.ts";
import type { Variable } from "./variables.ts";

/** A variable as it was found and read. */
export interface ReadVariable {
  /** The text and its layer; `undefined` where the built-in value counts. */
  readonly found: SourcedText | undefined;
  /** The value; `undefined` if there is none, or it cannot be used. */
  readonly value: unknown;
  /** What is wrong with the text, without any secret. */
  readonly problem: string | undefined;
}

/** Reads one variable from the layers. */
export function readVariable(variable: Variable, sources: Sources): ReadVariable {
  const found = sources.find(variable.name, variable.allowEmpty);
  const text = found?.text ?? variable.default;
  if (text === undefined) return { found, value: undefined, problem: undefined };
  const result = variable.schema.safeParse(text);
  if (result.success) return { found, value: result.data, problem: undefined };
  const wants = result.error.issues[0]?.message ?? "want another value";
  const problem = `${variable.name} ${state(variable, text)} (${found?.source}), ${wants}`;
  return { found, value: undefined, problem };
}

function state(variable: Variable, text: string): string {
  if (variable.secret) return "has a value that cannot be used";
  return `is ${JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text)}`;
}
