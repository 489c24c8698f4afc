import type { RelationName } from "../../author/effect.ts";
import type { ObjectChange } from "./object_change.ts";
import type { TimescaleChange } from "./timescale_change.ts";
import type { ColumnShape, ConstraintShape, FunctionCall, IndexShape } from "./shapes.ts";

/** The parameters of a `with (…)` or `set (…)`, by their full names; null if there is no value. */
export type Parameters = ReadonlyMap<string, string | null>;

/** An effect of a statement that rules need to know. One statement may have several. */
export type Change =
  | {
    readonly kind: "createTable";
    readonly relation: RelationName;
    readonly columns: readonly ColumnShape[];
    readonly constraints: readonly ConstraintShape[];
    readonly parameters: Parameters;
    readonly ifNotExists: boolean;
    readonly temporary: boolean;
  }
  | {
    readonly kind: "addColumn";
    readonly relation: RelationName;
    readonly column: ColumnShape;
    readonly constraints: readonly ConstraintShape[];
    readonly ifNotExists: boolean;
  }
  | {
    readonly kind: "dropColumn";
    readonly relation: RelationName;
    readonly column: string;
    readonly cascade: boolean;
  }
  | {
    readonly kind: "alterType";
    readonly relation: RelationName;
    readonly column: string;
    readonly type: string;
  }
  | {
    readonly kind: "setNotNull" | "dropNotNull";
    readonly relation: RelationName;
    readonly column: string;
  }
  | {
    readonly kind: "addConstraint";
    readonly relation: RelationName;
    readonly constraint: ConstraintShape;
  }
  | {
    readonly kind: "dropConstraint";
    readonly relation: RelationName;
    readonly name: string;
    readonly cascade: boolean;
  }
  | { readonly kind: "validateConstraint"; readonly relation: RelationName; readonly name: string }
  | {
    readonly kind: "setParameters";
    readonly relation: RelationName;
    readonly parameters: Parameters;
  }
  | { readonly kind: "rowSecurity"; readonly relation: RelationName }
  | {
    /** A rewrite or a lock of the whole table: `vacuum full`, `cluster`, `set tablespace`, … */
    readonly kind: "rewrite";
    readonly relation: RelationName | null;
    readonly how: string;
  }
  | {
    readonly kind: "createIndex";
    readonly index: IndexShape;
    readonly parameters: Parameters;
  }
  | {
    readonly kind: "reindex";
    readonly relation: RelationName | null;
    readonly what: string;
    readonly concurrently: boolean;
  }
  | {
    readonly kind: "drop";
    readonly what: string;
    readonly relations: readonly RelationName[];
    readonly cascade: boolean;
    readonly concurrently: boolean;
  }
  | { readonly kind: "renameTable"; readonly relation: RelationName; readonly to: RelationName }
  | {
    readonly kind: "renameColumn" | "renameConstraint";
    readonly relation: RelationName;
    readonly from: string;
    readonly to: string;
  }
  | {
    readonly kind: "createView";
    readonly relation: RelationName;
    readonly materialized: boolean;
    readonly parameters: Parameters;
    readonly withData: boolean;
    readonly sources: readonly RelationName[];
  }
  | {
    readonly kind: "refreshView";
    readonly relation: RelationName;
    readonly concurrently: boolean;
  }
  | {
    readonly kind: "write";
    readonly how: "insert" | "update" | "delete" | "merge";
    readonly relation: RelationName;
    /** False if every row is written: an update or a delete without `where`. */
    readonly bounded: boolean;
    /** True if the rows come from a query that reads tables. */
    readonly fromTables: boolean;
  }
  | {
    readonly kind: "truncate";
    readonly relations: readonly RelationName[];
    readonly cascade: boolean;
  }
  | {
    readonly kind: "setVariable";
    readonly name: string;
    /** The value, or null for the default. */
    readonly value: string | null;
    readonly local: boolean;
    readonly reset: boolean;
  }
  | { readonly kind: "call"; readonly call: FunctionCall; readonly procedure: boolean }
  | ObjectChange
  | TimescaleChange;

/** A change of one kind. */
export type ChangeOf<Kind extends Change["kind"]> = Having<Change, Kind>;

// Extract would drop a union member with several kinds, of which only one is asked for.
type Having<Each extends Change, Kind> = Each extends Change
  ? [Extract<Each["kind"], Kind>] extends [never] ? never : Each
  : never;
