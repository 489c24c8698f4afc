import type { ColumnShape, ConstraintShape, IndexShape } from "../parse/shapes.ts";
import type { RelationState } from "./schema_state.ts";

/** Returns the changed column. */
export function withColumn(
  known: RelationState,
  name: string,
  update: Partial<ColumnShape>,
): Partial<RelationState> {
  const before = known.columns.get(name);
  if (before === undefined) return {};
  return { columns: new Map(known.columns).set(name, { ...before, ...update }) };
}

/** Removes a column, and the constraints and indexes that use it. */
export function withoutColumn(known: RelationState, name: string): Partial<RelationState> {
  const columns = new Map(known.columns);
  columns.delete(name);
  return {
    columns,
    constraints: known.constraints.filter((each) => !each.columns.includes(name)),
    indexes: known.indexes.filter((each) => !each.columns.includes(name)),
  };
}

/** Renames a column wherever it is used. */
export function withRenamedColumn(
  known: RelationState,
  from: string,
  to: string,
): Partial<RelationState> {
  const rename = (name: string): string => name === from ? to : name;
  const { hypertable, compression } = known;
  return {
    columns: new Map(
      [...known.columns].map(([name, each]) => [rename(name), { ...each, name: rename(name) }]),
    ),
    constraints: known.constraints.map((each) => ({ ...each, columns: each.columns.map(rename) })),
    indexes: known.indexes.map((each) => ({
      ...each,
      columns: each.columns.map((name) => name === null ? null : rename(name)),
    })),
    hypertable: hypertable && { ...hypertable, timeColumn: rename(hypertable.timeColumn) },
    compression: compression && {
      ...compression,
      segmentBy: compression.segmentBy?.map(rename) ?? null,
      orderBy: compression.orderBy?.map((each) => ({ ...each, column: rename(each.column) })) ??
        null,
    },
  };
}

/** Adds a constraint; removes the index that becomes the constraint, if there is one. */
export function withConstraint(
  known: RelationState,
  added: ConstraintShape,
): Partial<RelationState> {
  const index = known.indexes.find(({ name }) => name !== null && name === added.usingIndex);
  if (index === undefined) return { constraints: [...known.constraints, withName(known, added)] };
  const columns = index.columns.flatMap((name) => name ?? []);
  return {
    constraints: [...known.constraints, { ...added, columns }],
    indexes: known.indexes.filter((each) => each !== index),
  };
}

/** Adds an index, unless one of that name exists. */
export function withIndex(known: RelationState, index: IndexShape): Partial<RelationState> {
  const exists = index.name !== null && known.indexes.some(({ name }) => name === index.name);
  return exists ? {} : { indexes: [...known.indexes, index] };
}

/** Adds PostgreSQL's default name to a constraint without a name, for the kinds that rules need. */
export function withName(known: RelationState, constraint: ConstraintShape): ConstraintShape {
  if (constraint.name !== null) return constraint;
  const table = known.relation.name;
  const suffix = { unique: "key", foreign: "fkey" };
  const columns = constraint.columns.join("_");
  if (constraint.kind === "primary") return { ...constraint, name: `${table}_pkey` };
  if (constraint.kind === "unique" || constraint.kind === "foreign") {
    return { ...constraint, name: `${table}_${columns}_${suffix[constraint.kind]}` };
  }
  return constraint;
}
