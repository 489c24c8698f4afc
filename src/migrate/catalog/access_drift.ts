import type { Queryable } from "../../base/sql/mod.ts";
import type { Definitions } from "./definitions.ts";
import { diffAccess, undeclaredAccess } from "./diff_access.ts";
import type { Difference } from "./difference.ts";
import type { DriftNote } from "./drift_note.ts";
import { readAccess } from "./read_access.ts";

/** Differences in declared grants and owners, and notes on undeclared ones. */
export interface AccessDrift {
  readonly differences: readonly Difference[];
  readonly notes: readonly DriftNote[];
}

/**
 * Compares declared grants and owners with those on the server. Does not query the server if there
 * is nothing to compare or list.
 */
export async function accessDrift(
  client: Queryable,
  from: {
    readonly declared: Pick<Definitions, "grants" | "owners">;
    readonly schemas: readonly string[];
    readonly isListed: boolean;
  },
): Promise<AccessDrift> {
  const { declared, schemas, isListed } = from;
  const { grants = [], owners = [] } = declared;
  if (grants.length + owners.length === 0 && !isListed) return { differences: [], notes: [] };
  const spoken = [...grants, ...owners].map(({ relation }) => relation.schema);
  const access = await readAccess(client, [...new Set([...schemas, ...spoken])]);
  return {
    differences: diffAccess(declared, access)
      .map((difference) => ({ ...difference, layer: "database" })),
    notes: isListed ? undeclaredAccess(declared, access) : [],
  };
}
