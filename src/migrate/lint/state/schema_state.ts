import type { OrderColumn } from "../../../timescale/mod.ts";
import type { RelationName } from "../../author/effect.ts";
import { formatRelation } from "../../author/relation.ts";
import type { ColumnShape, ConstraintShape, IndexShape } from "../parse/shapes.ts";
import type { RefreshWindow } from "../parse/timescale_change.ts";

/** Compression settings; null if TimescaleDB chooses them. */
export interface CompressionState {
  /** The columns whose values share a segment. */
  readonly segmentBy: readonly string[] | null;
  /** The order of rows in a segment. */
  readonly orderBy: readonly OrderColumn[] | null;
  /** The interval up to which compressed chunks are merged, or null. */
  readonly rollup: string | null;
  /** The sparse indexes as written, or null if TimescaleDB chooses them. */
  readonly sparseIndex: string | null;
}

/** What is known about a relation from the statements so far. */
export interface RelationState {
  readonly relation: RelationName;
  /** The kind; `aggregate` is a continuous aggregate. */
  readonly kind: "table" | "view" | "materialized view" | "aggregate";
  /** The migration that created it, or null if no migration did. */
  readonly createdIn: string | null;
  readonly temporary: boolean;
  /** Its columns by name. */
  readonly columns: ReadonlyMap<string, ColumnShape>;
  readonly constraints: readonly ConstraintShape[];
  /** Its indexes, without those of constraints. */
  readonly indexes: readonly IndexShape[];
  /** Its partitioning by time, or null. */
  readonly hypertable:
    | { readonly timeColumn: string; readonly chunkInterval: string | null }
    | null;
  /** Its compression, or null. */
  readonly compression: CompressionState | null;
  /** The compression policy, or null; its interval is null if it cannot be read. */
  readonly compressionPolicy: { readonly after: string | null } | null;
  /** The retention policy, or null; its interval is null if it cannot be read. */
  readonly retentionPolicy: { readonly after: string | null } | null;
  /** The refresh policy of a continuous aggregate, or null. */
  readonly refreshPolicy: RefreshWindow | null;
  /** True if a function returns the current value of an integer time column. */
  readonly integerNow: boolean;
  /** False for a view created `with no data`, until it is refreshed. */
  readonly filled: boolean;
  /** The relations that a view reads. */
  readonly sources: readonly RelationName[];
}

/** What is known about a database from the statements so far. */
export interface SchemaState {
  /** Its relations, by {@linkcode relationKey}. */
  readonly relations: ReadonlyMap<string, RelationState>;
}

/** The state of an unknown database. */
export const EMPTY_SCHEMA: SchemaState = { relations: new Map() };

/** Returns the key of a relation in a state. */
export function relationKey(relation: RelationName): string {
  return formatRelation(relation);
}

/** Finds a relation; undefined if neither a statement nor a definition has it. */
export function findRelation(
  state: SchemaState,
  relation: RelationName,
): RelationState | undefined {
  return state.relations.get(relationKey(relation));
}

/** Creates the state of a relation from what is known about it. */
export function newRelation(
  relation: RelationName,
  known: Partial<RelationState> = {},
): RelationState {
  return {
    relation,
    kind: "table",
    createdIn: null,
    temporary: false,
    columns: new Map(),
    constraints: [],
    indexes: [],
    hypertable: null,
    compression: null,
    compressionPolicy: null,
    retentionPolicy: null,
    refreshPolicy: null,
    integerNow: false,
    filled: true,
    sources: [],
    ...known,
  };
}

/** A unique key. */
export interface UniqueKey {
  /** Its columns; null stands for an expression. */
  readonly columns: readonly (string | null)[];
  /** True if two nulls count as the same. */
  readonly nullsNotDistinct: boolean;
}

/** Returns the unique keys of a relation, from its constraints and its unique indexes. */
export function uniqueKeys(state: RelationState): readonly UniqueKey[] {
  return [
    ...state.constraints.filter(({ kind }) => kind === "primary" || kind === "unique"),
    ...state.indexes.filter((index) => index.unique),
  ];
}

/** Tells whether a column is known to be not null: declared so, or part of the primary key. */
export function isNotNull(state: RelationState, column: string): boolean {
  return state.columns.get(column)?.notNull === true ||
    state.constraints.some(({ kind, columns }) => kind === "primary" && columns.includes(column));
}
