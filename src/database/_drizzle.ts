import {
  createTableRelationsHelpers,
  type DrizzleConfig,
  extractTablesRelationalConfig,
  type RelationalSchemaConfig,
  type TablesRelationalConfig,
} from "drizzle-orm";
import { type NodePgClient, NodePgDatabase } from "drizzle-orm/node-postgres";
import { PgDialect } from "drizzle-orm/pg-core";
import { Session } from "./_session.ts";

/** Options of {@linkcode drizzleOver}. */
export interface DrizzleOverOptions<TSchema extends Record<string, unknown>> {
  readonly schema?: TSchema | undefined;
  readonly casing?: DrizzleConfig["casing"] | undefined;
  readonly preparedStatements: boolean;
}

/** Puts Drizzle on a pool, as `drizzle-orm/node-postgres` does, but with this package's session. */
export function drizzleOver<TSchema extends Record<string, unknown>>(
  client: NodePgClient,
  options: DrizzleOverOptions<TSchema>,
): NodePgDatabase<TSchema> {
  const dialect = new PgDialect(options.casing === undefined ? {} : { casing: options.casing });
  const schema = options.schema && relationalSchema(options.schema);
  const { preparedStatements } = options;
  const session = new Session({ client, dialect, schema, preparedStatements });
  // as never: the constructor's type depends on a schema that only the caller knows.
  const db = new NodePgDatabase(dialect, session, schema as never);
  // as: Drizzle's own drivers build the typed database from untyped parts in the same way.
  return Object.assign(db, { $client: client }) as unknown as NodePgDatabase<TSchema>;
}

function relationalSchema(
  fullSchema: Record<string, unknown>,
): RelationalSchemaConfig<TablesRelationalConfig> {
  const { tables, tableNamesMap } = extractTablesRelationalConfig(
    fullSchema,
    createTableRelationsHelpers,
  );
  return { fullSchema, schema: tables, tableNamesMap };
}
