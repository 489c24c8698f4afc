import type { RelationName } from "../../author/effect.ts";
import type { LintRule } from "../rule.ts";
import { findRelation } from "../state/schema_state.ts";
import { changesOf, show } from "../view.ts";

/** How steps of the builder name what SQL created. */
export const timescaleNameRules: readonly LintRule[] = [
  {
    code: "TS038",
    name: "name-in-other-case",
    severity: "error",
    reason:
      "SQL folds a name without quotes to lower case, and the builder takes it exactly: create table " +
      'Trades makes trades, and m.createHypertable("Trades", …) looks for another.',
    remedy: "Write the name as the server has it: in lower case, or in double quotes in the SQL.",
    alsoDown: true,
    statement: (view) => {
      if (view.byHand) return [];
      const named = changesOf(
        view,
        ...["hypertable", "chunkInterval", "compression", "integerNow"] as const,
        ...["compressionPolicy", "retentionPolicy", "refreshPolicy"] as const,
      );
      return named.flatMap(({ relation }) => {
        const folded: RelationName = {
          schema: relation.schema.toLowerCase(),
          name: relation.name.toLowerCase(),
        };
        const isThere = findRelation(view.before, relation) !== undefined;
        return isThere || findRelation(view.before, folded) === undefined
          ? []
          : [{ reason: `${show(relation)} is not there, and ${show(folded)} is` }];
      });
    },
  },
];
