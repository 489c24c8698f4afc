import { quoteLiteral } from "../../base/sql/mod.ts";
import type { QuestionOf } from "./question.ts";

/** The arguments of an SQL function by their names; those that are undefined are left out. */
export type Arguments = Readonly<Record<string, string | undefined>>;

/** Writes a call of a function of the schema `strata`. */
export function call(name: string, given: Arguments): string {
  const parts = Object.entries(given)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key} => ${value}`);
  return `strata.${name}(${parts.join(", ")})`;
}

/** Writes a text as a literal of a type, or nothing where it is not given. */
export function literal<Given extends string | undefined>(
  text: Given,
  type: string,
): Given | string {
  return text === undefined ? text : `${quoteLiteral(text)}::${type}`;
}

/** Writes texts as an array of a type. */
export function list(texts: readonly string[], type: string): string {
  return `array[${texts.map((text) => quoteLiteral(text)).join(", ")}]::${type}[]`;
}

type ClockFields = Pick<QuestionOf<"as-of">, "knownTo" | "strict" | "lag" | "kinds">;

/** The clocks beside the instant. */
export function clockArguments({ knownTo, strict, lag, kinds }: ClockFields): Arguments {
  return {
    known_to: literal(knownTo, "timestamptz"),
    strict: strict === true ? "true" : undefined,
    lag: literal(lag, "interval"),
    kinds: kinds === undefined ? undefined : list(kinds, "text"),
  };
}

/** The range of observations. */
export function rangeArguments({ from, to }: Pick<QuestionOf<"as-of">, "from" | "to">): Arguments {
  return { from_date: literal(from, "date"), to_date: literal(to, "date") };
}

/** How far the latest value may lie from the instant. */
export function reachArguments(
  { maxAge, ahead }: Pick<QuestionOf<"panel">, "maxAge" | "ahead">,
): Arguments {
  return { max_age: literal(maxAge, "interval"), ahead: ahead === true ? "true" : undefined };
}
