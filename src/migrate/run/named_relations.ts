import type { RelationName } from "../author/effect.ts";
import { type WrittenName, writtenNames } from "../text/written_names.ts";

/** The relations that statements may refer to. */
export interface NamedRelations {
  /** Tells whether the statements may refer to a relation. */
  mean(relation: RelationName): boolean;
  /** All words that may be a function's name. */
  readonly words: readonly string[];
}

/**
 * Finds the names in statements. A name without a schema refers to a relation on the search path,
 * or in any schema if the statements change the path.
 *
 * @param searchPath The schemas of the session's search path.
 */
export function namedRelations(
  statements: readonly string[],
  searchPath: readonly string[],
): NamedRelations {
  const names = statements.flatMap(writtenNames);
  const bare = new Set(names.flatMap(([first, second]) => second === undefined ? [first] : []));
  const qualified = new Set(names.flatMap(pairs));
  const firstOfMany = new Set(
    names.flatMap(([first, ...others]) => others.length > 0 ? [first] : []),
  );
  const schemas = new Set(
    names.flatMap((name, i) => isWord(names[i - 1], "schema") ? [name[0]] : []),
  );
  const isAnyPath = bare.has("search_path");
  const isOnPath = (schema: string) => isAnyPath || searchPath.includes(schema);
  return {
    mean: ({ schema, name }) =>
      schemas.has(schema) || qualified.has(pair(schema, name)) ||
      // `metrics.value` may be a column of `metrics`.
      (isOnPath(schema) && (bare.has(name) || firstOfMany.has(name))),
    words: [...new Set(names.flatMap((name) => name.at(-1) ?? []))],
  };
}

function pairs(name: WrittenName): readonly string[] {
  return name.slice(1).map((part, i) => pair(name[i] ?? "", part));
}

function pair(schema: string, name: string): string {
  return JSON.stringify([schema, name]);
}

function isWord(name: WrittenName | undefined, word: string): boolean {
  return name?.length === 1 && name[0] === word;
}
