import type { RelationName } from "../../author/effect.ts";
import type { LintRule } from "../rule.ts";
import { findRelation } from "../state/schema_state.ts";
import { changesOf, show } from "../view.ts";

/** Names of tables in steps of the builder. */
export const timescaleNameRules: readonly LintRule[] = [
  {
    code: "TS038",
    name: "name-in-other-case",
    severity: "error",
    reason:
      "SQL folds unquoted names to lower case, but the builder uses names exactly: create table " +
      'Trades creates trades, and m.createHypertable("Trades", …) looks for another table.',
    remedy:
      "Use the exact name in the builder: lower case, unless the SQL puts it in double quotes.",
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
          : [{ reason: `${show(relation)} does not exist, but ${show(folded)} does` }];
      });
    },
  },
];
