import type { PgDatabase, PgQueryResultHKT } from "drizzle-orm/pg-core";

/** Any Drizzle database on PostgreSQL: node-postgres, PGlite, or a transaction of one. */
export type SampleDatabase = PgDatabase<PgQueryResultHKT, Record<string, unknown>>;
