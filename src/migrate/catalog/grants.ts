import { is } from "drizzle-orm";
import { getTableConfig, PgTable } from "drizzle-orm/pg-core";
import { parseRelation, type RelationName } from "../../base/sql/mod.ts";
import type { ContinuousAggregate } from "../../timescale/mod.ts";

/** A privilege on a table or view. */
export type Privilege =
  | "select"
  | "insert"
  | "update"
  | "delete"
  | "truncate"
  | "references"
  | "trigger"
  | "maintain";

/**
 * A table, a continuous aggregate, or the name of a table, aggregate or view: `bars`,
 * `crypto.bars`.
 */
export type Grantable = PgTable | ContinuousAggregate | string;

/** The declared privileges on a relation, created by {@linkcode grants}. */
export interface GrantDefinition {
  /** The relation. */
  readonly relation: RelationName;
  /** The privileges, by role. */
  readonly roles: Readonly<Record<string, readonly Privilege[]>>;
}

/** The declared owner of a relation, created by {@linkcode owner}. */
export interface OwnerDefinition {
  /** The relation. */
  readonly relation: RelationName;
  /** The owning role. */
  readonly owner: string;
}

/**
 * Declares the privileges of roles on a table, a view or a continuous aggregate. A named role has
 * exactly these privileges; `[]` means none. Other roles are not compared. `public` means all
 * roles.
 *
 * @throws {TypeError} If the name of a relation cannot be read.
 *
 * @example
 * ```ts
 * import { type Definitions, grants, owner } from "@strata/foundation/migrate";
 * import { pgTable, text } from "drizzle-orm/pg-core";
 *
 * export const notes = pgTable("notes", { body: text().notNull() });
 *
 * export const definitions: Definitions = {
 *   tables: [notes],
 *   grants: [grants(notes, { reporting: ["select"], ingest: ["select", "insert"] })],
 *   owners: [owner(notes, "app")],
 * };
 * ```
 */
export function grants(
  on: Grantable,
  roles: Readonly<Record<string, readonly Privilege[]>>,
): GrantDefinition {
  return { relation: relationOf(on), roles };
}

/**
 * Declares the owner of a table, a view or a continuous aggregate.
 *
 * @throws {TypeError} If the name of a relation cannot be read.
 */
export function owner(of: Grantable, role: string): OwnerDefinition {
  return { relation: relationOf(of), owner: role };
}

function relationOf(on: Grantable): RelationName {
  if (typeof on === "string") return parseRelation(on);
  const { schema = "public", name } = is(on, PgTable) ? getTableConfig(on) : on;
  return { schema, name };
}
