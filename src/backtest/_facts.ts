import type { Queryable } from "../base/sql/mod.ts";

/** What decides whether a lock holds on a server. */
export interface Facts {
  /** The text of `version()`. */
  readonly version: string;
  readonly user: string;
  readonly isSuperuser: boolean;
  readonly mayCreateRoles: boolean;
  /** Whether TimescaleDB is in this database. */
  readonly hasTimescale: boolean;
  /** Whether the migration with the views is applied. */
  readonly isMigrated: boolean;
  /** Whether the caller may call the functions that set clocks. */
  readonly maySetClocks: boolean;
  /** Relations outside of this package and of extensions that every role may read. */
  readonly relations: readonly string[];
  /** Functions that run with their owner's rights and that every role may call. */
  readonly functions: readonly string[];
  /** What the server itself keeps from the public, and somebody granted to it. */
  readonly opened: readonly string[];
  /** Schemas in which every role may create. */
  readonly schemas: readonly string[];
  /** Foreign servers that every role may use, under a login that is mapped for all. */
  readonly servers: readonly string[];
  /** Owners whose tables of the future every role may read. */
  readonly defaults: readonly string[];
}

/** Asks a server for what decides whether a lock holds. */
export async function readFacts(client: Queryable): Promise<Facts | undefined> {
  return (await client.query<Facts>(FACTS)).rows[0];
}

const isOfExtension = (catalog: string, oid: string): string =>
  `exists (select from pg_depend d where d.classid = '${catalog}'::regclass and d.objid = ${oid} and d.deptype = 'e')`;

// Grantee 0 is the public.
const isGranted = (acl: string, privileges: string): string =>
  `exists (select from aclexplode(${acl}) a where a.grantee = 0 and a.privilege_type in (${privileges}))`;

// An object of PostgreSQL or of an extension that was closed to the public when it was made.
const wasClosed = (catalog: string, oid: string, privileges: string): string =>
  `exists (select from pg_init_privs i where i.classoid = '${catalog}'::regclass and i.objoid = ${oid}
      and i.objsubid = 0 and not ${isGranted("i.initprivs", privileges)})`;

const READS = "'SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER'";

const FACTS = `
  select
    version() as version,
    current_user::text as user,
    (select rolsuper from pg_roles where rolname = current_user) as "isSuperuser",
    (select rolsuper or rolcreaterole from pg_roles where rolname = current_user) as "mayCreateRoles",
    exists (select from pg_extension where extname = 'timescaledb') as "hasTimescale",
    to_regprocedure('strata_backtest.at()') is not null as "isMigrated",
    coalesce((
      select bool_and(has_function_privilege(p.oid, 'execute')) from pg_proc p
      where p.pronamespace = to_regnamespace('strata_backtest')
    ), false) as "maySetClocks",
    array(
      select format('%I.%I', n.nspname, c.relname)
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S') and n.nspname <> 'strata_backtest'
        and c.oid >= 16384
        and (${isGranted("c.relacl", READS)} or exists (
          select from pg_attribute t
          where t.attrelid = c.oid and t.attacl is not null and ${isGranted("t.attacl", READS)}))
        and not ${isOfExtension("pg_class", "c.oid")}
      order by 1
    ) as relations,
    array(
      select format('%I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid))
      from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where p.prosecdef and n.nspname <> 'strata_backtest' and p.oid >= 16384
        and p.prorettype not in ('trigger'::regtype, 'event_trigger'::regtype)
        and (p.proacl is null or ${isGranted("p.proacl", "'EXECUTE'")})
        and not ${isOfExtension("pg_proc", "p.oid")}
      order by 1
    ) as functions,
    array(
      select format('%I.%I', n.nspname, c.relname)
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where ${isGranted("c.relacl", "'SELECT'")} and ${wasClosed("pg_class", "c.oid", "'SELECT'")}
      union all
      select format('%I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid))
      from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where ${isGranted("p.proacl", "'EXECUTE'")} and ${wasClosed("pg_proc", "p.oid", "'EXECUTE'")}
      order by 1
    ) as opened,
    array(
      select n.nspname::text from pg_namespace n
      where ${isGranted("n.nspacl", "'CREATE'")}
      order by 1
    ) as schemas,
    array(
      select s.srvname::text from pg_foreign_server s
      where ${isGranted("s.srvacl", "'USAGE'")}
        and exists (select from pg_user_mappings m where m.srvid = s.oid and m.umuser = 0)
      order by 1
    ) as servers,
    array(
      select d.defaclrole::regrole::text from pg_default_acl d
      where d.defaclobjtype = 'r' and ${isGranted("d.defaclacl", "'SELECT'")}
      order by 1
    ) as defaults`;
