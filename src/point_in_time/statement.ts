import { createHash } from "node:crypto";

/** A piece of SQL with the values that stand in it, made by {@linkcode compose}. */
export interface Fragment {
  /** The texts around the values. */
  readonly texts: readonly string[];
  /** The values, one fewer than the texts; a fragment among them is text of its own. */
  readonly values: readonly unknown[];
}

/** A statement as drivers take it. */
export interface Statement {
  /** The text, with `$1` and so on. */
  readonly text: string;
  /** The values. */
  readonly values: readonly unknown[];
  /** The name to prepare it under: the same text has the same name. */
  readonly name: string;
}

// A class, for an object that only looks like a fragment must travel as a value: it may be input.
class Composed implements Fragment {
  readonly texts: readonly string[];
  readonly values: readonly unknown[];

  constructor(texts: readonly string[], values: readonly unknown[]) {
    this.texts = texts;
    this.values = values;
  }
}

/**
 * Composes SQL as a template: values become parameters, fragments are set in as they are. The text
 * depends on the shape of a question alone, so that a statement prepared once serves every value.
 */
export function compose(texts: TemplateStringsArray, ...values: readonly unknown[]): Fragment {
  return new Composed(texts, values);
}

/** Nothing, where a part of a statement is left out. */
export const nothing: Fragment = compose``;

/** A fixed text as a fragment: a name or an operator out of this package's own lists, never input. */
export function fixed(text: string): Fragment {
  return new Composed([text], []);
}

/** Writes a fragment as a statement. */
export function render(fragment: Fragment): Statement {
  const values: unknown[] = [];
  const text = write(fragment, values);
  return { text, values, name: statementName(text) };
}

function write(fragment: Fragment, values: unknown[]): string {
  let text = fragment.texts[0] ?? "";
  fragment.values.forEach((value, i) => {
    text += value instanceof Composed ? write(value, values) : `$${values.push(value)}`;
    text += fragment.texts[i + 1] ?? "";
  });
  return text;
}

// Bounded: a text has no values in it, so that there are as many as there are shapes of questions.
const names = new Map<string, string>();

function statementName(text: string): string {
  const known = names.get(text);
  if (known !== undefined) return known;
  const name = `strata_${createHash("sha256").update(text).digest("hex").slice(0, 16)}`;
  names.set(text, name);
  return name;
}
