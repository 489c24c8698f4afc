import {
  hasRedisServer,
  openClient,
  serverPrograms,
  startOwnServer,
  testServers,
} from "../support/mod.ts";
import { openPlace, type Place } from "./place.ts";
import type { ReportedPlace } from "./soak_report.ts";

/** What a soak lacks on this machine, in words; empty if it has all. */
export function missingParts(): string[] {
  return [
    ...(serverPrograms === null
      ? ["no server of its own to kill: PostgreSQL is not installed"]
      : []),
    ...(hasRedisServer || testServers("redis").length > 0 ? [] : ["no Redis"]),
    ...(testServers("community").length > 0
      ? []
      : ["compression only if the server of its own has it: STRATA_TEST_COMMUNITY_URL is not set"]),
  ];
}

/**
 * Opens the servers of a soak: the newest given one, whose backends may be killed, and one of its
 * own, which may be killed, frozen and restarted.
 */
export async function openPlaces(stack: AsyncDisposableStack): Promise<readonly Place[]> {
  const given = testServers("community").at(-1) ?? testServers("timescaledb")[0];
  const places: Place[] = [];
  if (given !== undefined) places.push(stack.use(await openPlace("given server", given)));
  if (serverPrograms !== null) {
    const server = stack.use(
      await startOwnServer({ settings: { "timescaledb.telemetry_level": "off" } }),
    );
    places.push(stack.use(await openPlace("own server", server.url, server)));
  }
  return places;
}

/** Reads what the compression policies of a server did. */
export async function readPolicies({ name, url }: Place): Promise<ReportedPlace> {
  const client = await openClient(url);
  try {
    const { rows } = await client.query<Omit<ReportedPlace, "name">>(
      `select
        (select coalesce(sum(total_runs), 0)::int from timescaledb_information.job_stats s
          join timescaledb_information.jobs j using (job_id)
          where proc_name ~ 'compression|columnstore') as "policyRuns",
        (select coalesce(sum(total_failures), 0)::int from timescaledb_information.job_stats s
          join timescaledb_information.jobs j using (job_id)
          where proc_name ~ 'compression|columnstore') as "policyFailures",
        array(select format('%s %s (%s)', sqlerrcode, left(err_message, 200), count(*))
          from timescaledb_information.job_errors
          where proc_name ~ 'compression|columnstore'
          group by sqlerrcode, left(err_message, 200) order by count(*) desc limit 5)
          as "policyErrors",
        count(*) filter (where is_compressed)::int as "compressedChunks", count(*)::int as chunks
      from timescaledb_information.chunks where hypertable_schema = 'public'`,
    );
    const [row] = rows;
    if (row === undefined) throw new Error(`Cannot read the policies of ${name}: no row`);
    return { name, ...row };
  } finally {
    await client.end();
  }
}
