import type { Queryable } from "../../base/sql/mod.ts";
import type { RelationName } from "../author/effect.ts";

/** Who owns relations, and what others may do with them. */
export interface AccessModel {
  /** Tables and views of the schemas that were asked for. */
  readonly relations: readonly RelationAccess[];
  /** Every role, `public` among them. */
  readonly roles: ReadonlySet<string>;
}

/** Who owns a relation, and what others may do with it. */
export interface RelationAccess extends RelationName {
  readonly owner: string;
  /** The privileges by role, in the order of the alphabet; the owner's own are left out. */
  readonly privileges: Readonly<Record<string, readonly string[]>>;
}

/** Reads owners and grants; those on single columns are left out. */
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
