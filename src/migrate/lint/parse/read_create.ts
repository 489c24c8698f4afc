import type { CreateStmt, CreateTableAsStmt, IndexStmt, RangeVar, ViewStmt } from "libpg-query";
import type { RelationName } from "../../author/effect.ts";
import { formatRelation } from "../../author/relation.ts";
import type { Change } from "./change.ts";
import { relationOf } from "./names.ts";
import { readParameters } from "./parameters.ts";
import { readColumn, readConstraint } from "./read_column.ts";
import type { ColumnShape, ConstraintShape } from "./shapes.ts";
import { findNodes } from "./walk.ts";

/** Reads a `create table`. */
export function readCreateTable(statement: CreateStmt): Change {
  const columns: ColumnShape[] = [];
  const constraints: ConstraintShape[] = [];
  for (const element of statement.tableElts ?? []) {
    if ("ColumnDef" in element) {
      const read = readColumn(element.ColumnDef);
      columns.push(read.column);
      constraints.push(...read.constraints);
    } else if ("Constraint" in element) {
      const constraint = readConstraint(element.Constraint);
      if (constraint !== null) constraints.push(constraint);
    }
  }
  return {
    kind: "createTable",
    relation: relationOf(statement.relation),
    columns,
    constraints,
    parameters: readParameters(statement.options),
    ifNotExists: statement.if_not_exists === true,
    temporary: statement.relation?.relpersistence === "t",
  };
}

/** Reads a `create table … as`, or a `create materialized view`. */
export function readCreateAs(statement: CreateTableAsStmt): Change {
  const { into } = statement;
  const relation = relationOf(into?.rel);
  const parameters = readParameters(into?.options);
  if (statement.objtype === "OBJECT_MATVIEW") {
    return {
      kind: "createView",
      relation,
      materialized: true,
      parameters,
      withData: into?.skipData !== true,
      sources: relationsIn(statement.query),
    };
  }
  return {
    kind: "createTable",
    relation,
    columns: [],
    constraints: [],
    parameters,
    ifNotExists: statement.if_not_exists === true,
    temporary: into?.rel?.relpersistence === "t",
  };
}

/** Reads a `create view`. */
export function readCreateView(statement: ViewStmt): Change {
  return {
    kind: "createView",
    relation: relationOf(statement.view),
    materialized: false,
    parameters: readParameters(statement.options),
    withData: false,
    sources: relationsIn(statement.query),
  };
}

/** Reads a `create index`. */
export function readCreateIndex(statement: IndexStmt): Change {
  return {
    kind: "createIndex",
    index: {
      name: statement.idxname ?? null,
      relation: relationOf(statement.relation),
      columns: (statement.indexParams ?? []).map((node) =>
        "IndexElem" in node ? node.IndexElem.name ?? null : null
      ),
      unique: statement.unique === true,
      nullsNotDistinct: statement.nulls_not_distinct === true,
      concurrently: statement.concurrent === true,
      ifNotExists: statement.if_not_exists === true,
    },
    parameters: readParameters(statement.options),
  };
}

/** Returns the distinct relations that a query reads. */
export function relationsIn(query: unknown): readonly RelationName[] {
  const found = new Map<string, RelationName>();
  for (const node of findNodes(query, "RangeVar")) {
    // as: the parser puts a RangeVar under this key.
    const relation = relationOf(node as RangeVar);
    found.set(formatRelation(relation), relation);
  }
  return [...found.values()];
}
