/** The settings of compressed chunks, by table. */
export const chunkCompressionQuery = `
  select n.nspname as schema, c.relname as name,
    coalesce(s.segmentby, '') as "segmentBy", coalesce(s.orderby, '') as "orderBy",
    count(*)::int as chunks,
    (array_agg(k.relname::text order by k.oid))[1] as example
  from timescaledb_information.chunk_columnstore_settings s
  join pg_class c on c.oid = s.hypertable
  join pg_namespace n on n.oid = c.relnamespace
  join pg_class k on k.oid = s.chunk
  group by 1, 2, 3, 4
  order by 1, 2, 5 desc, 3, 4`;

/**
 * Indexes that are missing or invalid in a chunk. The index of a chunk has its own name, but the
 * part of the definition after the table is the same. Chunks outside the database have no indexes.
 */
export const chunkIndexesQuery = `
  with hypertable as (
    select format('%I.%I', v.hypertable_schema, v.hypertable_name)::regclass as oid
    from timescaledb_information.hypertables v
    union all
    select format('%I.%I', a.materialization_hypertable_schema, a.materialization_hypertable_name)::regclass
    from timescaledb_information.continuous_aggregates a
  ), chunk as (
    select h.oid as hypertable, k.oid, k.relname
    from hypertable h
    join pg_inherits i on i.inhparent = h.oid
    join pg_class k on k.oid = i.inhrelid and k.relkind = 'r'
  ), index as (
    select x.indrelid, x.indexrelid, x.indisunique, x.indisvalid,
      regexp_replace(pg_get_indexdef(x.indexrelid), '^.*? USING ', '') as body
    from pg_index x
    where x.indrelid in (select oid from hypertable union all select oid from chunk)
  ), found as (
    select indrelid, indisunique, body, bool_or(indisvalid) as valid from index group by 1, 2, 3
  )
  select n.nspname as schema, c.relname as name, o.relname as index,
    case when f.indrelid is null then 'gone' else 'invalid' end as state,
    count(*)::int as chunks, (array_agg(k.relname::text order by k.oid))[1] as example
  from chunk k
  join index w on w.indrelid = k.hypertable and w.indisvalid
  join pg_class o on o.oid = w.indexrelid
  join pg_class c on c.oid = k.hypertable
  join pg_namespace n on n.oid = c.relnamespace
  left join found f
    on f.indrelid = k.oid and f.body = w.body and f.indisunique = w.indisunique
  where f.indrelid is null or not f.valid
  group by 1, 2, 3, 4
  order by 1, 2, 3, 4`;
