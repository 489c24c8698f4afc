import assert from "node:assert/strict";
import { asOf } from "../../src/point_in_time/mod.ts";
import { macroSeries, seriesMetadata } from "../../src/schema/mod.ts";
import type { SdmxPreset } from "../../src/sources/mod.ts";
import { type SdmxSeries, sdmxStandIn } from "../support/sdmx/mod.ts";
import { fetchNow, knownAt, serverFetchTest, sourceErrorOf } from "./fetch_support.ts";
import { june, sourceOf } from "./sdmx_support.ts";

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
    [(body) => body.slice(0, body.length - 60), /answered 200 with CSV that is cut off or has/],
    [() => "<!DOCTYPE html><html></html>", /answered 200 with an HTML page, try again later/],
  ];
  for (const [change, expected] of cases) {
    server.failWhen(() => ({ kind: "body", change }));
    assert.match((await failing()).message, expected);
  }
  assert.deepEqual(await db.db.select().from(macroSeries), []);
  server.failWhen(null);
  server.failNext({ kind: "cut" }, { kind: "truncated" }, { kind: "status", status: 503 });
  assert.equal((await fetchNow(db, source, "RTD/M.DE")).inserted, 4);
});
