import type { Queryable } from "../../base/sql/mod.ts";
import type { ArchivedTable } from "./archived_table.ts";

/** How far back the retention policy of a table lets rows stand. */
export interface Reach {
  /** The number of its job. */
  readonly job: number;
  /** Its age, as the policy has it. */
  readonly after: string;
  /** What ends before is dropped at its next run. */
  readonly before: Date;
  /** Whether chunks stand there now that are not archived. */
  readonly drops: boolean;
}

/** Reads the retention policy of a table; null where it has none. */
export async function readReach(
  source: Queryable,
  { schema, table }: Pick<ArchivedTable, "schema" | "table">,
): Promise<Reach | null> {
  const { rows: [row] } = await source.query<
    { job: number; after: string; before: string; drops: boolean }
  >(REACH, [schema, table]);
  return row === undefined ? null : { ...row, before: new Date(Number(row.before)) };
}

const REACH = `
  select job_id as job, config ->> 'drop_after' as after,
    extract(epoch from now() - (config ->> 'drop_after')::interval) * 1000 as before,
    exists (select from timescaledb_information.chunks c
      where c.hypertable_schema = $1 and c.hypertable_name = $2
        and c.range_end <= now() - (config ->> 'drop_after')::interval) as drops
  from timescaledb_information.jobs
  where proc_name = 'policy_retention' and hypertable_schema = $1 and hypertable_name = $2
    and config ->> 'drop_after' ~ '[[:alpha:]:]'
  limit 1`;
