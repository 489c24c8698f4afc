import assert from "node:assert/strict";
import { sql } from "drizzle-orm";
import fc from "fast-check";
import { endOfDay, startOfDay, zonedInstant } from "../../src/base/time/zoned_instant.ts";
import { firstRelease } from "../../src/point_in_time/mod.ts";
import { fetchSeries, fred } from "../../src/sources/mod.ts";
import {
  anyHistory,
  dailyHistory,
  type FredHistory,
  fredKey,
  realVintages,
} from "../support/fred/mod.ts";
import { readingTest } from "./point_in_time_support.ts";
import {
  clear,
  type Clock,
  compare,
  type FetchFrom,
  fetchFrom,
  later,
  readAt,
  saidOn,
  standIn,
  zone,
} from "./sources_fred_support.ts";
import { noLimit } from "../support/no_limit.ts";

readingTest(
  "fred: real vintages are known at their publisher's hour, and again adds nothing",
  async (t) => {
    const clock = later();
    const histories = await realVintages();
    await using server = standIn(histories, clock);
    for (const history of histories) {
      const first = await fetchFrom(t, server, history.seriesId, { clock });
      assert.ok(first.inserted > 0 && first.isNew);
      await compare(
        t,
        history,
        (day) => zonedInstant(day, { time: "08:30", zone: "America/New_York" }),
      );
      const asked = () => server.traffic.count() - server.traffic.count("/fred/release/dates");
      const requests = asked();
      const again = await fetchFrom(t, server, history.seriesId, { clock });
      assert.deepEqual([again.inserted, again.isNew], [0, false]);
      assert.equal(asked() - requests, 1, "FRED said that nothing has changed");
    }
    const [gdp] = (await t.database.db.execute(sql`
    select d.name as source, d.base_url, d.auth_type, d.rate_limit_per_minute, d.default_locale,
      s.name, s.unit, s.frequency, s.country, s.release_timezone
    from series_metadata s join data_sources d on d.id = s.source_id
    where series_code = 'GDPC1'`)).rows;
    assert.deepEqual(gdp, {
      "source": "ALFRED",
      "base_url": `${server.url}/fred`,
      "auth_type": "api_key",
      "rate_limit_per_minute": 120,
      "default_locale": "en-US",
      "name": "Real Gross Domestic Product",
      "unit": "Billions of Chained 2017 Dollars, Seasonally Adjusted Annual Rate",
      "frequency": "quarterly",
      "country": "US",
      "release_timezone": "America/New_York",
    });
  },
);

readingTest(
  "fred: however windows, runs and kills fall, the answers are the history's",
  async (t) => {
    await fc.assert(
      fc.asyncProperty(
        anyHistory,
        fc.record({
          vintages: fc.integer({ min: 1, max: 7 }),
          observations: fc.integer({ min: 3, max: 80 }),
        }),
        fc.array(fc.nat(25), { maxLength: 3 }),
        fc.array(fc.nat(3), { minLength: 4, maxLength: 4 }),
        async (history, limits, stops, kills) => {
          await clear(t);
          const last = history.vintages.length - 1;
          const ends = [...new Set(stops.map((stop) => Math.min(stop, last)))].sort((a, b) =>
            a - b
          );
          const clock = later();
          const standInLimits = {
            vintageDates: limits.vintages,
            observationsPage: limits.observations,
          };
          await using server = standIn([history], clock, { limits: standInLimits });
          // Each run is late in the evening of a vintage's day, and sees that vintage already.
          const evening = (day: string) => new Date(endOfDay(day, zone).getTime() - 1_000);
          const runs = [
            ...ends.map((end) => evening(history.vintages[end]?.vintageDate ?? "")),
            later().now,
          ];
          for (const [run, now] of runs.entries()) {
            clock.now = now;
            await killed(
              kills[run] ?? 0,
              (options) => fetchFrom(t, server, "RANDOM", { clock, limits, ...options }),
            );
          }
          await compare(t, history, (day) => {
            const seen = runs.find((run) => run >= startOfDay(day, zone)) ?? later().now;
            return seen < endOfDay(day, zone) ? seen : endOfDay(day, zone);
          });
        },
      ),
      { numRuns: 25 },
    );
  },
);

/** Runs a fetch that ends after some pages, until it comes through. */
async function killed(
  pages: number,
  fetch: (options: Pick<FetchFrom, "signal" | "onProgress">) => Promise<unknown>,
): Promise<void> {
  for (let left = pages; left > 0; left--) {
    const kill = new AbortController();
    let steps = left * 2;
    await fetch({ signal: kill.signal, onProgress: () => --steps <= 0 && kill.abort() })
      .catch((error) => assert.ok(kill.signal.aborted, String(error)));
  }
  await fetch({});
}

readingTest("fred: an archive's first snapshot is pseudo, and no first release", async (t) => {
  const clock = later();
  const history = dailyHistory({ vintages: 40, snapshot: 30 });
  await using server = standIn([history], clock);
  await fetchFrom(t, server, "DAILY", { clock });
  const kinds = (await t.database.db.execute(sql`
    select vintage_kind as kind, count(distinct release_time)::int as releases from macro_series
    group by 1 order by 1`)).rows;
  assert.deepEqual(kinds.map(({ kind }) => kind), ["native", "pseudo"]);
  assert.equal(kinds[1]?.["releases"], 1);
  const first = await firstRelease(t.database, {
    series: { source: "ALFRED", code: "DAILY" },
    at: clock.now,
  });
  const old = Object.keys(history.vintages[0]?.observations ?? {});
  assert.ok(first.length > 0);
  assert.deepEqual(
    first.filter(({ observationDate }) => old.includes(observationDate))
      .filter(({ releaseTime }) =>
        releaseTime.toISOString().startsWith(history.vintages[0]?.vintageDate ?? "")
      ),
    [],
  );
});

readingTest(
  "fred: what a vintage date gets after a fetch on that day is known later",
  async (t) => {
    const morning = {
      vintageDate: "2024-03-01",
      observations: { "2024-01-01": "1", "2024-02-01": "2" },
    };
    const evening = { ...morning, observations: { "2024-01-01": "1", "2024-02-01": "2.5" } };
    const history = (vintage: typeof morning, lastUpdated: string): FredHistory => ({
      seriesId: "RANDOM",
      title: "Twice a Day",
      units: "Index",
      frequency: "Monthly",
      seasonalAdjustment: "Not Seasonally Adjusted",
      releaseId: 50,
      releaseName: "Employment Situation",
      lastUpdated,
      vintages: [{ vintageDate: "2024-02-01", observations: { "2024-01-01": "0" } }, vintage],
    });
    const clock: Clock = { now: new Date("2024-03-01T15:00:00Z") };
    {
      await using server = standIn([history(morning, "2024-03-01 08:45:00-06")], clock);
      await fetchFrom(t, server, "RANDOM", { clock });
    }
    clock.now = new Date("2024-03-05T15:00:00Z");
    {
      await using server = standIn([history(evening, "2024-03-01 19:45:00-06")], clock);
      await fetchFrom(t, server, "RANDOM", { clock });
    }
    assert.deepEqual(await readAt(t, "RANDOM", new Date("2024-03-01T13:30:00Z")), [
      "2024-01-01 1",
      "2024-02-01 2",
    ]);
    assert.deepEqual(await readAt(t, "RANDOM", new Date("2024-03-02T05:59:59Z")), [
      "2024-01-01 1",
      "2024-02-01 2",
    ]);
    assert.deepEqual(await readAt(t, "RANDOM", new Date("2024-03-02T06:00:00Z")), [
      "2024-01-01 1",
      "2024-02-01 2.5",
    ]);
  },
);

readingTest("fred: a series without an archive is observed, since the fetch", async (t) => {
  const clock: Clock = { now: new Date("2024-06-01T15:00:00Z") };
  const [gdp] = await realVintages();
  assert.ok(gdp);
  await using server = standIn([{ ...gdp, isArchived: false }], clock);
  await fetchFrom(t, server, "GDPC1", { clock });
  assert.deepEqual(await readAt(t, "GDPC1", new Date(clock.now.getTime() - 1)), []);
  assert.deepEqual(await readAt(t, "GDPC1", clock.now), saidOn(gdp, "2024-06-01"));
  clock.now = new Date("2024-10-01T15:00:00Z");
  await fetchFrom(t, server, "GDPC1", { clock });
  assert.deepEqual(await readAt(t, "GDPC1", clock.now), saidOn(gdp, "2024-10-01"));
  const kinds =
    (await t.database.db.execute(sql`select distinct vintage_kind from macro_series`)).rows;
  assert.deepEqual(kinds, [{ "vintage_kind": "observed" }]);
});

readingTest("fred: since a day, the vintage that was valid then is the base", async (t) => {
  const clock = later();
  const [gdp] = await realVintages();
  assert.ok(gdp);
  await using server = standIn([gdp], clock);
  const source = fred({ key: fredKey, baseUrl: `${server.url}/fred` });
  const options = { clock: () => clock.now, limiter: noLimit, since: "2024-11-15" };
  await fetchSeries(t.database, source, "GDPC1", options);
  const at = new Date("2024-11-20T00:00:00Z");
  assert.deepEqual(await readAt(t, "GDPC1", at), saidOn(gdp, "2024-11-19"));
  assert.deepEqual(await readAt(t, "GDPC1", new Date("2024-10-01T00:00:00Z")), []);
});

readingTest("fred: an hour that is set for a series dates its vintages", async (t) => {
  const clock = later();
  const [gdp] = await realVintages();
  assert.ok(gdp);
  await using server = standIn([gdp], clock);
  const source = fred({ key: fredKey, baseUrl: `${server.url}/fred` });
  const settings = { releaseHour: "10:00", releaseZone: "America/Chicago" };
  await fetchSeries(t.database, source, "GDPC1", {
    clock: () => clock.now,
    limiter: noLimit,
    settings,
  });
  await compare(t, gdp, (day) => zonedInstant(day, { time: "10:00", zone: "America/Chicago" }));
});
