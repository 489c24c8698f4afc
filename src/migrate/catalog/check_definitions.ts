import { getTableConfig, type PgTable } from "drizzle-orm/pg-core";
import { ConfigError } from "../../base/errors.ts";
import { formatRelation } from "../author/relation.ts";
import type { Definitions } from "./definitions.ts";

/**
 * Checks that definitions refer only to their own tables and columns.
 *
 * @throws {ConfigError} If there are problems; the message lists all of them.
 */
export function checkDefinitions(definitions: Definitions): void {
  const { comments = [], hypertables = [], touchUpdatedAt = [], owners = [] } = definitions;
  const functions = (definitions.functions ?? []).map((made) =>
    `${formatRelation({ schema: made.schema ?? "public", name: made.name })}(${made.arguments})`
  );
  const owned = owners.map(({ relation }) => formatRelation(relation));
  const columns = new Map(
    definitions.tables.map((table) =>
      [nameOf(table), new Set(getTableConfig(table).columns.map(({ name }) => name))] as const
    ),
  );
  const names = definitions.tables.map(nameOf);
  const problems = [
    ...names.filter((name, i) => names.indexOf(name) !== i)
      .map((name) => `the table ${name} is listed twice`),
    ...hypertables.map(formatRelation).filter((name) => !columns.has(name))
      .map((name) => `the hypertable ${name} is not among the tables`),
    ...touchUpdatedAt.map(nameOf).filter((name) => !columns.has(name))
      .map((name) => `${name} in touchUpdatedAt is not among the tables`),
    ...functions.filter((name, i) => functions.indexOf(name) !== i)
      .map((name) => `the function ${name} is listed twice`),
    ...owned.filter((name, i) => owned.indexOf(name) !== i)
      .map((name) => `${name} has two owners`),
    ...comments.flatMap(({ schema = "public", table, column }) => {
      const name = formatRelation({ schema, name: table });
      const known = columns.get(name);
      if (known === undefined) return [`the comment on ${name} is not on one of the tables`];
      return column === null || known.has(column)
        ? []
        : [`the comment on ${name}.${column} is on a column that does not exist`];
    }),
  ];
  if (problems.length === 0) return;
  throw new ConfigError(`Cannot use the definitions: ${problems.join("; ")}`, { problems });
}

function nameOf(table: PgTable): string {
  const { schema = "public", name } = getTableConfig(table);
  return formatRelation({ schema, name });
}
