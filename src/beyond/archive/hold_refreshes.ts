import { keepAggregates } from "./aggregates.ts";
import { isCold, readRanges } from "./ledger.ts";
import type { ArchiveRun } from "./open_run.ts";
import type { TimeRange } from "./period.ts";

/**
 * Lets refresh policies begin behind everything that is archived or will be, or where they were
 * declared to if nothing is.
 */
export async function holdRefreshes(
  { client, table, aggregates, schema }: ArchiveRun,
  units: readonly TimeRange[],
  signal: AbortSignal | undefined,
): Promise<void> {
  if (aggregates.length === 0) return;
  const cold = (await readRanges(client, table.name)).filter(isCold);
  const ends = [...cold, ...units].map(({ to }) => to.getTime());
  const from = ends.length === 0 ? null : new Date(Math.max(...ends));
  await keepAggregates(client, { aggregates, from }, { schema, signal });
}
