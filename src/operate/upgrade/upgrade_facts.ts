import type { pg } from "../../base/driver/mod.ts";
import { StrataError } from "../../base/errors.ts";
import { compareVersions } from "../../timescale/mod.ts";
import { missingLibrary } from "../versions/mod.ts";
import { databaseOf, onDatabase, withRawClient } from "./raw_client.ts";

/** Another session in the database. */
export interface OtherSession {
  readonly pid: number;
  readonly name: string;
  readonly inTransaction: boolean;
}

/** What decides whether and how the extension can be updated. */
export interface UpgradeFacts {
  readonly database: string;
  /** PostgreSQL's version. */
  readonly postgres: string;
  readonly postgresMajor: number;
  /** The version in the database; null where the extension is not created. */
  readonly installed: string | null;
  /** The version that the server would install. */
  readonly standard: string | null;
  /** The versions that the server has, from the oldest on. */
  readonly available: readonly string[];
  /** Those of them that there are update scripts to. */
  readonly reachable: readonly string[];
  /** Whether the library of the installed version is gone, so that no statement works. */
  readonly libraryGone: boolean;
  /** Whether this user may update the extension; undefined where that cannot be seen. */
  readonly mayUpdate: boolean | undefined;
  readonly restoring: boolean;
  /** Whether the library is the Community edition; undefined where that cannot be seen. */
  readonly isCommunity: boolean | undefined;
  readonly inRecovery: boolean;
  readonly replicas: readonly string[];
  readonly prepared: readonly string[];
  readonly sessions: readonly OtherSession[];
  readonly sizeBytes: number;
}

/** Reads the facts; a database whose library is gone is asked about through another one. */
export async function readUpgradeFacts(url: string): Promise<UpgradeFacts> {
  const database = databaseOf(url);
  try {
    return await withRawClient(url, async (client) => {
      const { rows: [own] } = await client.query<OwnRow>(OWN);
      return await readServer(client, { database, own: own ?? NOT_CREATED, libraryGone: false });
    });
  } catch (error) {
    const installed = missingLibrary(error);
    if (installed === undefined) throw error;
    return await withRawClient(onDatabase(url, "postgres"), async (client) => {
      const own = { ...NOT_CREATED, installed };
      return await readServer(client, { database, own, libraryGone: true });
    });
  }
}

interface OwnRow {
  readonly installed: string | null;
  readonly mayUpdate: boolean | undefined;
  readonly restoring: boolean;
  readonly isCommunity: boolean | undefined;
}

const NOT_CREATED: OwnRow = {
  installed: null,
  mayUpdate: undefined,
  restoring: false,
  isCommunity: undefined,
};

const OWN = `
  select e.extversion as installed,
    pg_has_role(e.extowner, 'usage') as "mayUpdate",
    coalesce(nullif(current_setting('timescaledb.restoring', true), '')::boolean, false)
      as restoring,
    current_setting('timescaledb.license', true) = 'timescale' as "isCommunity"
  from pg_catalog.pg_extension e where e.extname = 'timescaledb'`;

interface ServerRow {
  readonly postgres: string;
  readonly number: number;
  readonly standard: string | null;
  readonly available: string[] | null;
  readonly reachable: string[] | null;
  readonly inRecovery: boolean;
  readonly replicas: string[] | null;
  readonly prepared: string[] | null;
  readonly sessions: OtherSession[] | null;
  readonly size: string;
}

const SERVER = `
  select split_part(current_setting('server_version'), ' ', 1) as postgres,
    current_setting('server_version_num')::int as number,
    (select default_version from pg_available_extensions where name = 'timescaledb') as standard,
    (select array_agg(version) from pg_available_extension_versions where name = 'timescaledb')
      as available,
    (select array_agg(target) from pg_extension_update_paths('timescaledb')
      where source = $2 and path is not null) as reachable,
    pg_is_in_recovery() as "inRecovery",
    (select array_agg(coalesce(nullif(application_name, ''), client_addr::text, 'a replica'))
      from pg_stat_replication where state = 'streaming') as replicas,
    (select array_agg(gid) from pg_prepared_xacts where database = $1) as prepared,
    (select json_agg(json_build_object('pid', pid, 'inTransaction', xact_start is not null
        and state like 'idle in%' or state = 'active',
        'name', coalesce(nullif(application_name, ''), usename, 'a session')) order by pid)
      from pg_stat_activity where datname = $1 and pid <> pg_backend_pid()
        and backend_type = 'client backend') as sessions,
    pg_database_size($1::name)::text as size`;

interface ServerQuestion {
  readonly database: string;
  readonly own: OwnRow;
  readonly libraryGone: boolean;
}

async function readServer(
  client: pg.Client,
  { database, own, libraryGone }: ServerQuestion,
): Promise<UpgradeFacts> {
  const { rows: [row] } = await client.query<ServerRow>(SERVER, [database, own.installed]);
  if (row === undefined) throw new StrataError("Cannot read the server: it returned no row");
  const available = (row.available ?? []).filter(isVersion).toSorted(compareVersions);
  const reachable = new Set(row.reachable ?? []);
  return {
    database,
    ...own,
    libraryGone,
    postgres: row.postgres,
    postgresMajor: Math.floor(row.number / 10_000),
    standard: row.standard,
    available,
    reachable: available.filter((version) => reachable.has(version)),
    inRecovery: row.inRecovery,
    replicas: row.replicas ?? [],
    prepared: row.prepared ?? [],
    sessions: row.sessions ?? [],
    sizeBytes: Number(row.size),
  };
}

function isVersion(text: string): boolean {
  return /^\d+\.\d+/.test(text);
}
