// These queries read only information views, which stay the same across TimescaleDB versions.

/** Hypertables with their dimensions, without internal ones. */
export const hypertablesQuery = `
  select h.hypertable_schema as schema, h.hypertable_name as name,
    h.compression_enabled as compressed, d.column_name as "timeColumn",
    coalesce(d.time_interval::text, d.integer_interval::text) as "chunkInterval",
    d.integer_now_func as "integerNow",
    array(
      select s.column_name::text from timescaledb_information.dimensions s
      where s.hypertable_schema = h.hypertable_schema and s.hypertable_name = h.hypertable_name
        and s.dimension_number > 1
      order by s.dimension_number) as "spaceColumns"
  from timescaledb_information.hypertables h
  join timescaledb_information.dimensions d
    on d.hypertable_schema = h.hypertable_schema and d.hypertable_name = h.hypertable_name
  where d.dimension_number = 1
  order by 1, 2`;

/** Compression settings as JSON, since newer servers have more columns. */
export const compressionQuery = `
  select n.nspname as schema, c.relname as name, to_jsonb(s) as settings
  from timescaledb_information.hypertable_columnstore_settings s
  join pg_class c on c.oid = s.hypertable
  join pg_namespace n on n.oid = c.relnamespace`;

// A failed job waits up to five times its interval.
const farAway = "greatest(6 * j.schedule_interval, 6 * j.retry_period, interval '1 day')";

/**
 * Policies and other jobs, without TimescaleDB's own (ids below 1000). Up to 2.28, the jobs of a
 * continuous aggregate have the name of its materialization hypertable.
 */
export const jobsQuery = `
  select j.job_id as id, j.scheduled, j.proc_name as procedure, j.config,
    j.schedule_interval::text as every,
    nullif(j.max_runtime, interval '0')::text as "maxRuntime",
    j.max_retries as "maxRetries", j.retry_period::text as "retryPeriod",
    case when j.fixed_schedule then 'at fixed times from ' || coalesce(
      to_char(j.initial_start at time zone 'UTC', 'YYYY-MM-DD HH24:MI "UTC"'), 'its first run')
      end as "fixedStart",
    case when j.scheduled and j.next_start > now() + ${farAway} then case
      when isfinite(j.next_start)
        then to_char(j.next_start at time zone 'UTC', 'YYYY-MM-DD HH24:MI "UTC"')
      else 'never' end
      end as "postponedTo",
    coalesce(c.view_schema, j.hypertable_schema)::text as schema,
    coalesce(c.view_name, j.hypertable_name)::text as name
  from timescaledb_information.jobs j
  left join timescaledb_information.continuous_aggregates c
    on c.materialization_hypertable_schema = j.hypertable_schema
    and c.materialization_hypertable_name = j.hypertable_name
  where j.job_id >= 1000
  order by 1`;

/** Continuous aggregates with their definitions. */
export const aggregatesQuery = `
  select c.view_schema as schema, c.view_name as name, c.materialized_only as "materializedOnly",
    c.view_definition as query, c.compression_enabled as compressed,
    coalesce(d.time_interval::text, d.integer_interval::text) as "chunkInterval",
    c.materialization_hypertable_schema as "keptInSchema",
    c.materialization_hypertable_name as "keptIn"
  from timescaledb_information.continuous_aggregates c
  left join timescaledb_information.dimensions d
    on d.hypertable_schema = c.materialization_hypertable_schema
    and d.hypertable_name = c.materialization_hypertable_name and d.dimension_number = 1
  order by 1, 2`;
