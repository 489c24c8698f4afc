import type { Queryable } from "../../base/sql/mod.ts";
import { type LateRelease, lateReleases } from "../../point_in_time/mod.ts";
import { detectServer } from "../../timescale/mod.ts";
import type { Observed, Observer } from "../observe/mod.ts";

/** What the fetches of a source have come to. */
export interface SourceReading {
  readonly source: string;
  /** How many series are followed. */
  readonly followed: number;
  /** How many of them failed at their last fetch. */
  readonly failing: number;
  /** When a fetch succeeded last, in seconds since 1970. */
  readonly succeededAt: number | null;
  /** When the newest release was published that was fetched, in seconds since 1970. */
  readonly newestRelease: number | null;
}

/** How many connections of a kind the server has. */
export interface ConnectionReading {
  readonly state: string;
  readonly count: number;
}

/** What was read of a database at one moment; a part that failed is undefined. */
export interface MetricsReading {
  /** When it was read, by this machine's clock. */
  readonly at: Date;
  /** How long it took, in milliseconds. */
  readonly tookMs: number;
  readonly observed: Observed | undefined;
  readonly late: readonly LateRelease[] | undefined;
  readonly sources: readonly SourceReading[] | undefined;
  readonly connections: readonly ConnectionReading[] | undefined;
}

/** The parts of a reading that can fail on their own: tables may be missing, or a right. */
export const parts = ["observed", "late", "sources", "connections"] as const;

/** Reads what the metrics say of a database. What cannot be read is left out. */
export async function readMetrics(client: Queryable, read: Observer): Promise<MetricsReading> {
  const begun = performance.now();
  const at = new Date();
  const observed = await attempt(async () => await read(client, await detectServer(client)));
  const late = await attempt(() => lateReleases(client, { at }));
  const sources = await attempt(() => rowsOf<SourceReading>(client, sourcesQuery));
  const connections = await attempt(() => rowsOf<ConnectionReading>(client, connectionsQuery));
  return { at, tookMs: performance.now() - begun, observed, late, sources, connections };
}

async function attempt<Result>(read: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await read();
  } catch {
    // The page says which part is missing; an alert is for that.
    return undefined;
  }
}

async function rowsOf<Row>(client: Queryable, query: string): Promise<readonly Row[]> {
  return (await client.query<Row>(query)).rows;
}

const sourcesQuery = `
  select source, count(*)::int as followed, count(error)::int as failing,
    extract(epoch from max(succeeded_at))::float8 as "succeededAt",
    extract(epoch from max(newest_release))::float8 as "newestRelease"
  from strata_ingest.followed_series group by source order by source`;

const connectionsQuery = `
  select coalesce(state, 'hidden') as state, count(*)::int as count from pg_stat_activity
  where backend_type = 'client backend' and datname = current_database()
  group by 1 order by 1`;
