// Instants are read as milliseconds since 1970, which no type parser of a client changes. Where the
// catalog's own tables differ between 2.18 and 2.29, their rows are read as JSON.

/** Hypertables, those behind continuous aggregates under the aggregate's name. */
export const hypertablesQuery = `
  select h.id, coalesce(a.user_view_schema, h.schema_name)::text as schema,
    coalesce(a.user_view_name, h.table_name)::text as name,
    a.mat_hypertable_id is not null as "isAggregate",
    d.column_name as "timeColumn",
    coalesce(v.time_interval::text, v.integer_interval::text) as "chunkInterval",
    coalesce(t.compression_enabled, g.compression_enabled, false) as "isCompressed",
    coalesce(s.segmentby, '') as "segmentBy", coalesce(s.orderby, '') as "orderBy"
  from _timescaledb_catalog.hypertable h
  join lateral (
    select column_name from _timescaledb_catalog.dimension
    where hypertable_id = h.id order by id limit 1) d on true
  join timescaledb_information.dimensions v
    on v.hypertable_schema = h.schema_name and v.hypertable_name = h.table_name
    and v.dimension_number = 1
  left join _timescaledb_catalog.continuous_agg a on a.mat_hypertable_id = h.id
  left join timescaledb_information.hypertables t
    on t.hypertable_schema = h.schema_name and t.hypertable_name = h.table_name
  left join timescaledb_information.continuous_aggregates g
    on g.materialization_hypertable_schema = h.schema_name
    and g.materialization_hypertable_name = h.table_name
  left join timescaledb_information.hypertable_columnstore_settings s
    on s.hypertable = format('%I.%I', h.schema_name, h.table_name)::regclass
  where h.compression_state <> 2
  order by 2, 3`;

/** Chunks, oldest first. */
export const chunksQuery = `
  with raw as (
    select id, hypertable_id, status, to_jsonb(c) as row from _timescaledb_catalog.chunk c
    where not osm_chunk
  ), chunk as materialized (
    select id, hypertable_id, status, (row->>'compressed_chunk_id')::int as compressed_id,
      case when row ? 'relid' then to_regclass(row->>'relid')
        else to_regclass(format('%I.%I', row->>'schema_name', row->>'table_name')) end as relation
    from raw
  ), settings as (
    select relid, to_regclass(to_jsonb(s)->>'compress_relid') as compressed
    from _timescaledb_catalog.compression_settings s
  ), old as (
    select c.chunk from timescaledb_information.chunk_columnstore_settings c
    join timescaledb_information.hypertable_columnstore_settings h on h.hypertable = c.hypertable
    where c.segmentby is distinct from h.segmentby or c.orderby is distinct from h.orderby
  ), shown as materialized (
    select format('%I.%I', chunk_schema, chunk_name)::regclass as relation,
      coalesce(extract(epoch from range_start) * 1000, range_start_integer)::float8 as "from",
      coalesce(extract(epoch from range_end) * 1000, range_end_integer)::float8 as "to"
    from timescaledb_information.chunks
  )
  select c.hypertable_id as hypertable, c.relation::text as name, v."from", v."to", c.status,
    o.chunk is not null as "hasOldSettings",
    (pg_total_relation_size(c.relation)
      + coalesce(pg_total_relation_size(coalesce(s.compressed, k.relation)), 0))::float8 as bytes,
    r.reltuples::float8 as estimate,
    z.numrows_pre_compression::float8 as rows, z.numrows_post_compression::float8 as batches,
    (z.uncompressed_heap_size + z.uncompressed_toast_size + z.uncompressed_index_size)::float8
      as "bytesBefore",
    (z.compressed_heap_size + z.compressed_toast_size + z.compressed_index_size)::float8
      as "bytesAfter"
  from chunk c
  join shown v on v.relation = c.relation
  join pg_class r on r.oid = c.relation
  left join chunk k on k.id = c.compressed_id
  left join settings s on s.relid = c.relation
  left join old o on o.chunk = c.relation
  left join _timescaledb_catalog.compression_chunk_size z on z.chunk_id = c.id
  order by 1, 3, 2`;

const ms = (column: string) =>
  `case when isfinite(${column}) then extract(epoch from ${column})::float8 * 1000 end`;

/**
 * Policies and other jobs, without TimescaleDB's own (ids below 1000). Up to 2.28, the jobs of a
 * continuous aggregate carry the name of the hypertable behind it.
 */
export const jobsQuery = `
  select j.job_id as id, j.proc_name as procedure, j.config, j.scheduled,
    extract(epoch from j.schedule_interval)::float8 * 1000 as "everyMs",
    coalesce(c.view_schema, j.hypertable_schema)::text as schema,
    coalesce(c.view_name, j.hypertable_name)::text as name,
    s.job_status = 'Running' as "isRunning",
    ${ms("s.last_run_started_at")} as "lastStarted",
    ${ms("s.last_successful_finish")} as "lastSucceeded",
    ${ms("j.next_start")} as "nextStart",
    s.total_runs::float8 as runs, s.total_failures::float8 as failures,
    s.last_run_status = 'Failed' as "hasFailed", e.err_message as message
  from timescaledb_information.jobs j
  left join timescaledb_information.job_stats s on s.job_id = j.job_id
  left join timescaledb_information.continuous_aggregates c
    on c.materialization_hypertable_schema = j.hypertable_schema
    and c.materialization_hypertable_name = j.hypertable_name
  left join lateral (
    select e.err_message from timescaledb_information.job_errors e
    where e.job_id = j.job_id
    order by e.finish_time desc nulls last
    limit 1) e on true
  where j.job_id >= 1000
  order by 1`;

/** Continuous aggregates with their watermarks. */
export const aggregatesQuery = `
  select a.user_view_schema::text as schema, a.user_view_name::text as name,
    coalesce(p.user_view_schema, h.schema_name)::text as "sourceSchema",
    coalesce(p.user_view_name, h.table_name)::text as "sourceName",
    a.materialized_only as "isMaterializedOnly",
    d.column_type::text in ('date', 'timestamp with time zone', 'timestamp without time zone')
      as "isTime",
    w.watermark::float8 as watermark
  from _timescaledb_catalog.continuous_agg a
  join _timescaledb_catalog.hypertable h on h.id = a.raw_hypertable_id
  left join _timescaledb_catalog.continuous_agg p on p.mat_hypertable_id = a.raw_hypertable_id
  left join _timescaledb_catalog.continuous_aggs_watermark w
    on w.mat_hypertable_id = a.mat_hypertable_id
  left join lateral (
    select column_type from _timescaledb_catalog.dimension
    where hypertable_id = a.mat_hypertable_id order by id limit 1) d on true
  order by 1, 2`;
