import { quoteIdentifier, quoteLiteral, type RelationName } from "../../base/sql/mod.ts";

export { formatRelation, parseRelation } from "../../base/sql/mod.ts";

/** The quoted name of a relation. */
export function quoteRelation(relation: RelationName): string {
  return quoteIdentifier(relation.schema, relation.name);
}

/** The name of a relation as a text that PostgreSQL turns into a `regclass`. */
export function relationLiteral(relation: RelationName): string {
  return quoteLiteral(quoteRelation(relation));
}
