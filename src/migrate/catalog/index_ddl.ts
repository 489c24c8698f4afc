import { identifier } from "../../base/sql/mod.ts";
import { is, SQL } from "drizzle-orm";
import { getTableConfig, type PgTable } from "drizzle-orm/pg-core";
import { ConfigError } from "../../base/errors.ts";
import { expressionText } from "../../timescale/expression_text.ts";
import { relationIdentifier } from "./relation_identifier.ts";

/** An index of a table. */
export interface IndexDdl {
  /** Its name. */
  readonly name: string;
  /** The statement that creates it. */
  readonly statement: string;
  /** True if it is declared with `.concurrently()`. */
  readonly isConcurrent: boolean;
}

/** Returns the indexes of a Drizzle table that do not belong to a constraint. */
export function indexDdl(table: PgTable): readonly IndexDdl[] {
  const { indexes, name: tableName, schema = "public" } = getTableConfig(table);
  return indexes.map(({ config }) => {
    const columns = config.columns.map((column) => indexColumn(column, tableName));
    const name = config.name ?? defaultName(tableName, columns);
    const method = config.method === undefined || config.method === "btree"
      ? ""
      : ` using ${identifier(config.method)}`;
    return {
      name,
      isConcurrent: config.concurrently === true,
      statement: [
        `create ${config.unique ? "unique " : ""}index ${identifier(name)}`,
        `on ${relationIdentifier({ schema, name: tableName })}${method} (${
          columns.map((column) => column.text).join(", ")
        })`,
        ...storage(config.with ?? {}),
        ...(config.where === undefined ? [] : [`where ${expressionText(config.where)}`]),
      ].join("\n"),
    };
  });
}

interface IndexColumn {
  /** The column's name; null for an expression. */
  readonly name: string | null;
  readonly text: string;
}

type DrizzleIndexColumn = ReturnType<typeof getTableConfig>["indexes"][number]["config"][
  "columns"
][number];

function indexColumn(column: DrizzleIndexColumn, table: string): IndexColumn {
  if (is(column, SQL)) return { name: null, text: expressionText(column) };
  // as: Drizzle types these as optional, since a builder may not have set them yet.
  const { name, indexConfig: { order = "asc", nulls, opClass } = {} } = column as {
    readonly name?: string;
    readonly indexConfig?: { order?: string; nulls?: string; opClass?: string };
  };
  if (name === undefined) {
    throw new ConfigError(
      `Cannot render an index of "${table}": one of its columns has no name, give it one`,
    );
  }
  // PostgreSQL puts nulls last in ascending order and first in descending order.
  const usual = order === "asc" ? "last" : "first";
  return {
    name,
    text: [
      identifier(name),
      ...(opClass === undefined ? [] : [identifier(opClass)]),
      ...(order === "desc" ? ["desc"] : []),
      ...(nulls === undefined || nulls === usual ? [] : [`nulls ${nulls}`]),
    ].join(" "),
  };
}

function defaultName(table: string, columns: readonly IndexColumn[]): string {
  const names = columns.map(({ name }) => {
    if (name !== null) return name;
    throw new ConfigError(
      `Cannot render an index of "${table}": an index on an expression needs a name, write index("…")`,
    );
  });
  return `${table}_${names.join("_")}_index`;
}

function storage(settings: Readonly<Record<string, unknown>>): string[] {
  const entries = Object.entries(settings);
  if (entries.length === 0) return [];
  return [`with (${entries.map(([key, value]) => `${key} = ${value}`).join(", ")})`];
}
