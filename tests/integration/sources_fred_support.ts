import assert from "node:assert/strict";
import { sql } from "drizzle-orm";
import { asOf } from "../../src/point_in_time/mod.ts";
import { fetchSeries, type FetchSummary, fred, type FredLimits } from "../../src/sources/mod.ts";
import {
  type FredHistory,
  fredKey,
  fredStandIn,
  type FredStandInOptions,
  knownOn,
} from "../support/fred/mod.ts";
import type { StandIn } from "../support/stand_in/mod.ts";
import type { ReadingTest } from "./point_in_time_support.ts";
import { noLimit } from "../support/no_limit.ts";

/** A clock that a test moves. */
export interface Clock {
  now: Date;
}

export function standIn(
  histories: readonly FredHistory[],
  clock: Clock,
  options: FredStandInOptions = {},
): StandIn {
  return fredStandIn(histories, { now: () => clock.now, rates: [], ...options });
}

export interface FetchFrom {
  readonly clock: Clock;
  readonly limits?: Partial<FredLimits>;
  readonly signal?: AbortSignal;
  readonly onProgress?: () => void;
}

export async function fetchFrom(
  { database }: ReadingTest,
  server: StandIn,
  code: string,
  { clock, limits = {}, ...options }: FetchFrom,
): Promise<FetchSummary> {
  const source = fred({ key: fredKey, baseUrl: `${server.url}/fred`, limits });
  const clockOption = { clock: () => clock.now, limiter: noLimit };
  return await fetchSeries(database, source, code, { ...clockOption, ...options });
}

/** What the database says of a series at an instant, without observations that have no value. */
export async function readAt({ database }: ReadingTest, code: string, at: Date): Promise<string[]> {
  const rows = await asOf(database, { series: { source: "ALFRED", code }, at });
  return rows.filter(({ value }) => value !== null)
    .map(({ observationDate, value }) => `${observationDate} ${value}`);
}

/** What the history says of a day. */
export function saidOn(history: FredHistory, day: string): string[] {
  return [...knownOn(history, day)].filter(([, value]) => value !== null)
    .map(([date, value]) => `${date} ${value}`);
}

function dayBefore(day: string): string {
  return Temporal.PlainDate.from(day).subtract({ days: 1 }).toString();
}

/** Compares the answers right before and at each release with the plain reading of the history. */
export async function compare(
  t: ReadingTest,
  history: FredHistory,
  instantOf: (day: string) => Date,
): Promise<void> {
  for (const { vintageDate } of history.vintages) {
    const at = instantOf(vintageDate);
    const before = new Date(at.getTime() - 1);
    assert.deepEqual(await readAt(t, history.seriesId, at), saidOn(history, vintageDate));
    assert.deepEqual(
      await readAt(t, history.seriesId, before),
      saidOn(history, dayBefore(vintageDate)),
    );
  }
}

export async function clear({ database }: ReadingTest): Promise<void> {
  for (
    const table of [
      "macro_series",
      "strata_ingest.vintage_coverage",
      "strata_ingest.followed_series",
    ]
  ) {
    await database.db.execute(sql.raw(`delete from ${table}`));
  }
}

/** The zone of FRED's vintage dates. */
export const zone = "America/Chicago";

/** A clock after every vintage of the tests. */
export const later = (): Clock => ({ now: new Date("2030-06-01T12:00:00Z") });
