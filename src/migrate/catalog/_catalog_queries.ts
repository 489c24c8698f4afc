// The only parameter of each query is the list of schemas. All queries omit members of extensions,
// since these come and go with the extension.

const inSchemas = "n.nspname = any($1)";

const notOfExtension = (classId: string, oid: string): string =>
  `not exists (
      select from pg_depend e
      where e.classid = '${classId}'::regclass and e.objid = ${oid} and e.deptype = 'e')`;

/** Tables, without partitions. */
export const tablesQuery = `
  select n.nspname as schema, c.relname as name, obj_description(c.oid, 'pg_class') as comment
  from pg_class c
  join pg_namespace n on n.oid = c.relnamespace
  where ${inSchemas} and c.relkind in ('r', 'p') and not c.relispartition
    and ${notOfExtension("pg_class", "c.oid")}
  order by 1, 2`;

/** Columns of tables, in order. */
export const columnsQuery = `
  select n.nspname as schema, c.relname as "table", a.attname as name,
    format_type(a.atttypid, a.atttypmod) ||
      case when a.attcollation <> t.typcollation
        then ' collate ' || (select quote_ident(l.collname) from pg_collation l where l.oid = a.attcollation)
        else '' end as type,
    not a.attnotnull as nullable,
    case when a.attgenerated = '' then pg_get_expr(d.adbin, d.adrelid) end as default,
    case a.attidentity when 'a' then 'always' when 'd' then 'by default' end as identity,
    case when a.attgenerated <> '' then pg_get_expr(d.adbin, d.adrelid) end as generated,
    col_description(c.oid, a.attnum) as comment
  from pg_attribute a
  join pg_class c on c.oid = a.attrelid
  join pg_namespace n on n.oid = c.relnamespace
  join pg_type t on t.oid = a.atttypid
  left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
  where ${inSchemas} and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped
  order by 1, 2, a.attnum`;

/**
 * Constraints of tables. Omits NOT NULL, which PostgreSQL 18 lists here although it belongs to the
 * column, and the copies of the parent's constraints in partitions and chunks.
 */
export const constraintsQuery = `
  select n.nspname as schema, c.relname as "table", k.conname as name,
    case k.contype when 'p' then 'primary key' when 'u' then 'unique key' when 'f' then 'foreign key'
      when 'c' then 'check' else 'exclusion' end as kind,
    pg_get_constraintdef(k.oid) as definition
  from pg_constraint k
  join pg_class c on c.oid = k.conrelid
  join pg_namespace n on n.oid = c.relnamespace
  where ${inSchemas} and k.contype in ('p', 'u', 'f', 'c', 'x') and k.conparentid = 0
  order by 1, 2, 3`;

/** Indexes that do not belong to a constraint. */
export const indexesQuery = `
  select n.nspname as schema, c.relname as "table", i.relname as name,
    pg_get_indexdef(i.oid) as definition, x.indisvalid as valid
  from pg_index x
  join pg_class i on i.oid = x.indexrelid
  join pg_class c on c.oid = x.indrelid
  join pg_namespace n on n.oid = c.relnamespace
  where ${inSchemas} and c.relkind in ('r', 'p', 'm') and not i.relispartition
    and not exists (
      select from pg_constraint k where k.conindid = i.oid and k.contype in ('p', 'u', 'x'))
  order by 1, 2, 3`;

/** Triggers, without those of TimescaleDB and of foreign keys. */
export const triggersQuery = `
  select n.nspname as schema, c.relname as "table", t.tgname as name,
    pg_get_triggerdef(t.oid) as definition, t.tgenabled <> 'D' as enabled
  from pg_trigger t
  join pg_class c on c.oid = t.tgrelid
  join pg_namespace n on n.oid = c.relnamespace
  join pg_proc p on p.oid = t.tgfoid
  where ${inSchemas} and not t.tgisinternal and t.tgparentid = 0
    and p.pronamespace::regnamespace::text not like '%_timescaledb%'
  order by 1, 2, 3`;

/** Views and materialized views. */
export const viewsQuery = `
  select n.nspname as schema, c.relname as name, c.relkind = 'm' as materialized,
    pg_get_viewdef(c.oid) as definition
  from pg_class c
  join pg_namespace n on n.oid = c.relnamespace
  where ${inSchemas} and c.relkind in ('v', 'm') and ${notOfExtension("pg_class", "c.oid")}
  order by 1, 2`;

/** Enumerated types with their values, in order. */
export const enumsQuery = `
  select n.nspname as schema, t.typname as name,
    array(select l.enumlabel::text from pg_enum l where l.enumtypid = t.oid order by l.enumsortorder) as values
  from pg_type t
  join pg_namespace n on n.oid = t.typnamespace
  where ${inSchemas} and t.typtype = 'e' and ${notOfExtension("pg_type", "t.oid")}
  order by 1, 2`;

/**
 * Functions and procedures. The server has no definition text for aggregates and window functions.
 */
export const functionsQuery = `
  select n.nspname as schema, p.proname as name,
    pg_get_function_identity_arguments(p.oid) as arguments,
    pg_get_functiondef(p.oid) as definition, obj_description(p.oid, 'pg_proc') as comment
  from pg_proc p
  join pg_namespace n on n.oid = p.pronamespace
  where ${inSchemas} and p.prokind in ('f', 'p') and ${notOfExtension("pg_proc", "p.oid")}
  order by 1, 2, 3`;
