import { formatRelation } from "../../author/relation.ts";
import type { RelationState, SchemaState } from "./schema_state.ts";

/**
 * Returns the names of all known objects for messages: `the table "a"`, `the column "b" of "a"`.
 */
export function schemaObjects(state: SchemaState): ReadonlySet<string> {
  return new Set([...state.relations.values()].flatMap(relationObjects));
}

function relationObjects(each: RelationState): readonly string[] {
  const name = `"${formatRelation(each.relation)}"`;
  // Too little is known about a table that no migration created to report that it is missing.
  const own = each.createdIn === null ? [] : [`the ${each.kind} ${name}`];
  return [
    ...own,
    ...[...each.columns.keys()].map((column) => `the column "${column}" of ${name}`),
    ...each.constraints.flatMap((constraint) =>
      constraint.name === null ? [] : [`the constraint "${constraint.name}" of ${name}`]
    ),
    ...each.indexes.flatMap((index) =>
      index.name === null ? [] : [`the index "${index.name}" of ${name}`]
    ),
    ...(each.compression === null ? [] : [`the compression of ${name}`]),
    ...(each.compressionPolicy === null ? [] : [`the compression policy of ${name}`]),
    ...(each.retentionPolicy === null ? [] : [`the retention policy of ${name}`]),
    ...(each.refreshPolicy === null ? [] : [`the refresh policy of ${name}`]),
  ];
}
