import type { RelationName } from "./effect.ts";
import { quoteIdentifier, quoteLiteral } from "../../base/sql/mod.ts";

/**
 * Reads the name of a relation: `ohlcv` stands in schema `public`, `crypto.ohlcv` names its schema.
 *
 * @throws {TypeError} Where the text has more than one dot or an empty part.
 */
export function parseRelation(text: string): RelationName {
  const parts = text.split(".");
  if (parts.length > 2 || parts.includes("")) {
    throw new TypeError(`Cannot read "${text}" as a table: write "table" or "schema.table"`);
  }
  const [schema, name] = parts.length === 2 ? parts : ["public", parts[0]];
  return { schema: schema ?? "public", name: name ?? "" };
}

/** The quoted name of a relation. */
export function quoteRelation(relation: RelationName): string {
  return quoteIdentifier(relation.schema, relation.name);
}

/** The name of a relation as a text that PostgreSQL turns into a `regclass`. */
export function relationLiteral(relation: RelationName): string {
  return quoteLiteral(quoteRelation(relation));
}

/** The name for people: without the schema where it is `public`. */
export function formatRelation(relation: RelationName): string {
  return relation.schema === "public" ? relation.name : `${relation.schema}.${relation.name}`;
}
