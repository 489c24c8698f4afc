import type { RelationName } from "../../author/effect.ts";

/** How a column's default is evaluated: `literal` and `constant` once, `stable` once a statement. */
export type DefaultKind = "none" | "literal" | "constant" | "stable" | "volatile";

/** A column as a statement defines it. */
export interface ColumnShape {
  /** Its name. */
  readonly name: string;
  /** Its type as PostgreSQL names it, without its schema: `timestamptz`, `varchar(10)`, `int4[]`. */
  readonly type: string;
  /** True where it is declared not null. */
  readonly notNull: boolean;
  /** Its default. */
  readonly default: DefaultKind;
  /** How the server fills it by itself, or null where it does not. */
  readonly filledBy: "serial" | "identity" | "generated" | "virtual" | null;
}

/** The kinds of constraints that rules tell apart. */
export type ConstraintKind = "primary" | "unique" | "foreign" | "check" | "notNull" | "exclude";

/** A constraint as a statement defines it, a column's own included. */
export interface ConstraintShape {
  /** Its kind. */
  readonly kind: ConstraintKind;
  /** Its name, or null where the server makes one up. */
  readonly name: string | null;
  /** The columns of a key, or those that a check reads. */
  readonly columns: readonly string[];
  /** The table that a foreign key points at. */
  readonly references: RelationName | null;
  /** True where rows that exist are not checked. */
  readonly notValid: boolean;
  /** True where two nulls count as the same. */
  readonly nullsNotDistinct: boolean;
  /** The index that becomes the constraint, where one is named. */
  readonly usingIndex: string | null;
  /** The columns that a check proves not to be null. */
  readonly provesNotNull: readonly string[];
}

/** An index as a statement defines it. */
export interface IndexShape {
  /** Its name, or null where the server makes one up. */
  readonly name: string | null;
  /** The table. */
  readonly relation: RelationName;
  /** The columns of its key; null stands for an expression. */
  readonly columns: readonly (string | null)[];
  /** True for a unique one. */
  readonly unique: boolean;
  /** True where two nulls count as the same. */
  readonly nullsNotDistinct: boolean;
  /** True where it is built concurrently. */
  readonly concurrently: boolean;
  /** True where an index of the name is kept. */
  readonly ifNotExists: boolean;
}

/** A function's or procedure's call, its arguments as far as they can be read without a server. */
export interface FunctionCall {
  /** The name without its schema. */
  readonly name: string;
  /** The arguments by position. */
  readonly positional: readonly Argument[];
  /** The arguments by name. */
  readonly named: ReadonlyMap<string, Argument>;
}

/** An argument: a literal's text, a call within the call, or neither. */
export interface Argument {
  /** The literal as a text, `true` and `false` for booleans; null where it is none, or is null. */
  readonly text: string | null;
  /** The call that gives it, such as `by_range(…)`. */
  readonly call: FunctionCall | null;
  /** True for a null, with or without a cast. */
  readonly isNull: boolean;
}
