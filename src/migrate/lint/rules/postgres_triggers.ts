import type { LintRule } from "../rule.ts";
import { changesOf, isOldTable, show } from "../view.ts";
import { relationKey } from "../state/schema_state.ts";

/** Triggers that stay disabled. */
export const postgresTriggerRules: readonly LintRule[] = [
  {
    code: "PG045",
    name: "trigger-left-disabled",
    severity: "error",
    reason:
      "Triggers do not run for rows written while they are disabled, and enabling them again does " +
      "not make up for it. disable trigger all turns off the checks of foreign keys too.",
    remedy: "Enable it in the same migration, right after the statements that need it disabled.",
    migration: (view) =>
      view.up.flatMap((statement, place) =>
        changesOf(statement, "switchTriggers").flatMap(({ relation, which, enabled }) => {
          if (enabled || !isOldTable(statement, relation)) return [];
          const key = relationKey(relation);
          const later = view.up.slice(place).flatMap((each) => changesOf(each, "switchTriggers"));
          const isBack = later.some((each) =>
            each.enabled && relationKey(each.relation) === key &&
            (each.which === which || each.which === "all")
          );
          if (isBack) return [];
          const what = which === "all" || which === "user" ? `${which} triggers` : `"${which}"`;
          return [{
            reason: `${what} of ${show(relation)} ${
              which === "all" || which === "user" ? "stay" : "stays"
            } disabled`,
            at: statement,
          }];
        })
      ),
  },
];
