import assert from "node:assert/strict";
import fc from "fast-check";
import { asOf, firstRelease } from "../../src/point_in_time/mod.ts";
import { macroSeries, seriesMetadata } from "../../src/schema/mod.ts";
import { sdmx, type SdmxPreset } from "../../src/sources/mod.ts";
import { createTestDatabase } from "../../src/testing/mod.ts";
import { anyHistory, type FredHistory } from "../support/fred/mod.ts";
import {
  knownAt as saidAt,
  realSdmxSeries,
  type SdmxSeries,
  sdmxStandIn,
  seriesOfHistory,
} from "../support/sdmx/mod.ts";
import type { StandIn } from "../support/stand_in/mod.ts";
import {
  fetchNow,
  type FetchTarget,
  fetchTest,
  knownAt,
  serverFetchTest,
  sourceErrorOf,
} from "./fetch_support.ts";

const roots: Readonly<Record<SdmxPreset, string>> = {
  ecb: "/service",
  eurostat: "/eurostat/api/dissemination/sdmx/2.1",
  oecd: "/public/rest",
  bis: "/api/v1",
  imf: "/external/sdmx/2.1",
};
const sourceOf = (name: SdmxPreset, { url }: StandIn) =>
  sdmx(name, { baseUrl: `${url}${roots[name]}` });
const june = new Date("2026-06-15T12:00:00Z");
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
    await fetchNow(db, sourceOf("ecb", server), "RTD/Q.U2", { clock: () => june });
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

const monthly = (flow: string, more: Partial<SdmxSeries> = {}): SdmxSeries => ({
  flow,
  dimensions: { FREQ: "M", REF_AREA: "DE" },
  title: "A title, with a comma",
  unit: "PT",
  vintages: [
    {
      at: "2026-04-22T09:00:00Z",
      observations: { "2026-02": "7.2", "2026-03": "7.5" },
      status: { "2026-03": "p" },
    },
    { at: "2026-06-22T09:00:00Z", observations: { "2026-03": "7.4", "2026-04": "" } },
  ],
  ...more,
});

const services: readonly (readonly [SdmxPreset, SdmxSeries, string])[] = [
  ["eurostat", monthly("UNE_RT_M"), "une_rt_m/M.DE"],
  [
    "oecd",
    monthly("DSD_LFS@DF_UNE", { agency: "OECD.SDD.TPS" }),
    "OECD.SDD.TPS,DSD_LFS@DF_UNE,1.0/M.DE",
  ],
  ["bis", monthly("WS_CBPOL"), "WS_CBPOL/M.DE"],
  ["imf", monthly("CPI", { agency: "IMF.STA" }), "IMF.STA,CPI,5.0.0/M.DE"],
];

for (const [name, series, code] of services) {
  serverFetchTest(
    `${name}: values are observed, history is dated by a stated lag, a re-run adds nothing`,
    async (db) => {
      let now = june;
      await using server = sdmxStandIn(name, [series], { now: () => now });
      const source = sourceOf(name, server);
      const options = { clock: () => now, settings: { assumeLag: "20 days" } };
      const first = await fetchNow(db, source, code, options);
      assert.deepEqual([first.inserted, first.notes], [2, []]);
      assert.equal((await fetchNow(db, source, code, { clock: () => now })).inserted, 0);
      now = new Date("2026-06-30T12:00:00Z");
      assert.equal((await fetchNow(db, source, code, { clock: () => now })).inserted, 2);
      const rows = await asOf(db, {
        series: { source: source.title, code },
        at: now,
        withKind: true,
      });
      assert.deepEqual(rows.map((row) => [row.observationDate, row.value, row.vintageKind]), [
        ["2026-02-01", 7.2, "assumed"],
        ["2026-03-01", 7.4, "observed"],
        ["2026-04-01", null, "observed"],
      ]);
      const before = await asOf(db, { series: { source: source.title, code }, at: june });
      assert.deepEqual(before.map(({ value }) => value), [7.2, 7.5]);
      const [described] = await db.db.select().from(seriesMetadata);
      assert.deepEqual([described?.frequency, described?.country], ["monthly", "DE"]);
    },
  );
}

serverFetchTest(
  "sdmx: without a lag, history counts as known from the fetch on, and the caller is told",
  async (db) => {
    await using server = sdmxStandIn("bis", [monthly("WS_CBPOL")], { now: () => june });
    const { notes } = await fetchNow(db, sourceOf("bis", server), "WS_CBPOL/M.DE", {
      clock: () => june,
    });
    assert.match(notes.join(), /^BIS does not say when values were published/);
  },
);

serverFetchTest("sdmx: every label of a period is read as its first day", async (db) => {
  const labels = {
    A: ["2023", "2023-01-01"],
    H: ["2023-S2", "2023-07-01"],
    Q: ["2024-Q4", "2024-10-01"],
    W: ["2024-W01", "2024-01-01"],
    D: ["2024-02-29", "2024-02-29"],
  };
  const all = Object.entries(labels).map(([freq, [label = ""]]) =>
    monthly("RTD", {
      dimensions: { FREQ: freq, REF_AREA: "DE" },
      vintages: [{ at: "2025-01-02T00:00:00Z", observations: { [label]: "1" } }],
    })
  );
  await using server = sdmxStandIn("ecb", all, { now: () => june });
  for (const [freq, [, day = ""]] of Object.entries(labels)) {
    const code = `RTD/${freq}.DE`;
    await fetchNow(db, sourceOf("ecb", server), code, { clock: () => june });
    assert.deepEqual(await knownAt(db, { source: "ECB", code }, june), { [day]: 1 });
  }
});

serverFetchTest("sdmx: what goes wrong is said in words, and nothing is stored", async (db) => {
  const series = [monthly("RTD"), monthly("RTD", { dimensions: { FREQ: "M", REF_AREA: "FR" } })];
  await using server = sdmxStandIn("ecb", series);
  const source = sourceOf("ecb", server);
  const failing = async (code = "RTD/M.DE") => await sourceErrorOf(fetchNow(db, source, code));
  const unknown = await failing("RTD/M.XX");
  assert.deepEqual([unknown.code, unknown.message], [
    "unknown_series",
    'Cannot fetch "ecb/RTD/M.XX": ECB has no series of the flow "RTD" with the key "M.XX", look it ' +
    "up on https://data.ecb.europa.eu",
  ]);
  for (const code of ["RTD", "RTD/", "RTD/M.", "RTD/M..DE", "R?D/M.DE"]) {
    assert.match((await failing(code)).message, /it is no code of one series, write FLOW\/KEY/);
  }
  const cases: readonly (readonly [(body: string) => string, RegExp])[] = [
    [(body) => body.replace("VALID_FROM", "SINCE"), /\("" in VALID_FROM is no instant\)/],
    [
      (body) => body.replace("OBS_VALUE", "VALUE"),
      /\(it has no column OBS_VALUE\), look for a newer/,
    ],
    [(body) => body.replace("2026-02,", "2026-X2,"), /\(its period "2026-X2" is not known\)/],
    [(body) => body.replace("2026-02,", "2026-02-30,"), /\(its period "2026-02-30" is not known\)/],
    [(body) => body.replace("7.2", "1e400"), /cannot be stored \(value: .*1e400/],
    [
      (body) => body.replace(",M,DE,", ",M,FR,"),
      /several series, which differ in REF_AREA, name one/,
    ],
    [(body) => body.slice(0, body.length - 60), /CSV is cut off or has another form/],
    [() => "<!DOCTYPE html><html></html>", /answered 200 with an HTML page, try again later/],
  ];
  for (const [change, expected] of cases) {
    server.failWhen(() => ({ kind: "body", change }));
    assert.match((await failing()).message, expected);
  }
  assert.deepEqual(await db.db.select().from(macroSeries), []);
  server.failWhen(null);
  server.failNext({ kind: "cut" }, { kind: "status", status: 503 });
  assert.equal((await fetchNow(db, source, "RTD/M.DE")).inserted, 4);
});
