import { quoteIdentifier, quoteLiteral } from "../../base/sql/mod.ts";
import { formatRelation } from "../author/relation.ts";
import type { CatalogState } from "./catalog_state.ts";
import { commentStatement } from "./definition_statements.ts";
import type { PlainDifference } from "./difference.ts";
import type { Fix } from "./fix.ts";

/** Returns the fix for a comment; null if the kind of object is unknown here. */
export function commentFix(
  { object, expected: comment }: PlainDifference,
  { catalog, timescale }: CatalogState,
): Fix | null {
  const on = (subject: string): Fix => {
    const text = comment === null ? "null" : quoteLiteral(comment);
    return { statements: [`comment on ${subject} is ${text}`], loses: null };
  };
  const view = catalog.views.find((view) => formatRelation(view) === object);
  if (view !== undefined) {
    const kind = view.materialized ? "materialized view" : "view";
    return on(`${kind} ${quoteIdentifier(view.schema, view.name)}`);
  }
  const aggregate = timescale.aggregates.find(({ relation }) =>
    formatRelation(relation) === object
  );
  if (aggregate !== undefined) {
    const { schema, name } = aggregate.relation;
    return on(`view ${quoteIdentifier(schema, name)}`);
  }
  for (const table of catalog.tables) {
    const { schema, name } = table;
    const relation = formatRelation(table);
    const isPart = (part: { readonly name: string }): boolean =>
      `${relation}.${part.name}` === object;
    const column = table.columns.find(isPart);
    if (column !== undefined || relation === object) {
      const subject = { schema, table: name, column: column?.name ?? null, comment };
      return { statements: [commentStatement(subject)], loses: null };
    }
    const index = table.indexes.find(isPart);
    if (index !== undefined) return on(`index ${quoteIdentifier(schema, index.name)}`);
    const onTable = `on ${quoteIdentifier(schema, name)}`;
    const constraint = table.constraints.find(isPart);
    if (constraint !== undefined) {
      return on(`constraint ${quoteIdentifier(constraint.name)} ${onTable}`);
    }
    const trigger = table.triggers.find(isPart);
    if (trigger !== undefined) return on(`trigger ${quoteIdentifier(trigger.name)} ${onTable}`);
  }
  return null;
}
