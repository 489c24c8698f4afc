import type { Queryable } from "../base/sql/mod.ts";
import { isFalseAlarm, jobName } from "./job_name.ts";

/** A job whose last run is recorded as failed. */
export interface FailedJob {
  /** The job's id. */
  readonly id: number;
  /** Its name for people: `retention policy of ohlcv`, or `job 1005 (backup)`. */
  readonly name: string;
  /** The error that the server recorded. */
  readonly message: string;
  /** True if the job did its work and only the record says that it failed. */
  readonly isFalseAlarm: boolean;
}

/**
 * PostgreSQL 15.20 and 17.12 (and the other releases of the same day) refuse the way in which
 * TimescaleDB up to 2.29.2 ends a job: its work is done and committed, but the run is recorded as
 * failed.
 */
export const FALSE_ALARM =
  "a known trap: PostgreSQL 15.20 and 17.12 with TimescaleDB up to 2.29.2 record every job as failed " +
  "although it did its work; a newer TimescaleDB or the PostgreSQL release before ends it";

/**
 * Reads the jobs whose last run failed, except TimescaleDB's own. Without the extension there are
 * none.
 */
export async function readFailedJobs(
  client: Queryable,
  server: { readonly timescaledb: string | null },
): Promise<readonly FailedJob[]> {
  if (server.timescaledb === null) return [];
  const { rows } = await client.query<FailedJobRow>(failedJobsSql);
  return rows.map(({ id, procedure, relation, message }) => ({
    id,
    name: jobName({ id, procedure, relation }),
    message: message ?? "no message",
    isFalseAlarm: isFalseAlarm(message),
  }));
}

interface FailedJobRow {
  readonly id: number;
  readonly procedure: string;
  readonly relation: string | null;
  readonly message: string | null;
}

// Up to 2.28, the jobs of a continuous aggregate carry the name of the hypertable behind it.
const failedJobsSql = `
  select j.job_id as id, j.proc_name as procedure, e.err_message as message,
    coalesce(
      nullif(coalesce(c.view_schema, j.hypertable_schema)::text, 'public') || '.', ''
    ) || coalesce(c.view_name, j.hypertable_name)::text as relation
  from timescaledb_information.jobs j
  join timescaledb_information.job_stats s on s.job_id = j.job_id
  left join timescaledb_information.continuous_aggregates c
    on c.materialization_hypertable_schema = j.hypertable_schema
    and c.materialization_hypertable_name = j.hypertable_name
  left join lateral (
    select e.err_message from timescaledb_information.job_errors e
    where e.job_id = j.job_id
    order by e.finish_time desc nulls last
    limit 1) e on true
  where j.job_id >= 1000 and s.last_run_status = 'Failed'
  order by 1`;
