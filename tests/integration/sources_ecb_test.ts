import assert from "node:assert/strict";
import fc from "fast-check";
import { asOf, firstRelease } from "../../src/point_in_time/mod.ts";
import { seriesMetadata } from "../../src/schema/mod.ts";
import { createTestDatabase } from "../../src/testing/mod.ts";
import { anyHistory, dailyHistory, type FredHistory } from "../support/fred/mod.ts";
import {
  knownAt as saidAt,
  realSdmxSeries,
  type SdmxSeries,
  sdmxStandIn,
  seriesOfHistory,
} from "../support/sdmx/mod.ts";
import {
  fetchNow,
  type FetchTarget,
  fetchTest,
  knownAt,
  serverFetchTest,
} from "./fetch_support.ts";
import { june, sourceOf } from "./sdmx_support.ts";

const ecbCode = "RTD/Q.US.S.GDPC1.X";
const gdp = { source: "ECB", code: ecbCode };

/** What a series said at an instant, by the first day of each quarter or month. */
function said(series: SdmxSeries, at: string): Record<string, number | null> {
  return Object.fromEntries(
    [...saidAt(series, at)].map(([period, value]) => [
      period.includes("Q")
        ? `${period.slice(0, 4)}-${String(Number(period.slice(6)) * 3 - 2).padStart(2, "0")}-01`
        : `${period}-01`,
      value,
    ]),
  );
}

fetchTest(
  "ecb: the real vintages are known at the instants at which the ECB dates them",
  async (db) => {
    const series = await realSdmxSeries();
    let now = new Date("2024-08-01T12:00:00Z");
    await using server = sdmxStandIn("ecb", [series], { now: () => now });
    const source = sourceOf("ecb", server);
    const first = await fetchNow(db, source, ecbCode, { clock: () => now });
    assert.deepEqual([first.isNew, first.notes], [true, []]);
    now = june;
    await fetchNow(db, source, ecbCode, { clock: () => now });
    const again = await fetchNow(db, source, ecbCode, { clock: () => now });
    assert.deepEqual([again.requests, again.inserted], [1, 0]);
    for (const { at } of series.vintages) {
      assert.deepEqual(await knownAt(db, gdp, new Date(at)), said(series, at));
      const before = new Date(Date.parse(at) - 1);
      assert.deepEqual(await knownAt(db, gdp, before), said(series, before.toISOString()));
    }
    const rows = await asOf(db, { series: gdp, at: june, withKind: true });
    assert.deepEqual(new Set(rows.map(({ vintageKind }) => vintageKind)), new Set(["native"]));
    const [described] = await db.db.select().from(seriesMetadata);
    assert.deepEqual([described?.name, described?.unit, described?.frequency, described?.country], [
      "United States, Real Gross Domestic Product",
      "USD",
      "quarterly",
      "US",
    ]);
  },
);

Deno.test("ecb: any revision history reads as it was, in one fetch or many, with kills between", async () => {
  await using db = await createTestDatabase();
  let count = 0;
  await fc.assert(
    fc.asyncProperty(
      anyHistory,
      fc.array(
        fc.record({ part: fc.double({ min: 0, max: 1, noNaN: true }), kill: fc.boolean() }),
        { maxLength: 4 },
      ),
      async (history, fetches) => {
        await checkHistory(db, { history, flow: `RANDOM${++count}`, fetches });
      },
    ),
    { numRuns: 40 },
  );
});

async function checkHistory(
  db: FetchTarget,
  { history, flow, fetches }: {
    readonly history: FredHistory;
    readonly flow: string;
    readonly fetches: readonly { readonly part: number; readonly kill: boolean }[];
  },
): Promise<void> {
  const series = seriesOfHistory(history, {
    flow,
    dimensions: { FREQ: "M", REF_AREA: "U2" },
    title: "x",
    unit: "x",
  });
  const instants = series.vintages.map(({ at }) => Date.parse(at));
  const [begin = 0, end = 0] = [instants[0], instants.at(-1)];
  let now = new Date(end);
  await using server = sdmxStandIn("ecb", [series], { now: () => now });
  const source = sourceOf("ecb", server);
  const code = `${flow}/M.U2`;
  for (const { part, kill } of fetches.toSorted((a, b) => a.part - b.part)) {
    now = new Date(Math.floor(begin + part * (end - begin)));
    const killer = new AbortController();
    let steps = 0;
    const onProgress = () => {
      if (kill && ++steps === 2) killer.abort(new Error("killed"));
    };
    const fetching = fetchNow(db, source, code, {
      clock: () => now,
      signal: killer.signal,
      onProgress,
    });
    // A kill comes too late for a fetch with nothing to store; nothing may be published yet.
    await fetching.catch((error) => assert.match(String(error), /killed|has no series/));
  }
  now = new Date(end);
  const isThere = saidAt(series, now.toISOString()).size > 0;
  if (!isThere) return;
  await fetchNow(db, source, code, { clock: () => now });
  const of = { source: "ECB", code };
  for (const { at } of series.vintages) {
    // A deleted observation is null here: that there is none is known of it.
    const known = Object.entries(await knownAt(db, of, new Date(at)));
    const plain = said(series, at);
    assert.deepEqual(
      Object.fromEntries(known.filter(([day, value]) => value !== null || day in plain)),
      plain,
    );
  }
}

serverFetchTest(
  "ecb: the first release of an archive is pseudo, and deleted observations are null",
  async (db) => {
    const series: SdmxSeries = {
      flow: "RTD",
      dimensions: { FREQ: "Q", REF_AREA: "U2" },
      title: "x",
      unit: "EUR",
      vintages: [
        { at: "2015-06-02T13:30:00Z", observations: { "2014-Q4": "8", "2015-Q1": "10.5" } },
        { at: "2015-07-15T13:30:00Z", observations: { "2015-Q1": "10.7", "2015-Q2": "" } },
        { at: "2016-01-20T14:30:00Z", observations: { "2014-Q4": null, "2015-Q2": "11" } },
      ],
    };
    await using server = sdmxStandIn("ecb", [series], { now: () => june });
    const { notes } = await fetchNow(db, sourceOf("ecb", server), "RTD/Q.U2", {
      clock: () => june,
      settings: { assumeLag: "P1D" },
    });
    assert.deepEqual(notes, ["assumeLag changes nothing: ECB dates its versions itself"]);
    const of = { source: "ECB", code: "RTD/Q.U2" };
    const at = (text: string) => asOf(db, { series: of, at: text, withKind: true });
    assert.deepEqual((await at("2015-06-02T13:30:00Z")).map((row) => row.vintageKind), [
      "pseudo",
      "pseudo",
    ]);
    assert.deepEqual(
      (await at("2016-01-20T14:30:00Z")).map((
        row,
      ) => [row.observationDate, row.value, row.vintageKind]),
      [["2014-10-01", null, "native"], ["2015-01-01", 10.7, "native"], [
        "2015-04-01",
        11,
        "native",
      ]],
    );
    const first = await firstRelease(db, { series: of, at: june, kinds: ["native"] });
    assert.deepEqual(first.map(({ observationDate }) => observationDate), ["2015-04-01"]);
  },
);

serverFetchTest(
  "ecb: a long history comes in pages, and goes on after a kill between them",
  async (db) => {
    const series = seriesOfHistory(dailyHistory({ vintages: 6_000 }), {
      flow: "FM",
      dimensions: { FREQ: "D", REF_AREA: "U2" },
      title: "x",
      unit: "PC",
    }, (date) => date);
    const now = new Date(series.vintages.at(-1)?.at ?? "");
    await using server = sdmxStandIn("ecb", [series], { now: () => now });
    const source = sourceOf("ecb", server);
    const killer = new AbortController();
    let stored = 0;
    await assert.rejects(
      fetchNow(db, source, "FM/D.U2", {
        clock: () => now,
        signal: killer.signal,
        onProgress: ({ inserted }) => {
          stored = inserted;
          if (inserted > 0) killer.abort(new Error("killed"));
        },
      }),
      /killed/,
    );
    const rest = await fetchNow(db, source, "FM/D.U2", { clock: () => now });
    // The pages that were stored before the kill are not given again.
    assert.ok(stored >= 5_000 && rest.given < stored + rest.inserted, `${stored}, ${rest.given}`);
    assert.equal((await fetchNow(db, source, "FM/D.U2", { clock: () => now })).inserted, 0);
    for (let index = 0; index < series.vintages.length; index += 1_499) {
      const at = series.vintages[index]?.at ?? "";
      assert.deepEqual(
        await knownAt(db, { source: "ECB", code: "FM/D.U2" }, new Date(at)),
        Object.fromEntries(saidAt(series, at)),
      );
    }
  },
);
