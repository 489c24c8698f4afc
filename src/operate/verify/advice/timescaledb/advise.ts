import type pg from "pg";
import type { Settings } from "../../../../base/settings/mod.ts";
import type { Queryable } from "../../../../base/sql/mod.ts";
import { observe } from "../../../observe/mod.ts";
import type { Finding } from "../finding.ts";
import { type ClockReading, judgeClock, readClock } from "../clock.ts";
import { isLoopback } from "../is_loopback.ts";
import type { AdviceLimits } from "../limits.ts";
import type { AdvisedServer } from "./advised_server.ts";
import { judgeAggregate } from "./judge_aggregates.ts";
import { judgeDisk } from "./judge_disk.ts";
import { readDisk } from "./read_disk.ts";
import { judgeServer } from "./judge_server.ts";
import { readServerState } from "./read_server_state.ts";
import { judgeSessions } from "./judge_sessions.ts";
import { readSessions } from "./read_sessions.ts";
import { judgeUpkeep } from "./judge_upkeep.ts";
import { readUpkeep } from "./read_upkeep.ts";
import { adviseOnSeries } from "./advise_on_series.ts";
import { judgeChunks } from "./judge_chunks.ts";
import { judgeDensity } from "./judge_density.ts";
import { judgeDisorder } from "./judge_disorder.ts";
import { readDisorder } from "./read_disorder.ts";
import { judgeJobs } from "./judge_jobs.ts";
import { judgeKnownBugs, readSchemaFacts } from "./known_bugs/mod.ts";
import { judgePolicies } from "./judge_policies.ts";
import { readAggregateStates } from "./read_aggregate_states.ts";
import { readOnly } from "./read_only.ts";
import { readScheduler } from "./read_scheduler.ts";

/** What advice on a database needs. */
export interface TimescaledbAdvice {
  readonly pool: pg.Pool;
  readonly server: AdvisedServer;
  readonly settings: Settings;
  readonly limits: AdviceLimits;
  /** The folder of a server that runs from here. */
  readonly dataFolder?: string | undefined;
}

/** Reads what can be read of a database, and judges it. What cannot be read is itself a finding. */
export async function adviseOnTimescaledb(
  { pool, ...context }: TimescaledbAdvice,
): Promise<Finding[]> {
  const found: Finding[] = [];
  for (const [what, advise] of parts) {
    found.push(
      ...await readOnly(pool, what, (client) => advise({ ...context, client })),
    );
  }
  return found;
}

/** What one part of the advice needs. */
interface PartContext extends Omit<TimescaledbAdvice, "pool"> {
  readonly client: Queryable;
}

const parts: readonly (readonly [string, (context: PartContext) => Promise<Finding[]>])[] = [
  ["hypertables, jobs and aggregates", adviseOnData],
  [
    "known bugs",
    async ({ client, server: { timescaledb } }) =>
      timescaledb === null ? [] : judgeKnownBugs(timescaledb, await readSchemaFacts(client)),
  ],
  [
    "the order of compressed rows",
    async ({ client, server }) =>
      server.timescaledb === null ? [] : judgeDisorder(await readDisorder(client), server),
  ],
  ["sessions", async ({ client, limits }) => judgeSessions(await readSessions(client), limits)],
  ["upkeep", async ({ client, limits }) => judgeUpkeep(await readUpkeep(client), limits)],
  ["the server", adviseOnServer],
  ["series", ({ client, limits }) => adviseOnSeries(client, limits)],
];

async function adviseOnServer(
  { client, server, settings, limits, dataFolder }: PartContext,
): Promise<Finding[]> {
  const state = await readServerState(client);
  const { host } = settings.postgres;
  const disk = await readDisk(state, { isLocal: isLoopback(host), ownFolder: dataFolder });
  return [
    ...judgeServer(server, state, limits),
    ...judgeDisk(disk, limits),
    ...judgeClock("timescaledb-clock", "the database", await readDatabaseClock(client), limits),
  ];
}

async function adviseOnData({ client, server, limits }: PartContext): Promise<Finding[]> {
  if (server.timescaledb === null) return [];
  const observed = await observe(client, server, { sizes: false });
  const hasScheduler = await readScheduler(client);
  const aggregates = await readAggregateStates(client, observed, limits);
  const { at, hypertables } = observed;
  return [
    ...judgeJobs(observed, { server, limits, hasScheduler }),
    ...judgePolicies(observed, { server, limits }),
    ...hypertables.flatMap((table) => [
      ...judgeChunks(table, { at, server, limits }),
      ...judgeDensity(table, { server, limits }),
    ]),
    ...aggregates.flatMap((state) => judgeAggregate(state, server)),
  ];
}

/** Reads the server's clock. */
async function readDatabaseClock(client: Queryable): Promise<ClockReading> {
  return await readClock(async () => {
    const { rows: [row] } = await client.query<{ ms: number }>(
      "select extract(epoch from clock_timestamp())::float8 * 1000 as ms",
    );
    return row?.ms ?? NaN;
  });
}
