import assert from "node:assert/strict";
import { sql } from "drizzle-orm";
import fc from "fast-check";
import type { Database } from "../../../src/database/mod.ts";
import { appendVintages } from "../../../src/ingest/mod.ts";
import { asOf } from "../../../src/point_in_time/mod.ts";
import { macroSeries, type Schema } from "../../../src/schema/mod.ts";
import { anyChoices } from "./any_choices.ts";
import type { Sessions } from "./gated_pool.ts";
import { type Gate, runSchedule } from "./schedule.ts";

const RELEASES = [1, 2, 3, 4, 5] as const;

const day = (n: number) => new Date(Date.UTC(2024, 2, n));

/** The value of one or two months at each release, and who loads which release. */
export const anyVintages = fc.record({
  values: fc.array(fc.constantFrom(0, 1, null), { minLength: 10, maxLength: 10 }),
  loaders: fc.array(fc.nat({ max: 2 }), { minLength: 5, maxLength: 5 }),
  choices: anyChoices(60),
});

type Vintages = typeof anyVintages extends fc.Arbitrary<infer Case> ? Case : never;

/** Runs loaders of one series; what was known at each release is what that release says. */
export async function holdVintages(
  { values, loaders, choices }: Vintages,
  { database, sessions }: {
    readonly database: Database<Schema>;
    readonly sessions: Sessions<Schema>;
  },
): Promise<number> {
  const { db } = database;
  await db.delete(macroSeries);
  await db.execute(sql`delete from strata_ingest.vintage_coverage`);
  const release = (n: number) =>
    ["2024-01-01", "2024-02-01"].map((observationDate, month) => ({
      seriesId: 1,
      observationDate,
      value: values[(n - 1) * 2 + month] ?? null,
      releaseTime: day(n),
    }));
  const load = (loader: number) => async (gate: Gate) => {
    const rows = RELEASES.filter((n) => loaders[n - 1] === loader).toReversed().flatMap(release);
    if (rows.length > 0) await appendVintages(sessions.open(`loader ${loader}`, gate), rows);
  };
  const { results, trace } = await runSchedule(
    Object.fromEntries([0, 1, 2].map((i) => [`loader ${i}`, load(i)])),
    { choices, blocked: (names) => sessions.blocked(names) },
  );
  const story = trace.join("\n");
  for (const result of results) {
    assert.equal(
      result.status,
      "fulfilled",
      `${(result as PromiseRejectedResult).reason}\n${story}`,
    );
  }
  for (const n of RELEASES) {
    const known = await asOf(database, { series: 1, at: day(n) });
    assert.deepEqual(known.map(({ value }) => value), release(n).map(({ value }) => value), story);
  }
  const again = await appendVintages(database, RELEASES.flatMap(release));
  assert.equal(again.inserted, 0, story);
  return trace.length;
}
