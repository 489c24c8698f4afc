import assert from "node:assert/strict";
import { asOf, type SeriesCode } from "../../src/point_in_time/mod.ts";
import {
  type FetchOptions,
  fetchSeries,
  type FetchSummary,
  type Source,
  SourceError,
} from "../../src/sources/mod.ts";
import type { Database } from "../../src/database/mod.ts";
import { createTestDatabase, type TestDatabase } from "../../src/testing/mod.ts";
import { noLimit } from "../support/no_limit.ts";
import { readingTest } from "./point_in_time_support.ts";

/** A database that is fetched into. */
export type FetchTarget = Database | TestDatabase;

/** Declares a test on any server, and on each Community server. */
export function serverFetchTest(name: string, run: (db: FetchTarget) => Promise<void>): void {
  readingTest(name, ({ database }) => run(database));
}

/** Declares a test on any server, on each Community server, and in the process. */
export function fetchTest(name: string, run: (db: FetchTarget) => Promise<void>): void {
  serverFetchTest(name, run);
  Deno.test(`in the process: ${name}`, async () => {
    await using database = await createTestDatabase();
    await run(database);
  });
}

/** Fetches without limits, and repeats at once. */
export async function fetchNow(
  db: FetchTarget,
  source: Source,
  code: string,
  options: FetchOptions = {},
): Promise<FetchSummary> {
  return await fetchSeries(db, source, code, { limiter: noLimit, repeatAfterMs: 1, ...options });
}

/** What was known of a series at an instant, by day. */
export async function knownAt(
  db: FetchTarget,
  series: SeriesCode,
  at: Date,
): Promise<Record<string, number | null>> {
  const rows = await asOf(db, { series, at });
  return Object.fromEntries(rows.map(({ observationDate, value }) => [observationDate, value]));
}

/** The error of a fetch that a source makes fail. */
export async function sourceErrorOf(fetching: Promise<unknown>): Promise<SourceError> {
  try {
    await fetching;
  } catch (error) {
    assert.ok(error instanceof SourceError, String(error));
    return error;
  }
  assert.fail("the fetch ended well");
}
