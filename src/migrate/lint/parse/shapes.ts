import type { RelationName } from "../../author/effect.ts";

/**
 * How a column's default is evaluated: `literal` and `constant` once, `stable` once per statement.
 */
export type DefaultKind = "none" | "literal" | "constant" | "stable" | "volatile";

/** A column as a statement defines it. */
export interface ColumnShape {
  readonly name: string;
  /**
   * Its type by PostgreSQL's own name, without a schema: `timestamptz`, `varchar(10)`, `int4[]`.
   */
  readonly type: string;
  /** True if it is declared not null. */
  readonly notNull: boolean;
  readonly default: DefaultKind;
  /** How the server fills the column, or null if it does not. */
  readonly filledBy: "serial" | "identity" | "generated" | "virtual" | null;
}

/** The kinds of constraints that rules distinguish. */
export type ConstraintKind = "primary" | "unique" | "foreign" | "check" | "notNull" | "exclude";

/** A constraint as a statement defines it, including one in the definition of a column. */
export interface ConstraintShape {
  readonly kind: ConstraintKind;
  /** Its name, or null if the server chooses one. */
  readonly name: string | null;
  /** The columns of a key, or those that a check reads. */
  readonly columns: readonly string[];
  /** The table that a foreign key refers to. */
  readonly references: RelationName | null;
  /** True if existing rows are not checked. */
  readonly notValid: boolean;
  /** True if two nulls count as the same. */
  readonly nullsNotDistinct: boolean;
  /** The existing index that becomes the constraint, or null. */
  readonly usingIndex: string | null;
  /** The columns that a check proves not to be null. */
  readonly provesNotNull: readonly string[];
}

/** An index as a statement defines it. */
export interface IndexShape {
  /** Its name, or null if the server chooses one. */
  readonly name: string | null;
  readonly relation: RelationName;
  /** The columns of its key; null stands for an expression. */
  readonly columns: readonly (string | null)[];
  readonly unique: boolean;
  /** True if two nulls count as the same. */
  readonly nullsNotDistinct: boolean;
  readonly concurrently: boolean;
  /** True if an existing index of that name is kept. */
  readonly ifNotExists: boolean;
}

/** A call of a function or procedure, with its arguments as far as they can be read. */
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
  /**
   * The literal as text, with `true` and `false` for booleans; null if it is not a literal, or a
   * null.
   */
  readonly text: string | null;
  /** The call, such as `by_range(…)`, or null. */
  readonly call: FunctionCall | null;
  /** True for a null, with or without a cast. */
  readonly isNull: boolean;
}
