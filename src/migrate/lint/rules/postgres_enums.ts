import { formatRelation } from "../../author/relation.ts";
import type { LintRule } from "../rule.ts";
import { changesOf, show } from "../view.ts";

/** What enumerated types take badly. */
export const postgresEnumRules: readonly LintRule[] = [
  {
    code: "PG039",
    name: "enum-value-used-at-once",
    severity: "error",
    reason:
      "PostgreSQL refuses a new value of an enumerated type until the transaction that added it has " +
      "ended: as a default, in a row, in a condition.",
    remedy: "Add the value in one migration, and use it in the next.",
    statement: (view) => {
      if (!view.migration.transaction) return [];
      // From 17 on a type of the same transaction takes them at once.
      const made = view.context.target.postgres < 17
        ? []
        : view.earlier.flatMap((each) => changesOf(each, "createType"));
      const isNew = new Set(made.map(({ type }) => formatRelation(type)));
      const added = view.earlier.flatMap((each) => changesOf(each, "addEnumValue"));
      return added
        .filter(({ type, value }) => !isNew.has(formatRelation(type)) && view.texts.includes(value))
        .map(({ type, value }) => ({
          reason: `'${value}' was added to ${show(type)} in the same transaction`,
        }));
    },
  },
];
