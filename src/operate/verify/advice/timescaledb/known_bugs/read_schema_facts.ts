import { StrataError } from "../../../../../base/errors.ts";
import type { Queryable, RelationName } from "../../../../../base/sql/mod.ts";
import type { SchemaFacts, TableFacts } from "./schema_facts.ts";

/** Reads what a schema has of what bugs touch. */
export async function readSchemaFacts(client: Queryable): Promise<SchemaFacts> {
  const { rows } = await client.query<TableRow>(tablesSql);
  const { rows: [settings] } = await client.query<Omit<SchemaFacts, "tables">>(settingsSql);
  if (settings === undefined) {
    throw new StrataError("Cannot read the settings of the server: it returned no row");
  }
  return {
    ...settings,
    tables: rows.map(({ schema, name, ...row }) => ({ relation: { schema, name }, ...row })),
  };
}

interface TableRow extends RelationName, Omit<TableFacts, "relation"> {}

// The columns of the setting are JSON: servers before 2.22 have no sparse indexes.
const tablesSql = `
  with hypertable as (
    select h.id, c.oid, h.schema_name::text as schema, h.table_name::text as name
    from _timescaledb_catalog.hypertable h
    join pg_namespace n on n.nspname = h.schema_name
    join pg_class c on c.relnamespace = n.oid and c.relname = h.table_name
    where exists(select from _timescaledb_catalog.compression_settings s where s.relid = c.oid)
  ), key as (
    select i.indrelid, i.indisunique, i.indnkeyatts, i.indnullsnotdistinct,
      bool_or(not a.attnotnull) as nullable, bool_or(a.attgenerated <> '') as generated
    from pg_index i
    join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
    group by i.indexrelid, i.indrelid, i.indisunique, i.indnkeyatts, i.indnullsnotdistinct
  )
  select h.schema, h.name, coalesce(s.compressed, false) as "hasCompressed",
    coalesce(s.uncompressed, false) as "hasUncompressed",
    coalesce(s.partial, false) as "hasPartial",
    coalesce(k.keyed, false) as "hasUniqueKey",
    coalesce(k.equal_nulls, false) as "hasNullsNotDistinct",
    coalesce(k.generated_key, false) as "hasGeneratedKey",
    coalesce(k.wide, false) as "hasWideIndex",
    exists(select from pg_attribute a where a.attrelid = h.oid and a.attgenerated <> ''
      and not a.attisdropped) as "hasGeneratedColumn",
    coalesce(d.compress_interval_length, 0) > 0 as "isMerging",
    coalesce(o.columns, 0) > 1 as "isOrderedByMany",
    case when x.sparse is null then 'unset' when x.sparse then 'set' else 'empty' end
      as "sparseIndex"
  from hypertable h
  left join lateral (
    select bool_or(status & 1 = 1) as compressed, bool_or(status & 1 = 0) as uncompressed,
      bool_or(status & 8 = 8) as partial
    from _timescaledb_catalog.chunk where hypertable_id = h.id) s on true
  left join lateral (
    select bool_or(indisunique) as keyed,
      bool_or(indisunique and indnullsnotdistinct and nullable) as equal_nulls,
      bool_or(indisunique and generated) as generated_key, bool_or(indnkeyatts > 1) as wide
    from key where indrelid = h.oid) k on true
  left join lateral (
    select max(cardinality(orderby)) as columns
    from _timescaledb_catalog.compression_settings where relid = h.oid) o on true
  left join lateral (
    select max(compress_interval_length) as compress_interval_length
    from _timescaledb_catalog.dimension where hypertable_id = h.id) d on true
  left join lateral (
    select bool_or(one ? 'type') as sparse
    from _timescaledb_catalog.compression_settings c,
      jsonb_array_elements(case when jsonb_typeof(to_jsonb(c)->'index') = 'array'
        then to_jsonb(c)->'index' else '[]' end) one
    where c.relid = h.oid and one->>'source' = 'config') x on true
  order by 1, 2`;

const settingsSql = `
  select current_database()::text as database,
    (select count(*)::int from pg_roles r
     where r.rolcanlogin and not r.rolsuper and r.oid <> (
       select datdba from pg_database where datname = current_database())) as "otherUsers",
    coalesce(current_setting('timescaledb.enable_direct_compress_insert', true) = 'on', false)
      or coalesce(current_setting('timescaledb.enable_direct_compress_copy', true) = 'on', false)
      or exists(
        select from pg_db_role_setting s, unnest(s.setconfig) as one
        where one ~ '^timescaledb\\.enable_direct_compress_(insert|copy)=(on|true|1)'
          and s.setdatabase in (0, (select oid from pg_database where datname = current_database()))
      ) as "isDirectCompressOn",
    coalesce(current_setting('timescaledb.enable_skipscan', true), 'on') = 'on' as "isSkipScanOn",
    coalesce(current_setting('timescaledb.enable_segmentwise_recompression', true), 'on') = 'on'
      as "isSegmentwiseOn",
    current_setting('plan_cache_mode') = 'force_custom_plan' as "isPlanCustom"`;
