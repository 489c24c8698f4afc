import type { TraitModel } from "./trait_model.ts";

/** What a database holds, as PostgreSQL's own catalog words it: texts of one server compare with another's. */
export interface CatalogModel {
  /** The tables, by schema and name. */
  readonly tables: readonly TableModel[];
  /** The views and materialized views. */
  readonly views: readonly ViewModel[];
  /** The enumerated types. */
  readonly enums: readonly EnumModel[];
  /** The functions and procedures. */
  readonly functions: readonly FunctionModel[];
  /** What they have beside their structure, and objects that are nothing but words here. */
  readonly traits: readonly TraitModel[];
}

/** A table. */
export interface TableModel {
  readonly schema: string;
  readonly name: string;
  readonly comment: string | null;
  readonly columns: readonly ColumnModel[];
  readonly constraints: readonly ConstraintModel[];
  /** The indexes that are no constraint's. */
  readonly indexes: readonly IndexModel[];
  readonly triggers: readonly TriggerModel[];
}

/** A column. */
export interface ColumnModel {
  readonly name: string;
  /** The type with its modifiers, and its collation where it has one of its own. */
  readonly type: string;
  readonly nullable: boolean;
  /** The expression of its default, or null. */
  readonly default: string | null;
  readonly identity: "always" | "by default" | null;
  /** The expression of a generated column, or null. */
  readonly generated: string | null;
  readonly comment: string | null;
}

/** What a constraint is. */
export type ConstraintKind = "primary key" | "unique key" | "foreign key" | "check" | "exclusion";

/** A constraint. */
export interface ConstraintModel {
  readonly name: string;
  readonly kind: ConstraintKind;
  /** As `pg_get_constraintdef` words it. */
  readonly definition: string;
}

/** An index that is no constraint's. */
export interface IndexModel {
  readonly name: string;
  /** As `pg_get_indexdef` words it. */
  readonly definition: string;
  /** False where a concurrent build failed half-way. */
  readonly valid: boolean;
}

/** A trigger. */
export interface TriggerModel {
  readonly name: string;
  /** As `pg_get_triggerdef` words it. */
  readonly definition: string;
  readonly enabled: boolean;
}

/** A view. */
export interface ViewModel {
  readonly schema: string;
  readonly name: string;
  readonly materialized: boolean;
  /** As `pg_get_viewdef` words it: this text differs from one version of PostgreSQL to the next. */
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
  /** The types of its arguments, which belong to its name. */
  readonly arguments: string;
  /** As `pg_get_functiondef` words it. */
  readonly definition: string;
}
