import { createHash } from "node:crypto";

/** A piece of SQL with its values, created by {@linkcode compose}. */
export interface Fragment {
  /** The texts around the values. */
  readonly texts: readonly string[];
  /** The values, one fewer than the texts; a fragment among them is inserted as text. */
  readonly values: readonly unknown[];
}

/** A statement as drivers take it. */
export interface Statement {
  /** The text, with `$1` and so on. */
  readonly text: string;
  /** The values. */
  readonly values: readonly unknown[];
  /** The name for preparing it: the same text has the same name. */
  readonly name: string;
}

// A class: an object that only looks like a fragment may be input and must be sent as a value.
class Composed implements Fragment {
  readonly texts: readonly string[];
  readonly values: readonly unknown[];

  constructor(texts: readonly string[], values: readonly unknown[]) {
    this.texts = texts;
    this.values = values;
  }
}

/**
 * Composes SQL from a template: values become parameters, fragments are inserted as text. The text
 * depends only on the kind of query, so that one prepared statement serves all values.
 */
export function compose(texts: TemplateStringsArray, ...values: readonly unknown[]): Fragment {
  return new Composed(texts, values);
}

/** An empty fragment, for an omitted part of a statement. */
export const nothing: Fragment = compose``;

/**
 * Turns a fixed text into a fragment: a name or operator from this package's own lists, never
 * input.
 */
export function fixed(text: string): Fragment {
  return new Composed([text], []);
}

/** Renders a fragment as a statement. */
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

// It cannot grow without limit: texts hold no values, so there is one per kind of query.
const names = new Map<string, string>();

function statementName(text: string): string {
  const known = names.get(text);
  if (known !== undefined) return known;
  const name = `strata_${createHash("sha256").update(text).digest("hex").slice(0, 16)}`;
  names.set(text, name);
  return name;
}
