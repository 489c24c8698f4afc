import { type Queryable, quoteIdentifier } from "../../../base/sql/mod.ts";

/** Returns the names of the schemas, without those of the server and of extensions. */
export async function readOwnSchemas(client: Queryable): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select n.nspname as name from pg_catalog.pg_namespace n
     where n.nspname <> 'information_schema' and n.nspname not like 'pg\\_%'
       and not exists (
         select from pg_catalog.pg_depend e
         where e.classid = 'pg_catalog.pg_namespace'::regclass and e.objid = n.oid and e.deptype = 'e')
     order by 1`,
  );
  return rows.map(({ name }) => name);
}

/** Drops schemas with all their objects, and creates an empty `public`. */
export async function emptySchemas(client: Queryable, schemas: readonly string[]): Promise<void> {
  for (const schema of schemas) {
    await client.query(`drop schema ${quoteIdentifier(schema)} cascade`);
  }
  await client.query("create schema if not exists public");
}
