import { identifier } from "../../base/sql/mod.ts";
import { getTableConfig, type PgTable } from "drizzle-orm/pg-core";
import type { RelationName } from "../author/effect.ts";
import { expressionText } from "../../timescale/expression_text.ts";
import { identifierList, relationIdentifier } from "./relation_identifier.ts";

/** A constraint for `create table` and `add constraint`. */
export interface ConstraintDdl {
  /** Its name. */
  readonly name: string;
  /** The whole clause: `constraint pk_ohlcv primary key (…)`. */
  readonly clause: string;
  /** The table that a foreign key references; null for other kinds. */
  readonly target: RelationName | null;
}

/** Returns the constraints of a Drizzle table: primary key, unique keys, foreign keys, checks. */
export function constraintDdl(table: PgTable): readonly ConstraintDdl[] {
  const config = getTableConfig(table);
  const key = (name: string, clause: string): ConstraintDdl => ({
    name,
    clause: `constraint ${identifier(name)} ${clause}`,
    target: null,
  });
  return [
    // Drizzle has no name for a key declared on the column, but only this form gives no diff in
    // drizzle-kit push.
    ...config.columns.filter((column) => column.primary).map((column) =>
      key(`pk_${config.name}`, `primary key ${identifierList([column.name])}`)
    ),
    ...config.primaryKeys.map((primary) =>
      key(primary.getName(), `primary key ${columnList(primary.columns)}`)
    ),
    ...config.columns.filter((column) => column.isUnique).map((column) =>
      key(
        column.uniqueName ?? `${config.name}_${column.name}_unique`,
        `unique${notDistinct(column.uniqueType === "not distinct")} ${
          identifierList([column.name])
        }`,
      )
    ),
    ...config.uniqueConstraints.map((unique) =>
      key(
        unique.getName() ?? "",
        `unique${notDistinct(unique.nullsNotDistinct)} ${columnList(unique.columns)}`,
      )
    ),
    ...config.foreignKeys.map(foreignKeyDdl),
    ...config.checks.map((check) => key(check.name, `check (${expressionText(check.value)})`)),
  ];
}

type ForeignKey = ReturnType<typeof getTableConfig>["foreignKeys"][number];

function foreignKeyDdl(foreignKey: ForeignKey): ConstraintDdl {
  const { columns, foreignColumns, foreignTable } = foreignKey.reference();
  const { schema, name } = getTableConfig(foreignTable);
  const target = { schema: schema ?? "public", name };
  const constraint = foreignKey.getName();
  return {
    name: constraint,
    clause: [
      `constraint ${identifier(constraint)} foreign key ${columnList(columns)}`,
      `references ${relationIdentifier(target)} ${columnList(foreignColumns)}`,
      ...action("delete", foreignKey.onDelete),
      ...action("update", foreignKey.onUpdate),
    ].join(" "),
    target,
  };
}

function action(event: string, what: string | undefined): string[] {
  return what === undefined || what === "no action" ? [] : [`on ${event} ${what}`];
}

function columnList(columns: readonly { readonly name: string }[]): string {
  return identifierList(columns.map((column) => column.name));
}

function notDistinct(is: boolean): string {
  return is ? " nulls not distinct" : "";
}
