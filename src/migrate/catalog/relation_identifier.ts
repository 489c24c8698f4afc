import { identifier } from "../../base/sql/mod.ts";
import type { RelationName } from "../author/effect.ts";

/** Returns the name of a relation in generated SQL, without the schema if that is `public`. */
export function relationIdentifier(relation: RelationName): string {
  const name = identifier(relation.name);
  return relation.schema === "public" ? name : `${identifier(relation.schema)}.${name}`;
}

/** Returns names in parentheses: `(exchange, symbol)`. */
export function identifierList(names: readonly string[]): string {
  return `(${names.map(identifier).join(", ")})`;
}
