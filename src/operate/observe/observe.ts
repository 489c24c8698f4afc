import type { Queryable } from "../../base/sql/mod.ts";
import { aggregatesQuery, chunksQuery, hypertablesQuery, jobsQuery } from "./_queries.ts";
import {
  type AggregateRow,
  type ChunkRow,
  type HypertableRow,
  type JobRow,
  readAggregate,
  readHypertable,
  readJob,
} from "./_rows.ts";
import type { Observed } from "./observed.ts";

/** Options of {@linkcode observe}. */
export interface ObserveOptions {
  /**
   * Whether the sizes of chunks are read, as by default. Each costs the server half a millisecond:
   * without them thousands of chunks take a fraction of a second.
   */
  readonly sizes?: boolean;
}

/**
 * Reads the state of the hypertables, chunks, jobs and continuous aggregates from the catalog, in
 * four statements whatever their number. Without the extension there is nothing.
 */
export async function observe(
  client: Queryable,
  server: { readonly timescaledb: string | null },
  { sizes = true }: ObserveOptions = {},
): Promise<Observed> {
  const { rows: [clock] } = await client.query<{ ms: number }>(clockQuery);
  const at = new Date(clock?.ms ?? NaN);
  if (server.timescaledb === null) return { at, hypertables: [], jobs: [], aggregates: [] };
  const hypertables = (await client.query<HypertableRow>(hypertablesQuery)).rows;
  const chunks = (await client.query<ChunkRow>(chunksQuery({ sizes }))).rows;
  const jobs = (await client.query<JobRow>(jobsQuery)).rows;
  const aggregates = (await client.query<AggregateRow>(aggregatesQuery)).rows;
  const byTable = Map.groupBy(chunks, ({ hypertable }) => hypertable);
  return {
    at,
    hypertables: hypertables.map((row) => readHypertable(row, byTable.get(row.id) ?? [])),
    jobs: jobs.map(readJob),
    aggregates: aggregates.map(readAggregate),
  };
}

const clockQuery = "select extract(epoch from now())::float8 * 1000 as ms";
