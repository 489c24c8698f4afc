import type { Field } from "./_fields.ts";

/** The declaration of a variable; its name is its key. */
export interface Declaration {
  /** The built-in value as text; without one, the variable may stay unset. */
  readonly default?: string;
  /** One sentence for `.env.example`. */
  readonly description: string;
  /** Whether the value is never shown. */
  readonly secret?: true;
  /** Whether an empty value counts as set (a server without password). */
  readonly allowEmpty?: true;
  /** Reads the text. */
  readonly schema: Field<unknown>;
}

/** The value that a declaration gives. */
export type ValueOf<D> = D extends { schema: Field<infer T> }
  ? D extends { default: string } ? T : T | undefined
  : never;

/** The values of a group of declarations. */
export type ValuesOf<G> = { readonly [Name in keyof G]: ValueOf<G[Name]> };
