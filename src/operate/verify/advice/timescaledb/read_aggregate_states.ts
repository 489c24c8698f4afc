import { formatRelation, type Queryable, type RelationName } from "../../../../base/sql/mod.ts";
import { intervalMicroseconds, parseInterval } from "../../../../timescale/mod.ts";
import type { Observed, ObservedJob } from "../../../observe/mod.ts";
import type { AdviceLimits } from "../limits.ts";
import type { AggregateState } from "./judge_aggregates.ts";
import { type AggregateWindow, readAggregateWindows } from "./read_aggregates.ts";
import { readInterval } from "./read_interval.ts";
import { hasRow, readNewestRow } from "./read_rows.ts";

/** Reads what is to be judged of each aggregate, of its source no more than its newest chunks. */
export async function readAggregateStates(
  client: Queryable,
  observed: Observed,
  limits: AdviceLimits,
): Promise<AggregateState[]> {
  if (observed.aggregates.length === 0) return [];
  const windows = await readAggregateWindows(client);
  const states: AggregateState[] = [];
  for (const aggregate of observed.aggregates) {
    const window = windows.find(({ relation }) => isSame(relation, aggregate.relation));
    if (window === undefined) continue;
    const job = (kind: ObservedJob["kind"], of: RelationName) =>
      observed.jobs.find(({ kind: own, relation }) => own === kind && isSame(relation, of));
    const refresh = job("refresh", aggregate.relation);
    const chunks = observed.hypertables.find(({ relation }) =>
      isSame(relation, aggregate.source)
    )?.chunks ?? [];
    const now = observed.at.getTime();
    const due = dueUntil(window, refresh, { now, limits });
    states.push({
      aggregate,
      bucketWidth: window.bucketWidth,
      refresh,
      retention: job("retention", aggregate.source),
      newestDue: due === null ? null : await readNewestRow(client, chunks, {
        timeColumn: window.timeColumn,
        after: aggregate.watermark ?? -Infinity,
        before: due,
      }),
      hidden: await readHidden(window, refresh, now, (from, to) =>
        hasRow(client, chunks, { timeColumn: window.timeColumn, from, to })),
    });
  }
  return states;
}

/** Rows before this instant should have been refreshed by now; null without a policy. */
function dueUntil(
  { bucketWidth }: AggregateWindow,
  refresh: ObservedJob | undefined,
  { now, limits }: { readonly now: number; readonly limits: AdviceLimits },
): number | null {
  if (refresh === undefined) return null;
  const end = refresh.config.end_offset ?? null;
  const offset = end === null ? 0 : readInterval(end);
  if (offset === null) return null;
  const bucket = intervalMicroseconds(parseInterval(bucketWidth)) / 1_000;
  return now - offset - bucket - 2 * refresh.everyMs - limits.behindMs;
}

/** The first range of changes before the window of every refresh to come that has rows. */
async function readHidden(
  { changed }: AggregateWindow,
  refresh: ObservedJob | undefined,
  now: number,
  isThere: (from: number, to: number) => Promise<boolean>,
): Promise<AggregateState["hidden"]> {
  const reach = readInterval(refresh?.config.start_offset);
  if (reach === null) return null;
  // The window moves on between two runs.
  const start = now - reach - (refresh?.everyMs ?? 0);
  for (const [from, to] of changed.filter(([from]) => from < start).slice(0, 10)) {
    const range = { from, to: Math.min(to + 1, start) };
    if (await isThere(range.from, range.to)) return range;
  }
  return null;
}

function isSame(a: RelationName | null, b: RelationName): boolean {
  return a !== null && formatRelation(a) === formatRelation(b);
}
