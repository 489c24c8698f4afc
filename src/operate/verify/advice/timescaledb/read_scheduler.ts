import type { Queryable } from "../../../../base/sql/mod.ts";

/**
 * Whether a scheduler of jobs runs in this database; null where this user may not see the processes
 * of others, and in the first minutes of a server, which starts schedulers once a minute.
 */
export async function readScheduler(client: Queryable): Promise<boolean | null> {
  const { rows: [row] } = await client.query<{ runs: boolean; sees: boolean }>(
    `select pg_has_role('pg_read_all_stats', 'usage')
         and pg_postmaster_start_time() < now() - interval '2 minutes' as sees, exists(
       select from pg_stat_activity
       where datname = current_database()
         and backend_type = 'TimescaleDB Background Worker Scheduler') as runs`,
  );
  return row?.runs || row?.sees ? row.runs : null;
}
