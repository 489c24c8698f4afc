import { identifier } from "../base/sql/mod.ts";

/** An SQL expression that gives the schema of the extension timescaledb, null where it is not created. */
export const EXTENSION_SCHEMA_SQL = `(
    select n.nspname::text
    from pg_catalog.pg_extension e join pg_catalog.pg_namespace n on n.oid = e.extnamespace
    where e.extname = 'timescaledb')`;

/**
 * A statement that sets the search path to `public` and, where the extension lives elsewhere, to its
 * schema behind it: managed services put it into one of its own.
 */
export function searchPathSql(options: { readonly isLocal: boolean }): string {
  return `select pg_catalog.set_config('search_path', concat_ws(', ', 'public', (
    select quote_ident(schema) from (select ${EXTENSION_SCHEMA_SQL} as schema) e
    where schema not in ('public', 'pg_catalog'))), ${options.isLocal})`;
}

/**
 * The name of a function of TimescaleDB, with the schema that the extension lives in. Where that is not
 * known the search path has to find it.
 */
export function timescaleFunction(
  name: string,
  server: { readonly schema?: string | null },
): string {
  const { schema = null } = server;
  return schema === null ? name : `${identifier(schema)}.${name}`;
}
