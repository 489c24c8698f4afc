import type { LintRule } from "../rule.ts";
import { changesOf, isOldTable, show } from "../view.ts";
import { relationKey } from "../state/schema_state.ts";

/** What triggers keep right, and what is written without them. */
export const postgresTriggerRules: readonly LintRule[] = [
  {
    code: "PG045",
    name: "trigger-left-disabled",
    severity: "error",
    reason:
      "What is written while a trigger is disabled is neither checked nor followed, by foreign keys " +
      "either (all), and nothing makes up for it when the trigger is enabled again.",
    remedy: "Enable it in the same migration, right behind what must do without it.",
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
