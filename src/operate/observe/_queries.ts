// Instants are read as milliseconds since 1970, which no type parser of a client changes. Where the
// catalog's own tables differ between 2.18 and 2.29, a column that a table does not have is found one
// level further out, where "absent" has it as null. Names are joined: casts to regclass take longer.

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

const measured = `(pg_total_relation_size(c.oid)
      + coalesce(pg_total_relation_size(coalesce(s.compressed, k.oid)), 0))::float8`;

/** Chunks, oldest first. Their sizes are asked of the file system, half a millisecond each. */
export const chunksQuery = ({ sizes }: { readonly sizes: boolean }): string => `
  with relation as materialized (
    select r.oid, n.nspname, r.relname, r.reltuples
    from pg_class r join pg_namespace n on n.oid = r.relnamespace
  ), chunk as materialized (
    select c.id, c.hypertable_id, c.status, own.compressed_chunk_id as compressed_id,
      coalesce(own.relid, r.oid) as oid
    from (
      select null::oid as relid, null::name as schema_name, null::name as table_name,
        null::int as compressed_chunk_id) absent
    cross join _timescaledb_catalog.chunk c
    cross join lateral (
      select relid::oid, schema_name, table_name, compressed_chunk_id from (select c.*) here) own
    left join relation r on r.nspname = own.schema_name and r.relname = own.table_name
    where not c.osm_chunk
  ), settings as materialized (
    select s.relid::oid as oid, own.compress_relid as compressed
    from (select null::oid as compress_relid) absent
    cross join _timescaledb_catalog.compression_settings s
    cross join lateral (select compress_relid::oid from (select s.*) here) own
  ), old as materialized (
    select c.chunk::oid as oid from timescaledb_information.chunk_columnstore_settings c
    join timescaledb_information.hypertable_columnstore_settings h on h.hypertable = c.hypertable
    where c.segmentby is distinct from h.segmentby or c.orderby is distinct from h.orderby
  ), shown as materialized (
    select chunk_schema, chunk_name,
      coalesce(extract(epoch from range_start) * 1000, range_start_integer)::float8 as "from",
      coalesce(extract(epoch from range_end) * 1000, range_end_integer)::float8 as "to"
    from timescaledb_information.chunks
  )
  select c.hypertable_id as hypertable, format('%I.%I', r.nspname, r.relname) as name,
    v."from", v."to", c.status, o.oid is not null as "hasOldSettings",
    ${sizes ? measured : "'NaN'::float8"} as bytes,
    r.reltuples::float8 as estimate,
    z.numrows_pre_compression::float8 as rows, z.numrows_post_compression::float8 as batches,
    (z.uncompressed_heap_size + z.uncompressed_toast_size + z.uncompressed_index_size)::float8
      as "bytesBefore",
    (z.compressed_heap_size + z.compressed_toast_size + z.compressed_index_size)::float8
      as "bytesAfter"
  from chunk c
  join relation r on r.oid = c.oid
  join shown v on v.chunk_schema = r.nspname and v.chunk_name = r.relname
  left join chunk k on k.id = c.compressed_id
  left join settings s on s.oid = c.oid
  left join old o on o.oid = c.oid
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
