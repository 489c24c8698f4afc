import type { Queryable } from "../../base/sql/mod.ts";
import type { RelationName } from "../author/effect.ts";

/** The owners of relations and the privileges of other roles. */
export interface AccessModel {
  /** The tables and views of the requested schemas. */
  readonly relations: readonly RelationAccess[];
  /** All roles, including `public`. */
  readonly roles: ReadonlySet<string>;
}

/** The owner of a relation and the privileges of other roles. */
export interface RelationAccess extends RelationName {
  readonly owner: string;
  /** The sorted privileges by role, without the owner's. */
  readonly privileges: Readonly<Record<string, readonly string[]>>;
}

/** Reads owners and grants, without grants on single columns. */
export async function readAccess(
  client: Queryable,
  schemas: readonly string[],
): Promise<AccessModel> {
  const relations = await client.query<RelationAccess>(accessQuery, [schemas]);
  const roles = await client.query<{ name: string }>(
    "select rolname::text as name from pg_catalog.pg_roles",
  );
  return {
    relations: relations.rows,
    roles: new Set(["public", ...roles.rows.map(({ name }) => name)]),
  };
}

const accessQuery = `
  select n.nspname as schema, c.relname as name, pg_get_userbyid(c.relowner)::text as owner,
    coalesce((
      select jsonb_object_agg(role, privileges) from (
        select case when a.grantee = 0 then 'public' else pg_get_userbyid(a.grantee)::text end as role,
          jsonb_agg(distinct lower(a.privilege_type)) as privileges
        from aclexplode(c.relacl) a
        where a.grantee <> c.relowner
        group by 1) g), '{}') as privileges
  from pg_catalog.pg_class c
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where n.nspname = any($1) and c.relkind in ('r', 'p', 'v', 'm') and not c.relispartition
    and not exists (
      select from pg_catalog.pg_depend e
      where e.classid = 'pg_catalog.pg_class'::regclass and e.objid = c.oid and e.deptype = 'e')
  order by 1, 2`;
