import type { OrderColumn } from "../../../timescale/mod.ts";
import type { RelationName } from "../../author/effect.ts";
import { formatRelation } from "../../author/relation.ts";
import type { ColumnShape, ConstraintShape, IndexShape } from "../parse/shapes.ts";
import type { RefreshWindow } from "../parse/timescale_change.ts";

/** Settings of compression; null where TimescaleDB picks them. */
export interface CompressionState {
  /** The columns whose values share a segment. */
  readonly segmentBy: readonly string[] | null;
  /** The order of rows in a segment. */
  readonly orderBy: readonly OrderColumn[] | null;
  /** The span up to which compressed chunks are merged, or null. */
  readonly rollup: string | null;
  /** The sparse indexes as they are written, or null where TimescaleDB picks them. */
  readonly sparseIndex: string | null;
}

/** What is known of a relation from the statements so far. */
export interface RelationState {
  /** Its name. */
  readonly relation: RelationName;
  /** What it is; `aggregate` is a continuous one. */
  readonly kind: "table" | "view" | "materialized view" | "aggregate";
  /** The migration that created it, or null where a definition alone tells of it. */
  readonly createdIn: string | null;
  /** True for a temporary table. */
  readonly temporary: boolean;
  /** Its columns by name. */
  readonly columns: ReadonlyMap<string, ColumnShape>;
  /** Its constraints. */
  readonly constraints: readonly ConstraintShape[];
  /** Its indexes, without those behind constraints. */
  readonly indexes: readonly IndexShape[];
  /** How it is partitioned by time, or null. */
  readonly hypertable:
    | { readonly timeColumn: string; readonly chunkInterval: string | null }
    | null;
  /** Its compression, or null. */
  readonly compression: CompressionState | null;
  /** The compression policy, or null; its span is null where it cannot be read. */
  readonly compressionPolicy: { readonly after: string | null } | null;
  /** The retention policy, or null; its span is null where it cannot be read. */
  readonly retentionPolicy: { readonly after: string | null } | null;
  /** The refresh policy of a continuous aggregate, or null. */
  readonly refreshPolicy: RefreshWindow | null;
  /** True where a function tells the current value of an integer time column. */
  readonly integerNow: boolean;
  /** False for a view created with no data, until it is refreshed. */
  readonly filled: boolean;
  /** The relations that a view reads. */
  readonly sources: readonly RelationName[];
}

/** What is known of a database from the statements so far. */
export interface SchemaState {
  /** Its relations, by {@linkcode relationKey}. */
  readonly relations: ReadonlyMap<string, RelationState>;
}

/** A database of which nothing is known. */
export const EMPTY_SCHEMA: SchemaState = { relations: new Map() };

/** The key of a relation in a state. */
export function relationKey(relation: RelationName): string {
  return formatRelation(relation);
}

/** Finds a relation; undefined where no statement and no definition told of it. */
export function findRelation(
  state: SchemaState,
  relation: RelationName,
): RelationState | undefined {
  return state.relations.get(relationKey(relation));
}

/** A relation of which nothing is known but what it is. */
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

/** A key that no two rows share. */
export interface UniqueKey {
  /** Its columns; null stands for an expression. */
  readonly columns: readonly (string | null)[];
  /** True where two nulls count as the same. */
  readonly nullsNotDistinct: boolean;
}

/** The unique keys of a relation: of its constraints and of its unique indexes. */
export function uniqueKeys(state: RelationState): readonly UniqueKey[] {
  return [
    ...state.constraints.filter(({ kind }) => kind === "primary" || kind === "unique"),
    ...state.indexes.filter((index) => index.unique),
  ];
}

/** Answers whether a column is known to take no null: declared so, or part of the primary key. */
export function isNotNull(state: RelationState, column: string): boolean {
  return state.columns.get(column)?.notNull === true ||
    state.constraints.some(({ kind, columns }) => kind === "primary" && columns.includes(column));
}
