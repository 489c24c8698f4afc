import { formatRelation } from "../../author/relation.ts";
import type { LintRule } from "../rule.ts";
import { changesOf, show } from "../view.ts";

/** Changes of enumerated types. */
export const postgresEnumRules: readonly LintRule[] = [
  {
    code: "PG039",
    name: "enum-value-used-at-once",
    severity: "error",
    reason:
      "PostgreSQL refuses a new value of an enumerated type in the transaction that added it: as a " +
      "default, in a row, in a condition.",
    remedy: "Add the value in one migration, and use it in the next one.",
    statement: (view) => {
      if (!view.migration.transaction) return [];
      // From 17 on, they can be used at once if the same transaction created the type.
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
