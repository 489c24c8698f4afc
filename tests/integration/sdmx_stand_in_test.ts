import assert from "node:assert/strict";
import fc from "fast-check";
import { anyHistory } from "../support/fred/mod.ts";
import {
  knownAt,
  realSdmxSeries,
  type SdmxPublisher,
  type SdmxSeries,
  sdmxStandIn,
  seriesOfHistory,
} from "../support/sdmx/mod.ts";
import type { StandIn } from "../support/stand_in/mod.ts";

const now = () => new Date("2026-06-15T12:00:00Z");

async function ask(
  { url }: StandIn,
  path: string,
  headers: Record<string, string> = {},
): Promise<{ readonly status: number; readonly lines: readonly string[] }> {
  const response = await fetch(url + path, { headers });
  return { status: response.status, lines: (await response.text()).split(/\r?\n/).slice(0, -1) };
}

/** A quarterly series with every kind of change. */
const gdp: SdmxSeries = {
  flow: "RTD",
  dimensions: { FREQ: "Q", REF_AREA: "S0" },
  title: "Gross domestic product, euro area",
  unit: "EUR",
  vintages: [
    { at: "2015-06-02T13:30:00Z", observations: { "2014-Q4": "8", "2015-Q1": "10.5" } },
    { at: "2015-07-15T13:30:00Z", observations: { "2015-Q1": "10.7", "2015-Q2": "" } },
    {
      at: "2016-01-20T14:30:00Z",
      observations: { "2014-Q4": null, "2015-Q2": "11" },
      status: { "2015-Q2": "p" },
    },
    { at: "2026-07-01T00:00:00Z", observations: { "2015-Q3": "12" } },
  ],
};

const path = "/service/data/RTD/Q.S0?format=csvdata&detail=dataonly";

Deno.test("the ECB's stand-in gives the newest values, and their history when asked", async () => {
  await using server = sdmxStandIn("ecb", [gdp], { now });
  assert.deepEqual((await ask(server, path)).lines, [
    "KEY,FREQ,REF_AREA,TIME_PERIOD,OBS_VALUE",
    "RTD.Q.S0,Q,S0,2015-Q1,10.7",
    "RTD.Q.S0,Q,S0,2015-Q2,11",
  ]);
  assert.deepEqual((await ask(server, `${path}&includeHistory=true`)).lines, [
    "KEY,FREQ,REF_AREA,TIME_PERIOD,OBS_VALUE,ACTION,VALID_FROM,VALID_TO",
    "RTD.Q.S0,Q,S0,2014-Q4,8,Replace,2015-06-02T15:30:00.000+02:00,",
    "RTD.Q.S0,Q,S0,2015-Q1,10.5,Replace,2015-06-02T15:30:00.000+02:00,",
    "RTD.Q.S0,Q,S0,2015-Q1,10.7,Replace,2015-07-15T15:30:00.000+02:00,",
    "RTD.Q.S0,Q,S0,2015-Q2,,Replace,2015-07-15T15:30:00.000+02:00,",
    "RTD.Q.S0,Q,S0,2015-Q2,11,Replace,2016-01-20T15:30:00.000+01:00,",
    "RTD.Q.S0,Q,S0,2014-Q4,,Delete,,2016-01-20T15:30:00.000+01:00",
  ]);
  const wildcard = await ask(server, "/service/data/RTD/Q.?format=csvdata&includeHistory=true");
  assert.deepEqual(wildcard.lines.filter((line) => line.includes("Delete")), []);
  assert.equal(
    (await ask(server, "/service/data/RTD/Q.S0?format=csvdata")).lines[2],
    'RTD.Q.S0,Q,S0,2015-Q2,11,p,F,,,2,"Gross domestic product, euro area",EUR',
  );
});

Deno.test("the ECB's stand-in takes periods and instants, and says when nothing changed", async () => {
  await using server = sdmxStandIn("ecb", [gdp], { now });
  const periods = async (more: string) => {
    const { status, lines } = await ask(server, path + more);
    return status === 200 ? lines.slice(1).map((line) => line.split(",")[3]) : status;
  };
  assert.deepEqual(await periods("&startPeriod=2015-05"), ["2015-Q2"]);
  assert.deepEqual(await periods("&endPeriod=2015-Q1"), ["2015-Q1"]);
  assert.deepEqual(await periods("&startPeriod=2014&endPeriod=2015"), ["2015-Q1", "2015-Q2"]);
  assert.equal(await periods("&startPeriod=2016"), 404);
  const after = (at: string) => periods(`&updatedAfter=${encodeURIComponent(at)}`);
  assert.deepEqual(await after("2015-07-15T15:30:00+02:00"), ["2015-Q2"]);
  assert.equal(await after("2016-01-20T15:30:00+01:00"), 404);
  // The plus sign of an offset must be percent-encoded.
  assert.equal(await periods("&updatedAfter=2016-01-20T15:30:00+01:00"), 400);
  assert.deepEqual(await periods("&asOf=2015-07-01T00:00:00Z"), ["2015-Q1", "2015-Q2"]);
  assert.equal((await ask(server, "/service/data/RTD/Q.XX?format=csvdata")).status, 404);
  const since = (date: string) => ask(server, path, { "if-modified-since": date });
  assert.equal((await since("Wed, 20 Jan 2016 14:30:00 GMT")).status, 304);
  assert.equal((await since("Wed, 20 Jan 2016 14:29:59 GMT")).status, 200);
});

Deno.test("each SDMX service has a table of its own", async (t) => {
  const monthly = (flow: string, status: string): SdmxSeries => ({
    flow,
    dimensions: { FREQ: "M", REF_AREA: "DE" },
    title: "A title, with a comma",
    unit: "PT",
    vintages: [{
      at: "2026-05-22T09:00:00Z",
      observations: { "2026-03": "7.5", "2026-04": "" },
      status: { "2026-03": status },
    }],
  });
  const csv = { accept: "application/vnd.sdmx.data+csv" };
  const cases: readonly (readonly [SdmxPublisher, SdmxSeries, string, readonly string[]])[] = [
    [
      "eurostat",
      monthly("UNE_RT_M", "p"),
      "/eurostat/api/dissemination/sdmx/2.1/data/une_rt_m/M.DE?format=SDMX-CSV",
      [
        "DATAFLOW,LAST UPDATE,freq,ref_area,TIME_PERIOD,OBS_VALUE,OBS_FLAG,CONF_STATUS",
        "ESTAT:UNE_RT_M(1.0),22/05/26 11:00:00,M,DE,2026-03,7.5,p,",
        "ESTAT:UNE_RT_M(1.0),22/05/26 11:00:00,M,DE,2026-04,,,",
      ],
    ],
    [
      "oecd",
      { ...monthly("DSD_LFS@DF_UNE", ""), agency: "OECD.SDD.TPS" },
      "/public/rest/data/OECD.SDD.TPS,DSD_LFS@DF_UNE,1.0/M.DE?format=csvfile",
      [
        "STRUCTURE,STRUCTURE_ID,ACTION,FREQ,REF_AREA,TIME_PERIOD,OBS_VALUE,OBS_STATUS,UNIT_MEASURE,DECIMALS",
        "DATAFLOW,OECD.SDD.TPS:DSD_LFS@DF_UNE(1.0),I,M,DE,2026-04,NaN,A,PT,2",
        "DATAFLOW,OECD.SDD.TPS:DSD_LFS@DF_UNE(1.0),I,M,DE,2026-03,7.5,A,PT,2",
      ],
    ],
    ["bis", monthly("WS_CBPOL", ""), "/api/v2/data/dataflow/BIS/WS_CBPOL/1.0/M.DE?format=csv", [
      "FREQ,REF_AREA,UNIT_MEASURE,UNIT_MULT,DECIMALS,TITLE,TIME_PERIOD,OBS_VALUE,OBS_STATUS,OBS_CONF,OBS_PRE_BREAK",
      'M,DE,PT,0,2,"A title, with a comma",2026-03,7.5,A,F,',
      'M,DE,PT,0,2,"A title, with a comma",2026-04,NaN,M,F,',
    ]],
    ["bis", monthly("WS_CBPOL", ""), "/api/v1/data/WS_CBPOL/M.DE/all?format=csv&detail=dataonly", [
      "FREQ,REF_AREA,TIME_PERIOD,OBS_VALUE",
      "M,DE,2026-03,7.5",
      "M,DE,2026-04,NaN",
    ]],
    ["imf", monthly("CPI", ""), "/external/sdmx/2.1/data/IMF.STA,CPI,5.0.0/M.DE?detail=dataonly", [
      "DATAFLOW,FREQ,REF_AREA,TIME_PERIOD,OBS_VALUE",
      "IMF.STA:CPI(1.0),M,DE,2026-M03,7.5",
      "IMF.STA:CPI(1.0),M,DE,2026-M04,",
    ]],
    [
      "imf",
      monthly("CPI", ""),
      "/external/sdmx/3.0/data/dataflow/IMF.STA/CPI/5.0.0/M.DE?c[TIME_PERIOD]=ge:2026-04",
      [
        "STRUCTURE,STRUCTURE_ID,ACTION,FREQ,REF_AREA,TIME_PERIOD,OBS_VALUE,SCALE,STATUS",
        "dataflow,IMF.STA:CPI(1.0),R,M,DE,2026-M04,,0,",
      ],
    ],
    // A wrong code is no error to the IMF.
    ["imf", monthly("CPI", ""), "/external/sdmx/2.1/data/IMF.STA,CPI,5.0.0/M.XX?detail=dataonly", [
      "DATAFLOW,TIME_PERIOD,OBS_VALUE",
      "IMF.STA:CPI(1.0),,",
    ]],
  ];
  for (const [name, series, address, lines] of cases) {
    await t.step(`${name} ${address}`, async () => {
      await using server = sdmxStandIn(name, [series], { now });
      assert.deepEqual(await ask(server, address, csv), { status: 200, lines });
    });
  }
});

Deno.test("SDMX stand-ins filter by every label of a period, and by wildcards and lists", async () => {
  const of = (freq: string, periods: readonly string[]): SdmxSeries => ({
    ...gdp,
    dimensions: { FREQ: freq, REF_AREA: "S0" },
    vintages: [{
      at: "2025-01-02T00:00:00Z",
      observations: Object.fromEntries(periods.map((one) => [one, "1"])),
    }],
  });
  const series = [
    of("A", ["2023", "2024"]),
    of("H", ["2023-S2", "2024-S1"]),
    of("W", ["2023-W52", "2024-W01", "2024-W53"]),
    of("D", ["2023-12-31", "2024-01-01"]),
  ];
  await using server = sdmxStandIn("ecb", series, { now });
  const found = async (key: string) => {
    const address =
      `/service/data/RTD/${key}?format=csvdata&detail=dataonly&startPeriod=2024-01-01`;
    return (await ask(server, address)).lines.slice(1).map((line) => line.split(",")[3]);
  };
  assert.deepEqual(await found("A+H.S0"), ["2024", "2024-S1"]);
  assert.deepEqual(await found(".S0"), ["2024", "2024-S1", "2024-W01", "2024-W53", "2024-01-01"]);
});

Deno.test("the ECB's history says of every instant what a plain reading says", async () => {
  await fc.assert(
    fc.asyncProperty(anyHistory, async (history) => {
      const series = seriesOfHistory(history, gdp);
      await using server = sdmxStandIn("ecb", [series], { now });
      const { lines } = await ask(server, `${path}&includeHistory=true`);
      const log = lines.slice(1).map((line) => line.split(","))
        .map(([, , , period = "", value = "", , from, to]) => ({
          period,
          known: from === "" ? undefined : value === "" ? null : Number(value),
          at: Date.parse(from || (to ?? "")),
        })).sort((a, b) => a.at - b.at);
      for (const { at } of series.vintages.filter((one) => Date.parse(one.at) < now().getTime())) {
        const known = new Map<string, number | null>();
        for (const change of log.filter((one) => one.at <= Date.parse(at))) {
          if (change.known === undefined) known.delete(change.period);
          else known.set(change.period, change.known);
        }
        assert.deepEqual(new Map([...known].sort()), knownAt(series, at));
      }
    }),
    { numRuns: 30 },
  );
});

Deno.test("real vintages stand in the ECB's form", async () => {
  const series = await realSdmxSeries();
  await using server = sdmxStandIn("ecb", [series], { now });
  const { lines } = await ask(
    server,
    "/service/data/RTD/Q.US.S.GDPC1.X?format=csvdata&detail=dataonly&includeHistory=true",
  );
  assert.equal(lines.length, 18);
  assert.equal(
    lines[1],
    "RTD.Q.US.S.GDPC1.X,Q,US,S,GDPC1,X,2024-Q1,22768.866,Replace,2024-04-25T15:30:00.000+02:00,",
  );
});
