import type { Queryable } from "../../../base/sql/mod.ts";
import type { DatabaseFacts, RoleFacts } from "../manifest/mod.ts";

/** Reads what `create database` needs, and its grants and settings, which no dump of it holds. */
export async function readDatabaseFacts(client: Queryable): Promise<DatabaseFacts> {
  const { rows: [row] } = await client.query<Omit<DatabaseFacts, "grants" | "settings">>(DATABASE);
  const { rows: grants } = await client.query<DatabaseFacts["grants"][number]>(GRANTS);
  const { rows: settings } = await client.query<DatabaseFacts["settings"][number]>(SETTINGS);
  if (row === undefined) throw new TypeError("Cannot read the database's own row: there is none");
  return { ...row, grants, settings };
}

/**
 * Reads the roles that objects of the database name, those that they belong to and those that
 * belong to them. Passwords are not read.
 */
export async function readRoles(client: Queryable): Promise<readonly RoleFacts[]> {
  return (await client.query<RoleFacts>(ROLES)).rows;
}

// The locale's column has three names in the versions supported.
const DATABASE = `
  select datname::text as name, pg_get_userbyid(datdba)::text as owner,
    pg_encoding_to_char(encoding)::text as encoding,
    case datlocprovider when 'i' then 'icu' when 'b' then 'builtin' else 'libc' end as provider,
    datcollate::text as collate, datctype::text as ctype,
    coalesce(to_jsonb(d) ->> 'datlocale', to_jsonb(d) ->> 'daticulocale') as locale
  from pg_catalog.pg_database d where datname = current_database()`;

const GRANTS = `
  select case grantee when 0 then 'public' else pg_get_userbyid(grantee)::text end as grantee,
    privilege_type as privilege, is_grantable as "isGrantable"
  from pg_catalog.pg_database d, aclexplode(d.datacl) a
  where datname = current_database() order by 1, 2`;

// A database that is being restored has a setting that ends with it.
const SETTINGS = `
  select r.rolname::text as role, setting
  from pg_catalog.pg_db_role_setting s
  left join pg_catalog.pg_roles r on r.oid = s.setrole, unnest(s.setconfig) setting
  where s.setdatabase = (select oid from pg_catalog.pg_database where datname = current_database())
    and (s.setrole = 0 or r.oid is not null) and setting not like 'timescaledb.restoring=%'
  order by 1 nulls first, 2`;

const ROLES = `
  with recursive db as (
    select oid, datdba from pg_catalog.pg_database where datname = current_database()
  ), named as (
    select refobjid as oid from pg_catalog.pg_shdepend, db
    where refclassid = 'pg_catalog.pg_authid'::regclass
      and (dbid = db.oid or (classid = 'pg_catalog.pg_database'::regclass and objid = db.oid))
    union select datdba from db
    union select relowner from pg_catalog.pg_class where relnamespace::regnamespace::text !~ '^pg_'
    union select nspowner from pg_catalog.pg_namespace where nspname !~ '^pg_'
    union select setrole from pg_catalog.pg_db_role_setting, db where setdatabase = db.oid
  ), wanted as (
    select oid from named
    union
    select case when m.member = w.oid then m.roleid else m.member end
    from wanted w join pg_catalog.pg_auth_members m on w.oid in (m.member, m.roleid)
  )
  select rolname::text as name,
    array_remove(array[
      case when rolsuper then 'superuser' end, case when rolcreaterole then 'createrole' end,
      case when rolcreatedb then 'createdb' end, case when rolcanlogin then 'login' end,
      case when not rolinherit then 'noinherit' end,
      case when rolreplication then 'replication' end,
      case when rolbypassrls then 'bypassrls' end,
      case when rolconnlimit >= 0 then 'connection limit ' || rolconnlimit end], null) as attributes,
    array(select pg_get_userbyid(roleid)::text from pg_catalog.pg_auth_members
      where member = r.oid order by 1) as "memberOf",
    array(select setting from pg_catalog.pg_db_role_setting s, unnest(setconfig) setting
      where setdatabase = 0 and setrole = r.oid order by 1) as settings
  from pg_catalog.pg_roles r
  where oid in (select oid from wanted) and rolname !~ '^pg_'
  order by 1`;
