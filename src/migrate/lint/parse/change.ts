import type { RelationName } from "../../author/effect.ts";
import type { ObjectChange } from "./object_change.ts";
import type { TimescaleChange } from "./timescale_change.ts";
import type { ColumnShape, ConstraintShape, FunctionCall, IndexShape } from "./shapes.ts";

/** The parameters of a `with (…)` or `set (…)`, by their full names; null where none is given. */
export type Parameters = ReadonlyMap<string, string | null>;

/** What a statement does, as far as rules ask. One statement may make several changes. */
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
    /** False where every row of the table is written: an update or a delete without `where`. */
    readonly bounded: boolean;
    /** True where the rows come from a query over tables. */
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

// Extract would drop a member that stands for several kinds, of which one is wanted.
type Having<Each extends Change, Kind> = Each extends Change
  ? [Extract<Each["kind"], Kind>] extends [never] ? never : Each
  : never;
