import type { LintRule } from "../rule.ts";
import { changesOf, knownBefore, show } from "../view.ts";

/** Refreshes of materialized views. */
export const postgresViewRules: readonly LintRule[] = [
  {
    code: "PG046",
    name: "concurrent-refresh-refused",
    severity: "error",
    reason:
      "PostgreSQL refuses to refresh a materialized view concurrently if it has no unique index on " +
      "columns or was never filled.",
    remedy: "Create a unique index on the view, and refresh it once without concurrently.",
    statement: (view) =>
      changesOf(view, "refreshView").flatMap(({ relation, concurrently }) => {
        const known = knownBefore(view, relation);
        if (!concurrently || known?.kind !== "materialized view") return [];
        const hasKey = known.indexes.some(({ unique, columns }) =>
          unique && columns.every((column) => column !== null)
        );
        const faults = [
          ...(hasKey ? [] : ["has no unique index on its columns"]),
          ...(known.filled ? [] : ["was never filled"]),
        ];
        return faults.map((fault) => ({ reason: `${show(relation)} ${fault}` }));
      }),
  },
];
