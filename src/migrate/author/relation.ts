import { quoteIdentifier, quoteLiteral, type RelationName } from "../../base/sql/mod.ts";

export { formatRelation, parseRelation } from "../../base/sql/mod.ts";

/** Returns the quoted name of a relation. */
export function quoteRelation(relation: RelationName): string {
  return quoteIdentifier(relation.schema, relation.name);
}

/** Returns a string literal that PostgreSQL casts to the relation's `regclass`. */
export function relationLiteral(relation: RelationName): string {
  return quoteLiteral(quoteRelation(relation));
}
