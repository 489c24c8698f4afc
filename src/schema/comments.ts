import { getTableColumns } from "drizzle-orm";
import { getTableConfig, type PgTable } from "drizzle-orm/pg-core";
import { quoteIdentifier, quoteLiteral } from "../base/sql/mod.ts";

/**
 * The comments of a table in the database. Drizzle has none, so they are next to the definition,
 * one per column; a column without one is a type error. The `comment on` statements and the drift
 * check use them.
 */
export interface TableComments<Columns> {
  /** The comment on the table. */
  readonly table: string;
  /** The comment on each column, by its TypeScript key. */
  readonly columns: Readonly<Record<keyof Columns & string, string>>;
}

/** A comment as in the catalog, with SQL names. */
export interface CatalogComment {
  /** The table's schema, if it is not `public`. */
  readonly schema?: string;
  /** The table. */
  readonly table: string;
  /** The column, or null for a comment on the table. */
  readonly column: string | null;
  /** The text. */
  readonly comment: string;
}

/** Lists a table's comments by SQL name, the table's own first. */
export function catalogComments<Columns extends PgTable>(
  table: Columns,
  comments: TableComments<Columns["_"]["columns"]>,
): CatalogComment[] {
  const { name, schema } = getTableConfig(table);
  const place = { ...(schema === undefined ? {} : { schema }), table: name };
  const texts: Readonly<Record<string, string>> = comments.columns;
  return [
    { ...place, column: null, comment: comments.table },
    ...Object.entries(getTableColumns(table)).map(([key, column]) => ({
      ...place,
      column: column.name,
      comment: texts[key] ?? "",
    })),
  ];
}

/** Returns the `comment on` statements for comments. */
export function commentStatements(comments: readonly CatalogComment[]): string[] {
  return comments.map(({ schema, table, column, comment }) => {
    const path = schema === undefined ? [table] : [schema, table];
    return column === null
      ? `comment on table ${quoteIdentifier(...path)} is ${quoteLiteral(comment)}`
      : `comment on column ${quoteIdentifier(...path, column)} is ${quoteLiteral(comment)}`;
  });
}
