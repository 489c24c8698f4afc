import type { Field } from "./_fields.ts";

/** What a variable's declaration says; its name is its key. */
export interface Declaration {
  /** The built-in value as text; a variable without one may be left unset. */
  readonly default?: string;
  /** One sentence for `.env.example`. */
  readonly description: string;
  /** The value is never shown. */
  readonly secret?: true;
  /** An empty value is a value (a server without password) and not "not set". */
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
