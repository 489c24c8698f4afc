import type { LintRule } from "../rule.ts";
import { changesOf, show } from "../view.ts";

/** Who may do what, without anybody having meant it. */
export const postgresRightRules: readonly LintRule[] = [
  {
    code: "PG040",
    name: "security-definer-without-search-path",
    severity: "error",
    reason:
      "A function with its owner's rights looks names up on its caller's search_path: a caller " +
      "who creates a temporary table of such a name has the owner read that.",
    remedy:
      "Add set search_path = pg_catalog, pg_temp, and write every other name with its schema.",
    statement: (view) =>
      changesOf(view, "function").flatMap(({ name, securityDefiner, setsSearchPath }) =>
        securityDefiner && !setsSearchPath
          ? [{ reason: `${show(name)} runs with its owner's rights and its caller's search_path` }]
          : []
      ),
  },
  {
    code: "PG041",
    name: "grant-to-public",
    severity: "warning",
    reason:
      "public is every role there is and every one to come, those of other services included.",
    remedy: "Grant it to a role of its own, and make those who need it members.",
    statement: (view) =>
      changesOf(view, "grantToPublic").map(({ privileges, on }) => ({
        reason: `${privileges} on ${on} is granted to public`,
      })),
  },
];
