import type { LintRule } from "../rule.ts";
import { changesOf, show } from "../view.ts";

/** Privileges that are wider than intended. */
export const postgresRightRules: readonly LintRule[] = [
  {
    code: "PG040",
    name: "security-definer-without-search-path",
    severity: "error",
    reason:
      "A security definer function runs with its owner's privileges but the caller's search_path. A " +
      "caller can create a temporary table that the function then reads instead of the real one.",
    remedy:
      "Add set search_path = pg_catalog, pg_temp, and qualify all other names with their schema.",
    statement: (view) =>
      changesOf(view, "function").flatMap(({ name, securityDefiner, setsSearchPath }) =>
        securityDefiner && !setsSearchPath
          ? [{
            reason: `${show(name)} runs with its owner's privileges and the caller's search_path`,
          }]
          : []
      ),
  },
  {
    code: "PG041",
    name: "grant-to-public",
    severity: "warning",
    reason: "public means every role, present and future, including those of other services.",
    remedy: "Grant it to a separate role, and make the roles that need it members.",
    statement: (view) =>
      changesOf(view, "grantToPublic").map(({ privileges, on }) => ({
        reason: `${privileges} on ${on} is granted to public`,
      })),
  },
];
