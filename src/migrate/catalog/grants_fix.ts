import { quoteIdentifier } from "../../base/sql/mod.ts";
import { parseRelation, quoteRelation } from "../author/relation.ts";
import { GRANTS_TO, NO_ROLE } from "./diff_access.ts";
import type { PlainDifference } from "./difference.ts";
import type { Fix } from "./fix.ts";

/**
 * Returns the fix that grants missing privileges. Returns null if the role does not exist or has
 * undeclared privileges, since only people should decide to revoke them.
 */
export function grantsFix({ object, property, expected, actual }: PlainDifference): Fix | null {
  if (!property.startsWith(GRANTS_TO) || actual === NO_ROLE) return null;
  const [wanted, found] = [expected, actual].map(privilegesOf);
  if (wanted === undefined || found === undefined || !found.every((one) => wanted.includes(one))) {
    return null;
  }
  const missing = wanted.filter((one) => !found.includes(one));
  const role = property.slice(GRANTS_TO.length);
  const grantee = role === "public" ? "public" : quoteIdentifier(role);
  const relation = quoteRelation(parseRelation(object));
  return { statements: [`grant ${missing.join(", ")} on ${relation} to ${grantee}`], loses: null };
}

function privilegesOf(text: string | null): readonly string[] {
  return text === null || text === "nothing" ? [] : text.split(", ");
}
