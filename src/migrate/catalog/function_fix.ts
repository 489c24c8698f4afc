import { functionObject } from "./catalog_change.ts";
import type { CatalogModel, FunctionModel } from "./catalog_model.ts";
import type { CatalogState } from "./catalog_state.ts";
import { functionCommentStatement } from "./definition_statements.ts";
import type { PlainDifference } from "./difference.ts";
import type { Fix } from "./fix.ts";

/**
 * Returns the fix for a function that is missing, has another body or has lost its comment; null if
 * the difference is none of these. A function that no migration creates stays: somebody may call it.
 */
export function functionFix(
  { object, property }: PlainDifference,
  { expected, actual }: { readonly expected: CatalogState; readonly actual: CatalogState },
): Fix | null {
  const isIt = (made: FunctionModel): boolean => functionObject(made) === object;
  const wanted = expected.catalog.functions.find(isIt);
  if (wanted === undefined) return null;
  const comment = functionCommentStatement(wanted);
  if (property === "comment") return { statements: [comment], loses: null };
  const found = actual.catalog.functions.find(isIt);
  const isReplaceable = found === undefined
    ? wanted.schema === "public" || hasSchema(actual.catalog, wanted.schema)
    : headOf(found) === headOf(wanted);
  if (!isReplaceable) return null;
  return {
    statements: [
      // The functions that it calls may be missing too, and come later.
      "set local check_function_bodies = off",
      wanted.definition.trim(),
      comment,
    ],
    loses: null,
  };
}

/** The parts that `create or replace` cannot change: arguments with defaults, and the result. */
export function headOf({ definition }: FunctionModel): string {
  return definition.split(/^ LANGUAGE /m)[0]?.replaceAll(/\s+/g, " ").trim() ?? "";
}

function hasSchema({ tables, views, enums, functions }: CatalogModel, schema: string): boolean {
  return [...tables, ...views, ...enums, ...functions].some((one) => one.schema === schema);
}
