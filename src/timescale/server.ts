import { StrataError } from "../base/errors.ts";
import type { Queryable } from "../base/sql/mod.ts";
import { EXTENSION_SCHEMA_SQL } from "./extension_schema.ts";
import { RESTORING_SQL } from "./restoring.ts";

/**
 * The capabilities of a server: `community` has everything, `apache` has hypertables without
 * compression, policies and continuous aggregates, `none` is PostgreSQL without the extension.
 */
export type Edition = "community" | "apache" | "none";

/** What a server reports about itself. */
export interface ServerInfo {
  /** PostgreSQL's version, such as `17.6`. */
  readonly postgres: string;
  /** PostgreSQL's major version, such as 17. */
  readonly postgresMajor: number;
  /** The version of TimescaleDB in this database, or null if the extension is not created. */
  readonly timescaledb: string | null;
  /** The schema that the extension lives in, or null where it is not created. */
  readonly schema: string | null;
  /** The edition of TimescaleDB in this database. */
  readonly edition: Edition;
  /** The version of TimescaleDB that `create extension` would install, or null if there is none. */
  readonly available: string | null;
  /** Whether the database was left in restoring mode, in which writes are lost. */
  readonly restoring: boolean;
}

/** The oldest TimescaleDB whose `on conflict do nothing` loses no rows on compressed chunks (#7672). */
export const MINIMUM_TIMESCALEDB = "2.18.1";

/** Asks a server for its versions and its edition of TimescaleDB. */
export async function detectServer(client: Queryable): Promise<ServerInfo> {
  const { rows } = await client.query<DetectedRow>(detectSql);
  const row = rows[0];
  if (row === undefined) throw new StrataError("Cannot detect the server: it returned no row");
  return {
    postgres: row.postgres,
    postgresMajor: Math.floor(Number(row.versionNumber) / 10_000),
    timescaledb: row.timescaledb,
    schema: row.timescaledb === null ? null : row.schema,
    edition: editionOf(row),
    available: row.available,
    restoring: row.restoring,
  };
}

interface DetectedRow {
  readonly postgres: string;
  readonly versionNumber: string;
  readonly timescaledb: string | null;
  readonly schema: string | null;
  readonly license: string | null;
  readonly available: string | null;
  readonly restoring: boolean;
}

// `version()` and Debian's `server_version` carry the distribution's suffix: only the number
// counts.
const detectSql = `
  select
    split_part(current_setting('server_version'), ' ', 1) as postgres,
    current_setting('server_version_num') as "versionNumber",
    (select extversion from pg_extension where extname = 'timescaledb') as timescaledb,
    ${EXTENSION_SCHEMA_SQL} as schema,
    current_setting('timescaledb.license', true) as license,
    (select default_version from pg_available_extensions where name = 'timescaledb') as available,
    ${RESTORING_SQL} as restoring`;

function editionOf(row: DetectedRow): Edition {
  if (row.timescaledb === null) return "none";
  return row.license === "timescale" ? "community" : "apache";
}
