import type { Change, ChangeOf } from "../parse/change.ts";
import { isOn } from "../parse/parameters.ts";
import { applyTimescale } from "./apply_timescale.ts";
import {
  withColumn,
  withConstraint,
  withIndex,
  withName,
  withoutColumn,
  withRenamedColumn,
} from "./edit_relation.ts";
import { newRelation, relationKey, type RelationState, type SchemaState } from "./schema_state.ts";

/** Returns the state after a change, without modifying the given state. */
export function applyChange(state: SchemaState, change: Change, migration: string): SchemaState {
  const relations = new Map(state.relations);
  const edit = (
    relation: RelationState["relation"],
    update: (known: RelationState) => Partial<RelationState>,
  ): void => {
    // A relation that no statement created must exist already; otherwise the statement would fail.
    const known = relations.get(relationKey(relation)) ?? newRelation(relation);
    relations.set(relationKey(relation), { ...known, ...update(known) });
  };
  switch (change.kind) {
    case "createTable":
      if (!change.ifNotExists || !relations.has(relationKey(change.relation))) {
        relations.set(relationKey(change.relation), createdTable(change, migration));
      }
      break;
    case "createView":
      relations.set(relationKey(change.relation), createdView(change, migration));
      break;
    case "drop":
      dropFrom(relations, change);
      break;
    case "renameTable": {
      const known = relations.get(relationKey(change.relation));
      if (known === undefined) break;
      relations.delete(relationKey(change.relation));
      relations.set(relationKey(change.to), { ...known, relation: change.to });
      break;
    }
    case "addColumn":
      edit(change.relation, (known) => ({
        columns: new Map(known.columns).set(change.column.name, change.column),
        constraints: [...known.constraints, ...change.constraints.map((it) => withName(known, it))],
      }));
      break;
    case "dropColumn":
      edit(change.relation, (known) => withoutColumn(known, change.column));
      break;
    case "alterType":
      edit(change.relation, (known) => withColumn(known, change.column, { type: change.type }));
      break;
    case "setNotNull":
    case "dropNotNull": {
      const notNull = change.kind === "setNotNull";
      edit(change.relation, (known) => withColumn(known, change.column, { notNull }));
      break;
    }
    case "renameColumn":
      edit(change.relation, (known) => withRenamedColumn(known, change.from, change.to));
      break;
    case "addConstraint":
      edit(change.relation, (known) => withConstraint(known, change.constraint));
      break;
    case "dropConstraint":
      edit(change.relation, (known) => ({
        constraints: known.constraints.filter(({ name }) => name !== change.name),
      }));
      break;
    case "renameConstraint":
      edit(change.relation, (known) => ({
        constraints: known.constraints.map((each) =>
          each.name === change.from ? { ...each, name: change.to } : each
        ),
      }));
      break;
    case "validateConstraint":
      edit(change.relation, (known) => ({
        constraints: known.constraints.map((each) =>
          each.name === change.name ? { ...each, notValid: false } : each
        ),
      }));
      break;
    case "createIndex":
      edit(change.index.relation, (known) => withIndex(known, change.index));
      break;
    case "refreshView":
      edit(change.relation, () => ({ filled: true }));
      break;
    default:
      applyTimescale(change, edit);
  }
  return { relations };
}

function createdTable(change: ChangeOf<"createTable">, migration: string): RelationState {
  const empty = newRelation(change.relation, {
    createdIn: migration,
    temporary: change.temporary,
    columns: new Map(change.columns.map((each) => [each.name, each])),
  });
  return { ...empty, constraints: change.constraints.map((each) => withName(empty, each)) };
}

function createdView(change: ChangeOf<"createView">, migration: string): RelationState {
  const kind = !change.materialized
    ? "view"
    : isOn(change.parameters, "timescaledb.continuous")
    ? "aggregate"
    : "materialized view";
  const { sources } = change;
  const filled = !change.materialized || change.withData;
  return newRelation(change.relation, { kind, createdIn: migration, sources, filled });
}

function dropFrom(relations: Map<string, RelationState>, change: ChangeOf<"drop">): void {
  for (const dropped of change.relations) {
    if (change.what === "schema") {
      for (const [key, known] of relations) {
        if (known.relation.schema === dropped.name) relations.delete(key);
      }
    } else if (change.what === "index") {
      for (const [key, known] of relations) {
        const indexes = known.indexes.filter(({ name }) => name !== dropped.name);
        relations.set(key, { ...known, indexes });
      }
    } else if (["table", "view", "materialized view", "foreign_table"].includes(change.what)) {
      relations.delete(relationKey(dropped));
    }
  }
}
