import { identifier } from "../../base/sql/mod.ts";
import type { RelationName } from "../author/effect.ts";

/** A relation's name in generated SQL, without its schema where that is `public`. */
export function relationIdentifier(relation: RelationName): string {
  const name = identifier(relation.name);
  return relation.schema === "public" ? name : `${identifier(relation.schema)}.${name}`;
}

/** Names in parentheses: `(exchange, symbol)`. */
export function identifierList(names: readonly string[]): string {
  return `(${names.map(identifier).join(", ")})`;
}
