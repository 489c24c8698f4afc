import type pg from "pg";
import type { Settings } from "../../../../base/settings/mod.ts";
import type { Queryable } from "../../../../base/sql/mod.ts";
import { observe } from "../../../observe/mod.ts";
import type { Finding } from "../finding.ts";
import type { AdviceLimits } from "../limits.ts";
import type { AdvisedServer } from "./advised_server.ts";
import { judgeAggregate } from "./judge_aggregates.ts";
import { judgeChunks } from "./judge_chunks.ts";
import { judgeDensity } from "./judge_density.ts";
import { judgeJobs } from "./judge_jobs.ts";
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
}

/** Reads what can be read of a database, and judges it. What cannot be read is itself a finding. */
export async function adviseOnTimescaledb(
  { pool, server, settings, limits }: TimescaledbAdvice,
): Promise<Finding[]> {
  const found: Finding[] = [];
  for (const [what, advise] of parts) {
    found.push(
      ...await readOnly(pool, what, (client) => advise({ client, server, settings, limits })),
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
];

async function adviseOnData({ client, server, limits }: PartContext): Promise<Finding[]> {
  if (server.timescaledb === null) return [];
  const observed = await observe(client, server);
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
