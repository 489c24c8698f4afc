import type { Seed } from "./drift_seeds.ts";

/** Drifts in TimescaleDB's catalog, on a Community server. */
export const timescaleSeeds: readonly Seed[] = [
  {
    name: "another chunk interval",
    seed: ["select set_chunk_time_interval('readings', interval '2 days')"],
    undo: ["select set_chunk_time_interval('readings', interval '1 day')"],
    found: [["readings", "chunk interval", "1 day", "2 days"]],
  },
  {
    name: "another segmentby and orderby",
    seed: [
      "alter table readings set (timescaledb.compress, timescaledb.compress_segmentby = 'channel', timescaledb.compress_orderby = 'time, site_id desc nulls last')",
    ],
    undo: [
      "alter table readings set (timescaledb.compress, timescaledb.compress_segmentby = 'site_id', timescaledb.compress_orderby = 'time desc, channel')",
    ],
    found: [
      ["readings", "orderby", "time desc, channel", "time, site_id desc nulls last"],
      ["readings", "segmentby", "site_id", "channel"],
    ],
  },
  {
    name: "a missing rollup",
    seed: [
      "alter table readings set (timescaledb.compress, timescaledb.compress_chunk_time_interval = '0')",
    ],
    undo: [
      "alter table readings set (timescaledb.compress, timescaledb.compress_chunk_time_interval = '10 days')",
    ],
    found: [["readings", "rollup", "10 days", null]],
  },
  {
    name: "automatic sparse indexes, which prevent merging",
    seed: [
      "alter table readings reset (timescaledb.compress_orderby)",
      "alter table readings set (timescaledb.compress = false)",
      "alter table readings set (timescaledb.compress, timescaledb.compress_segmentby = 'site_id', timescaledb.compress_orderby = 'time desc, channel', timescaledb.compress_chunk_time_interval = '10 days')",
    ],
    undo: [
      "alter table readings set (timescaledb.compress, timescaledb.compress_segmentby = 'site_id', timescaledb.compress_orderby = 'time desc, channel', timescaledb.sparse_index = 'minmax(time)')",
    ],
    found: [["readings", "sparse index", "set by hand", "automatic"]],
    since: "2.26.0",
  },
  {
    name: "a missing compression policy",
    seed: ["select remove_compression_policy('readings')"],
    undo: ["select add_compression_policy('readings', compress_after => interval '7 days')"],
    found: [["readings", "compression policy", "after 7 days", null]],
  },
  {
    name: "a shorter retention policy",
    seed: [
      "select remove_retention_policy('readings')",
      "select add_retention_policy('readings', drop_after => interval '1 month')",
    ],
    undo: [
      "select remove_retention_policy('readings')",
      "select add_retention_policy('readings', drop_after => interval '60 months')",
    ],
    found: [["readings", "retention policy", "after 60 months", "after 1 mon"]],
  },
  {
    name: "a paused policy",
    seed: [
      "select alter_job(job_id, scheduled => false) from timescaledb_information.jobs where proc_name = 'policy_compression'",
    ],
    undo: [
      "select alter_job(job_id, scheduled => true) from timescaledb_information.jobs where proc_name = 'policy_compression'",
    ],
    found: [["readings", "compression policy schedule", "running", "paused"]],
  },
  {
    name: "a retention policy on an aggregate",
    seed: ["select add_retention_policy('readings_daily', drop_after => interval '1 year')"],
    undo: ["select remove_retention_policy('readings_daily')"],
    found: [["readings_daily", "retention policy", null, "after 1 year"]],
  },
  {
    name: "a refresh policy with another window",
    seed: [
      "select remove_continuous_aggregate_policy('readings_hourly')",
      "select add_continuous_aggregate_policy('readings_hourly', start_offset => null, end_offset => interval '1 hour', schedule_interval => interval '2 hours')",
    ],
    undo: [
      "select remove_continuous_aggregate_policy('readings_hourly')",
      "select add_continuous_aggregate_policy('readings_hourly', start_offset => interval '3 days', end_offset => interval '1 hour', schedule_interval => interval '1 hour')",
    ],
    found: [[
      "readings_hourly",
      "refresh policy",
      "from 3 days ago to 60 minutes ago, every 1 hour",
      "from the beginning to 01:00:00 ago, every 02:00:00",
    ]],
  },
  {
    name: "an aggregate with another materialized_only",
    seed: ["alter materialized view readings_daily set (timescaledb.materialized_only = false)"],
    undo: ["alter materialized view readings_daily set (timescaledb.materialized_only = true)"],
    found: [["readings_daily", "materialized only", "true", "false"]],
  },
  {
    name: "an aggregate with another query and no policy",
    seed: [
      "drop materialized view readings_daily",
      "create materialized view readings_daily with (timescaledb.continuous, timescaledb.materialized_only = true) as select time_bucket(interval '1 day', bucket) as bucket, site_id, max(n) as n from readings_hourly group by 1, 2 with no data",
    ],
    undo: [
      "drop materialized view readings_daily",
      "create materialized view readings_daily with (timescaledb.continuous, timescaledb.materialized_only = true) as select time_bucket('1 day', bucket) as bucket, site_id, sum(n) as n from readings_hourly group by 1, site_id with no data",
      "select add_continuous_aggregate_policy('readings_daily', start_offset => interval '10 days', end_offset => interval '24 hours', schedule_interval => interval '1 day')",
      "select remove_continuous_aggregate_policy('readings_daily')",
      "drop materialized view readings_daily",
      "create materialized view readings_daily with (timescaledb.continuous, timescaledb.materialized_only = true) as select time_bucket('1 day', bucket) as bucket, site_id, sum(n) as n from readings_hourly group by 1, 2 with no data",
      "select add_continuous_aggregate_policy('readings_daily', start_offset => interval '10 days', end_offset => interval '1 day', schedule_interval => interval '1 day')",
    ],
    found: [
      [
        "readings_daily",
        "definition",
        /sum\((readings_hourly\.)?n\)/,
        /max\((readings_hourly\.)?n\)/,
      ],
      ["readings_daily", "refresh policy", "from 10 days ago to 1 day ago, every 1 day", null],
    ],
  },
  {
    name: "an aggregate with another chunk interval",
    seed: ["select set_chunk_time_interval('readings_hourly', interval '5 days')"],
    undo: ["select set_chunk_time_interval('readings_hourly', interval '10 days')"],
    found: [["readings_hourly", "chunk interval", "10 days", "5 days"]],
  },
  {
    name: "a compressed aggregate",
    seed: [
      "alter materialized view readings_daily set (timescaledb.compress, timescaledb.compress_segmentby = 'site_id', timescaledb.compress_orderby = 'bucket desc')",
      "select add_compression_policy('readings_daily', compress_after => interval '1 year')",
    ],
    undo: [
      "select remove_compression_policy('readings_daily')",
      "alter materialized view readings_daily set (timescaledb.compress = false)",
    ],
    found: [
      [
        "readings_daily",
        "compression",
        null,
        "segmented by (site_id), ordered by (bucket desc)",
      ],
      ["readings_daily", "compression policy", null, "after 1 year"],
    ],
  },
  {
    name: "a missing aggregate",
    seed: ["drop materialized view readings_daily"],
    undo: [
      "create materialized view readings_daily with (timescaledb.continuous, timescaledb.materialized_only = true) as select time_bucket('1 day', bucket) as bucket, site_id, sum(n) as n from readings_hourly group by 1, 2 with no data",
      "select add_continuous_aggregate_policy('readings_daily', start_offset => interval '10 days', end_offset => interval '1 day', schedule_interval => interval '1 day')",
    ],
    found: [["readings_daily", "continuous aggregate", /sum\(n\) as n/, null]],
  },
  {
    name: "an additional hypertable",
    seed: [
      "create table loose (at timestamptz not null)",
      "select create_hypertable('loose', by_range('at'))",
    ],
    undo: ["drop table loose"],
    found: [
      ["loose", "hypertable", null, "by at, chunks of 7 days"],
      ["loose", "table", null, "(at timestamp with time zone)"],
    ],
  },
  {
    name: "an additional dimension",
    seed: ["select add_dimension('readings', by_hash('site_id', 2))"],
    undo: [],
    found: [["readings", "space dimensions", "", "site_id"]],
  },
];
