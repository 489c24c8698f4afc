import type { Queryable } from "../../../../base/sql/mod.ts";

/** A session of this database. */
export interface Session {
  readonly pid: number;
  readonly user: string | null;
  readonly application: string;
  /** `active`, `idle in transaction` or the like; null where this user may not see it. */
  readonly state: string | null;
  /** How long it has been in its state, in milliseconds. */
  readonly stateMs: number | null;
  /** How long it has waited for a lock; null where it does not. */
  readonly waitMs: number | null;
  /** The processes that hold what it waits for. */
  readonly blockers: readonly number[];
}

/** Reads the sessions of this database, without the texts of their statements. */
export async function readSessions(client: Queryable): Promise<readonly Session[]> {
  return (await client.query<Session>(sessionsSql)).rows;
}

// pg_blocking_pids stops the lock manager for a moment: it is asked for those that wait alone.
const sessionsSql = `
  select a.pid, a.usename::text as user, a.application_name as application, a.state,
    extract(epoch from clock_timestamp() - a.state_change)::float8 * 1000 as "stateMs",
    extract(epoch from clock_timestamp() - w.since)::float8 * 1000 as "waitMs",
    case when w.since is null then '{}' else pg_blocking_pids(a.pid) end as blockers
  from pg_stat_activity a
  left join lateral (
    select min(waitstart) as since from pg_locks where pid = a.pid and not granted) w on true
  where a.datname = current_database() and a.pid <> pg_backend_pid()
  order by a.pid`;
