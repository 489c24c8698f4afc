import { formatRelation } from "../author/relation.ts";
import type { Definitions } from "./definitions.ts";
import { differ, type PlainDifference } from "./difference.ts";
import type { DriftNote } from "./drift_note.ts";
import type { AccessModel } from "./read_access.ts";

type DeclaredAccess = Pick<Definitions, "grants" | "owners">;

/**
 * Compares declared grants and owners with those of a server. Skips missing relations, which the
 * drift check reports itself.
 */
export function diffAccess(
  { grants = [], owners = [] }: DeclaredAccess,
  actual: AccessModel,
): readonly PlainDifference[] {
  const found = new Map(actual.relations.map((access) => [formatRelation(access), access]));
  const unknown = (role: string): string | null => actual.roles.has(role) ? null : NO_ROLE;
  return [
    ...owners.flatMap(({ relation, owner }) => {
      const object = formatRelation(relation);
      const access = found.get(object);
      return access === undefined ? [] : differ(object, "owner", owner, access.owner);
    }),
    ...grants.flatMap(({ relation, roles }) => {
      const object = formatRelation(relation);
      const access = found.get(object);
      if (access === undefined) return [];
      return Object.entries(roles).filter(([role]) => role !== access.owner)
        .flatMap(([role, privileges]) =>
          differ(
            object,
            `${GRANTS_TO}${role}`,
            privilegesText(privileges),
            unknown(role) ?? privilegesText(access.privileges[role] ?? []),
          )
        );
    }),
  ];
}

/** Returns notes on the undeclared grants and owners. */
export function undeclaredAccess(
  { grants = [], owners = [] }: DeclaredAccess,
  actual: AccessModel,
): readonly DriftNote[] {
  const owned = new Set(owners.map(({ relation }) => formatRelation(relation)));
  const granted = new Set(
    grants.flatMap(({ relation, roles }) =>
      Object.keys(roles).map((role) => `${formatRelation(relation)}\0${role}`)
    ),
  );
  return actual.relations.flatMap((access) => {
    const object = formatRelation(access);
    return [
      ...(owned.has(object)
        ? []
        : [{ object, message: `owned by ${access.owner}, which is not declared` }]),
      ...Object.entries(access.privileges).filter(([role]) => !granted.has(`${object}\0${role}`))
        .map(([role, privileges]) => ({
          object,
          message: `${privilegesText(privileges)} granted to ${role}, which is not declared`,
        })),
    ];
  });
}

/** The prefix of the property of a difference in grants to a role. */
export const GRANTS_TO = "grants to ";

/** The text for a role that does not exist. */
export const NO_ROLE = "no such role";

function privilegesText(privileges: readonly string[]): string {
  return privileges.length === 0 ? "nothing" : [...new Set(privileges)].sort().join(", ");
}
