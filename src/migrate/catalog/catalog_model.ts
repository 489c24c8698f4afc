import type { TraitModel } from "./trait_model.ts";

/** The objects of a database, with the definition texts of PostgreSQL's catalog. */
export interface CatalogModel {
  /** The tables, by schema and name. */
  readonly tables: readonly TableModel[];
  /** The views and materialized views. */
  readonly views: readonly ViewModel[];
  /** The enumerated types. */
  readonly enums: readonly EnumModel[];
  /** The functions and procedures. */
  readonly functions: readonly FunctionModel[];
  /** The traits: properties besides the structure, and objects that are modelled only as text. */
  readonly traits: readonly TraitModel[];
}

/** A table. */
export interface TableModel {
  readonly schema: string;
  readonly name: string;
  readonly comment: string | null;
  readonly columns: readonly ColumnModel[];
  readonly constraints: readonly ConstraintModel[];
  /** The indexes that do not belong to a constraint. */
  readonly indexes: readonly IndexModel[];
  readonly triggers: readonly TriggerModel[];
}

/** A column. */
export interface ColumnModel {
  readonly name: string;
  /** The type with its modifiers, and its collation if it is not the default. */
  readonly type: string;
  readonly nullable: boolean;
  /** The expression of its default, or null. */
  readonly default: string | null;
  readonly identity: "always" | "by default" | null;
  /** The expression of a generated column, or null. */
  readonly generated: string | null;
  readonly comment: string | null;
}

/** The kind of a constraint. */
export type ConstraintKind = "primary key" | "unique key" | "foreign key" | "check" | "exclusion";

/** A constraint. */
export interface ConstraintModel {
  readonly name: string;
  readonly kind: ConstraintKind;
  /** The text of `pg_get_constraintdef`. */
  readonly definition: string;
}

/** An index that does not belong to a constraint. */
export interface IndexModel {
  readonly name: string;
  /** The text of `pg_get_indexdef`. */
  readonly definition: string;
  /** False if a concurrent build failed half-way. */
  readonly valid: boolean;
}

/** A trigger. */
export interface TriggerModel {
  readonly name: string;
  /** The text of `pg_get_triggerdef`. */
  readonly definition: string;
  readonly enabled: boolean;
}

/** A view. */
export interface ViewModel {
  readonly schema: string;
  readonly name: string;
  readonly materialized: boolean;
  /** The text of `pg_get_viewdef`, which differs between versions of PostgreSQL. */
  readonly definition: string;
}

/** An enumerated type. */
export interface EnumModel {
  readonly schema: string;
  readonly name: string;
  readonly values: readonly string[];
}

/** A function or procedure. */
export interface FunctionModel {
  readonly schema: string;
  readonly name: string;
  /** The argument types, which identify the function together with its name. */
  readonly arguments: string;
  /** The text of `pg_get_functiondef`. */
  readonly definition: string;
  readonly comment: string | null;
}
