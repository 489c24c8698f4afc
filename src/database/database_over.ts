import type { RelationalSchemaConfig, TablesRelationalConfig } from "drizzle-orm";
import { type NodePgClient, NodePgDatabase } from "drizzle-orm/node-postgres";
import type { PgDialect } from "drizzle-orm/pg-core";
import type pg from "pg";
import type { Database } from "./database.ts";
import { retrying } from "./_retrying.ts";
import { Session } from "./_session.ts";

/** A pool that somebody else opens and closes: the part that a database uses. */
export interface BorrowedPool {
  /** Lends a connection. */
  connect(): Promise<pg.PoolClient>;
  /** Runs a statement. */
  query(...parameters: readonly unknown[]): unknown;
  /** Whether statements may be prepared by name. */
  readonly preparedStatements: boolean;
}

/**
 * Creates a database on a borrowed pool, with the tables and the naming of another. Closing it does
 * nothing: the connections are the lender's.
 */
export function databaseOver<TSchema extends Record<string, unknown>>(
  pool: BorrowedPool,
  like: Database<TSchema>,
): Database<TSchema> {
  const { dialect, schema } = partsOf(like);
  // as: Drizzle calls a pool's connect() and query(), and this object has both.
  const client = pool as unknown as NodePgClient;
  const { preparedStatements } = pool;
  const session = new Session({ client, dialect, schema, preparedStatements });
  // as never: the constructor's type depends on a schema that only the caller knows.
  const bare = new NodePgDatabase<TSchema>(dialect, session as never, schema as never);
  const db = Object.assign(bare, { $client: client });
  const closed = (): Promise<void> => Promise.resolve();
  return {
    db,
    replica: db,
    // as: a database uses these parts of a pool.
    pool: pool as unknown as pg.Pool,
    ping: async () => {
      const started = performance.now();
      await pool.query("select 1");
      return performance.now() - started;
    },
    ...retrying(db),
    close: closed,
    [Symbol.asyncDispose]: closed,
  };
}

interface Parts {
  readonly dialect: PgDialect;
  readonly schema: RelationalSchemaConfig<TablesRelationalConfig> | undefined;
}

function partsOf<TSchema extends Record<string, unknown>>({ db }: Database<TSchema>): Parts {
  // as: Drizzle keeps its dialect in a field that its types leave out.
  const { dialect } = db as unknown as { readonly dialect: PgDialect };
  const { fullSchema, schema, tableNamesMap } = db._;
  return {
    dialect,
    schema: schema === undefined
      ? undefined
      // as: Drizzle built it from the same schema.
      : { fullSchema, schema, tableNamesMap } as RelationalSchemaConfig<TablesRelationalConfig>,
  };
}
