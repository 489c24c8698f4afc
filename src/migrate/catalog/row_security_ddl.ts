import { is } from "drizzle-orm";
import { getTableConfig, type PgPolicy, PgRole, type PgTable } from "drizzle-orm/pg-core";
import { identifier } from "../../base/sql/mod.ts";
import { expressionText } from "../../timescale/expression_text.ts";
import type { RelationName } from "../author/effect.ts";
import { relationIdentifier } from "./relation_identifier.ts";

/** The row-level security of a table. */
export interface RowSecurityDdl {
  /** The table. */
  readonly relation: RelationName;
  /** True if it is enabled. Drizzle enables it with the first policy. */
  readonly isOn: boolean;
  /** The policies, each with the statement that creates it. */
  readonly policies: readonly { readonly name: string; readonly statement: string }[];
}

/** Returns the row-level security that a Drizzle table declares. */
export function rowSecurityDdl(table: PgTable): RowSecurityDdl {
  const { name, schema = "public", policies, enableRLS } = getTableConfig(table);
  const relation = { schema, name };
  return {
    relation,
    isOn: enableRLS || policies.length > 0,
    policies: policies.map((policy) => ({
      name: policy.name,
      statement: policyStatement(relation, policy.name, policyClause(policy)),
    })),
  };
}

/** Returns the statements for the row-level security of a table. */
export function rowSecurityStatements(table: PgTable): readonly string[] {
  const { relation, isOn, policies } = rowSecurityDdl(table);
  return [
    ...(isOn ? [`alter table ${relationIdentifier(relation)} enable row level security`] : []),
    ...policies.map(({ statement }) => statement),
  ];
}

/**
 * Returns the `create policy` statement for a policy. The clause has the format of the catalog's
 * traits.
 */
export function policyStatement(relation: RelationName, name: string, clause: string): string {
  const start = `create policy ${identifier(name)}\non ${relationIdentifier(relation)}`;
  return `${start}${clause.startsWith("restrictive ") ? "\nas " : "\n"}${clause}`;
}

function policyClause({ as, for: command, to, using, withCheck }: PgPolicy): string {
  return [
    ...(as === "restrictive" ? ["restrictive"] : []),
    `for ${command ?? "all"}`,
    `to ${roles(to).join(", ")}`,
    ...(using === undefined ? [] : [`using (${expressionText(using)})`]),
    ...(withCheck === undefined ? [] : [`with check (${expressionText(withCheck)})`]),
  ].join(" ");
}

function roles(to: PgPolicy["to"]): readonly string[] {
  if (to === undefined) return ["public"];
  if (is(to, PgRole)) return [identifier(to.name)];
  if (Array.isArray(to)) return to.flatMap(roles);
  return [keywords.has(to) ? to : identifier(to)];
}

const keywords: ReadonlySet<string> = new Set([
  ...["public", "current_role", "current_user", "session_user"],
]);
