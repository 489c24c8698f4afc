import { StrataError } from "../../base/errors.ts";
import { pause, retry } from "../../base/resilience/mod.ts";
import { type Queryable, quoteIdentifier, quoteLiteral } from "../../base/sql/mod.ts";
import { isRepeatableTransaction } from "../../database/mod.ts";
import type { ArchivedTable } from "./archived_table.ts";
import type { TimeRange } from "./period.ts";

/** A continuous aggregate over a table, or over another one of its. */
export interface Aggregate {
  /** Its name in SQL. */
  readonly view: string;
  /** Whether it reads the table itself. */
  readonly isDirect: boolean;
  /** The job of its refresh policy, where it has one. */
  readonly job: number | null;
}

/** Reads the continuous aggregates of a table, each after those it reads. */
export async function readAggregates(
  source: Queryable,
  { schema, table }: Pick<ArchivedTable, "schema" | "table">,
): Promise<readonly Aggregate[]> {
  const { rows } = await source.query<Aggregate>(AGGREGATES, [schema, table]);
  return rows;
}

const AGGREGATES = `
  with recursive own as (
    select view_schema, view_name, materialization_hypertable_schema as s,
      materialization_hypertable_name as t, 1 as depth
    from timescaledb_information.continuous_aggregates
    where hypertable_schema = $1 and hypertable_name = $2
    union all
    select a.view_schema, a.view_name, a.materialization_hypertable_schema,
      a.materialization_hypertable_name, own.depth + 1
    from own join timescaledb_information.continuous_aggregates a
      on a.hypertable_schema = own.s and a.hypertable_name = own.t
  )
  select format('%I.%I', view_schema, view_name) as view, depth = 1 as "isDirect",
    (select min(job_id) from timescaledb_information.jobs j
      where proc_name = 'policy_refresh_continuous_aggregate'
        and j.config ->> 'mat_hypertable_id' = (select id::text
          from _timescaledb_catalog.hypertable where schema_name = s and table_name = t)) as job
  from own order by depth, view`;

/** What aggregates are kept with. */
export interface KeepOptions {
  /** The schema of the extension. */
  readonly schema: string;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Lets the refresh policies of a table's own aggregates begin at an instant: dropping chunks marks
 * their range as changed, and a policy that reaches it would empty the aggregates there. What the
 * policy was declared with is kept beside, and comes back when nothing is archived any more. A job
 * that began before is waited for, since it still reaches back.
 */
export async function keepAggregates(
  client: Queryable,
  { aggregates, from }: {
    readonly aggregates: readonly Aggregate[];
    /** Where policies begin; null for where they were declared to. */
    readonly from: Date | null;
  },
  { schema, signal }: KeepOptions,
): Promise<void> {
  const jobs = aggregates.flatMap(({ isDirect, job }) => isDirect && job !== null ? [job] : []);
  if (jobs.length === 0) return;
  const start = from === null
    ? `config -> '${HELD}'`
    : `case when (config ->> 'start_offset')::interval < now() - ${instant(from)}
        and not config ? '${HELD}' then config -> 'start_offset'
        else to_jsonb((now() - ${instant(from)})::text) end`;
  const held = from === null
    ? `config - '${HELD}'`
    : `config || jsonb_build_object('${HELD}', case when config ? '${HELD}'
        then config -> '${HELD}' else config -> 'start_offset' end)`;
  const { rows } = await client.query<{ at: Date }>(
    `select ${quoteIdentifier(schema)}.alter_job(job_id,
        config => ${held} || jsonb_build_object('start_offset', ${start})),
      clock_timestamp() as at
    from timescaledb_information.jobs
    where job_id = any($1) and ($2 or config ? '${HELD}')`,
    [jobs, from !== null],
  );
  if (from !== null && rows.length > 0) await waitForJobs(client, signal);
}

/** The entry of a policy's configuration that keeps its declared start; the drift check reads it. */
const HELD = "held_start_offset";

const MOST_WAITED_MS = 600_000;

async function waitForJobs(client: Queryable, signal: AbortSignal | undefined): Promise<void> {
  const { rows } = await client.query<{ pid: number }>(
    `select pid from pg_stat_activity where datname = current_database()
      and application_name like 'Refresh Continuous Aggregate Policy%'`,
  );
  const end = performance.now() + MOST_WAITED_MS;
  for (let left = rows.map(({ pid }) => pid); left.length > 0;) {
    if (performance.now() > end) {
      throw new StrataError(
        `Cannot archive: a refresh of continuous aggregates (process ${
          left[0]
        }) has run for over ten ` +
          "minutes, wait for its end",
      );
    }
    await pause(200, signal);
    const { rows } = await client.query<{ pid: number }>(
      `select pid from pg_stat_activity where pid = any($1)
        and application_name like 'Refresh Continuous Aggregate Policy%'`,
      [left],
    );
    left = rows.map(({ pid }) => pid);
  }
}

/** Brings aggregates up to date over a range, while its rows are all in the table. */
export async function refreshAggregates(
  client: Queryable,
  { aggregates, range }: {
    readonly aggregates: readonly Aggregate[];
    readonly range: TimeRange;
  },
  { schema, signal }: KeepOptions,
): Promise<void> {
  for (const { view } of aggregates) {
    const refresh = () =>
      client.query(
        `call ${quoteIdentifier(schema)}.refresh_continuous_aggregate(${quoteLiteral(view)},
          ${instant(range.from)}, ${instant(range.to)})`,
      );
    // Newer servers refuse to wait for the policy's own run.
    const isBusy = (error: unknown) =>
      isRepeatableTransaction(error) || /concurrent refresh/.test(String(error));
    const patience = { attempts: 100, maxDelayMs: 5_000, deadlineMs: MOST_WAITED_MS, signal };
    await retry(refresh, { isRepeatable: isBusy, firstDelayMs: 200, ...patience });
  }
}

function instant(at: Date): string {
  return `timestamptz '${at.toISOString()}'`;
}
