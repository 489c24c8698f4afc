import type { LintRule } from "../rule.ts";
import { changesOf, knownBefore, show } from "../view.ts";

/** What refreshing a materialized view needs. */
export const postgresViewRules: readonly LintRule[] = [
  {
    code: "PG046",
    name: "concurrent-refresh-refused",
    severity: "error",
    reason:
      "PostgreSQL refuses to refresh a materialized view concurrently without a unique index over its " +
      "columns, or before it was filled once.",
    remedy: "Create a unique index on the view, and fill it once without concurrently.",
    statement: (view) =>
      changesOf(view, "refreshView").flatMap(({ relation, concurrently }) => {
        const known = knownBefore(view, relation);
        if (!concurrently || known?.kind !== "materialized view") return [];
        const hasKey = known.indexes.some(({ unique, columns }) =>
          unique && columns.every((column) => column !== null)
        );
        const faults = [
          ...(hasKey ? [] : ["has no unique index over its columns"]),
          ...(known.filled ? [] : ["was never filled"]),
        ];
        return faults.map((fault) => ({ reason: `${show(relation)} ${fault}` }));
      }),
  },
];
