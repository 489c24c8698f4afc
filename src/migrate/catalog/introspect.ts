import type { Queryable } from "../../base/sql/mod.ts";
import {
  columnsQuery,
  constraintsQuery,
  enumsQuery,
  functionsQuery,
  indexesQuery,
  tablesQuery,
  triggersQuery,
  viewsQuery,
} from "./_catalog_queries.ts";
import { formatRelation } from "../author/relation.ts";
import { traitsQuery } from "./_trait_queries.ts";
import type {
  CatalogModel,
  ColumnModel,
  ConstraintModel,
  EnumModel,
  FunctionModel,
  IndexModel,
  TableModel,
  TriggerModel,
  ViewModel,
} from "./catalog_model.ts";
import type { TraitModel } from "./trait_model.ts";

/**
 * Reads the objects in schemas of a database in one snapshot, from PostgreSQL 15 to 18 or PGlite.
 * Omits members of extensions and TimescaleDB's own triggers.
 *
 * @param client A connection that is not in a transaction.
 */
export async function introspect(
  client: Queryable,
  options: { readonly schemas: readonly string[] },
): Promise<CatalogModel> {
  const { schemas } = options;
  return await inSnapshot(client, async () => {
    const rows = async <Row>(query: string): Promise<readonly Row[]> =>
      (await client.query<Row>(query, [schemas])).rows;
    const columns = byTable(await rows<OfTable & ColumnModel>(columnsQuery));
    const constraints = byTable(await rows<OfTable & ConstraintModel>(constraintsQuery));
    const indexes = byTable(await rows<OfTable & IndexModel>(indexesQuery));
    const triggers = byTable(await rows<OfTable & TriggerModel>(triggersQuery));
    const tables = await rows<Pick<TableModel, "schema" | "name" | "comment">>(tablesQuery);
    return {
      tables: tables.map((table): TableModel => ({
        ...table,
        columns: columns(table),
        constraints: constraints(table),
        indexes: indexes(table),
        triggers: triggers(table),
      })),
      views: await rows<ViewModel>(viewsQuery),
      enums: await rows<EnumModel>(enumsQuery),
      functions: await rows<FunctionModel>(functionsQuery),
      traits: await rows<TraitModel>(traitsQuery),
    };
  });
}

/**
 * Runs reads in one snapshot and with only `pg_catalog` on the search path. So all definitions
 * contain schema-qualified names, for any role.
 */
export async function inSnapshot<Value>(
  client: Queryable,
  read: () => Promise<Value>,
): Promise<Value> {
  await client.query("begin transaction isolation level repeatable read read only");
  try {
    await client.query("set local search_path = pg_catalog");
    await client.query("set local intervalstyle = postgres");
    return await read();
  } finally {
    await client.query("rollback");
  }
}

interface OfTable {
  readonly schema: string;
  readonly table: string;
}

type Named = { readonly schema: string; readonly name: string };

function byTable<Part>(
  rows: readonly (OfTable & Part)[],
): (table: Named) => readonly Omit<OfTable & Part, keyof OfTable>[] {
  const groups = Map.groupBy(rows, ({ schema, table }) => formatRelation({ schema, name: table }));
  return (relation) =>
    (groups.get(formatRelation(relation)) ?? []).map((
      { schema: _schema, table: _table, ...part },
    ) => part);
}
