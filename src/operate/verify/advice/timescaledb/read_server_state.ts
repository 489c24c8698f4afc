import { StrataError } from "../../../../base/errors.ts";
import type { Queryable } from "../../../../base/sql/mod.ts";

/** What a server tells of itself beside its versions. */
export interface ServerState {
  /** Whether TimescaleDB's loader is loaded. */
  readonly isPreloaded: boolean;
  readonly connections: number;
  /** The connections that users without special rights may open. */
  readonly maxConnections: number;
  /** The folder of its data on its machine; null where this user may not know. */
  readonly dataFolder: string | null;
  /** When it started, in seconds since 1970. */
  readonly startedAt: number;
}

/** Reads the state of a server. */
export async function readServerState(client: Queryable): Promise<ServerState> {
  const { rows: [row] } = await client.query<ServerState>(stateSql);
  if (row === undefined) {
    throw new StrataError("Cannot read the state of the server: it returned no row");
  }
  return row;
}

// pg_settings hides what this user may not read, where current_setting refuses.
const stateSql = `
  select
    exists(select from pg_settings where name = 'timescaledb.disable_load') as "isPreloaded",
    (select count(*)::int from pg_stat_activity where backend_type = 'client backend')
      as connections,
    current_setting('max_connections')::int
      - current_setting('superuser_reserved_connections')::int
      - coalesce(current_setting('reserved_connections', true)::int, 0) as "maxConnections",
    (select setting from pg_settings where name = 'data_directory') as "dataFolder",
    floor(extract(epoch from pg_postmaster_start_time()))::float8 as "startedAt"`;
