// deno-lint-ignore-file camelcase -- tables and columns by their SQL names
import assert from "node:assert/strict";
import { customType, pgTable } from "drizzle-orm/pg-core";
import type { z } from "zod";
import * as schema from "../../../src/schema/mod.ts";

const candle = {
  exchange: "coinbase",
  symbol: "BTC-USD",
  timeframe: "1m",
  time: "2018-04-04T00:00:00Z",
  open: 1,
  high: 2,
  low: 0.5,
  close: 1,
  volume: 0,
};
const bar = {
  instrumentId: 1,
  frequency: "daily",
  timestamp: "2024-01-02T00:00:00Z",
  close: -37.63,
};
const macro = {
  seriesId: 1,
  observationDate: "2024-01-01",
  releaseTime: "2024-04-25T08:30:00-04:00",
};
const point = { curveId: "A", curveDate: "2024-01-01", tenorDays: 30, rate: -0.5 };
const vol = {
  instrumentId: 1,
  surfaceDate: "2024-01-02",
  tenorDays: 30,
  delta: "0.25",
  callPut: "P",
  impliedVol: 0.2,
};
const signal = { signalType: "carry", signalDate: "2024-01-02" };
const series = {
  sourceId: 1,
  seriesCode: "GDPC1",
  name: "GDP",
  frequency: "quarterly",
  country: "US",
  unit: "dollars",
  releaseTimezone: "America/New_York",
};
const range = {
  exchange: "kraken",
  symbol: "XBT/USD",
  timeframe: "1h",
  rangeStart: "2024-01-01T00:00:00Z",
  rangeEnd: "2024-02-01T00:00:00Z",
};
const flow = { ...macro, flowType: "fx_commercial" };
const fiscal = { ...macro, fiscalMetric: "gross_debt" };
const instrument = {
  ticker: "PETR4",
  name: "Petrobras",
  assetClass: "equity",
  country: "BR",
  currency: "BRL",
};

type Case = [
  schema: z.ZodType,
  good: Record<string, unknown>,
  bad: Record<string, [unknown, RegExp?][]>,
];

/**
 * For each table, a row that is accepted and, for each field, refused values with their messages.
 */
const cases: Record<string, Case> = {
  ohlcv: [schema.ohlcvInsertSchema, candle, {
    exchange: [["nowhere", /"nowhere", expected one of binance/], [undefined, /missing/], [null]],
    symbol: [["", /not empty/], [5], ["a\0b", /NUL/]],
    timeframe: [["1x"], ["1min"]],
    time: [["2018-04-04T00:00:00", /its zone/], ["2018-04-04"], [new Date(NaN), /invalid Date/], [
      0,
    ], [
      new Date(1_735_689_600_000_000),
      /microseconds taken for milliseconds, 2025-01-01T00:00:00/,
    ], [
      new Date(1_735_689_601),
      /seconds taken for milliseconds, 2025-01-01T00:00:01/,
    ]],
    open: [[NaN, /got NaN, expected a finite number/], [Infinity], [-Infinity], ["one"], [null], [
      "9007199254740993",
      /that a double holds/,
    ]],
    high: [[0.4, /not below low, 0.5/]],
    volume: [[-1, /not below 0/], [undefined]],
  }],
  market_data: [schema.marketDataInsertSchema, bar, {
    close: [[null], [NaN], [undefined]],
    adjustedClose: [[Infinity]],
    volume: [[-0.1]],
    instrumentId: [[1.5, /whole number/], [2 ** 31], ["1.5"]],
    frequency: [["fortnightly"]],
  }],
  macro_series: [schema.macroSeriesInsertSchema, macro, {
    value: [[NaN], [Infinity], ["."]],
    observationDate: [["2024-02-30", /a day/], ["2024-01-01T00:00:00Z"], ["01/02/2024"], [
      new Date(),
    ]],
    releaseTime: [["2024-04-25 08:30"], ["2024-04-25T08:30:00"], [null], [undefined]],
    revisionNumber: [[-1], [40_000], [0.5]],
    ingestedAt: [["2024-04-25T08:30:00"]],
  }],
  curves: [schema.curvesInsertSchema, point, {
    rate: [[null], [NaN]],
    tenorDays: [[-1], [0.5]],
    curveType: [["sideways", /one of par/]],
  }],
  flow_data: [schema.flowDataInsertSchema, flow, {
    flowType: [["lava"], [undefined]],
    value: [[NaN]],
    releaseTime: [["2024-04-25T08:30:00"]],
  }],
  fiscal_data: [schema.fiscalDataInsertSchema, fiscal, {
    fiscalMetric: [["luck"], [undefined]],
    value: [[Infinity]],
    releaseTime: [[undefined]],
  }],
  vol_surfaces: [schema.volSurfacesInsertSchema, vol, {
    delta: [["NaN", /decimal number/], ["1e-1"], ["."], [0.25, /as a text/]],
    callPut: [["c"], ["put"]],
    impliedVol: [[-0.1, /not below 0/], [NaN]],
  }],
  signals: [schema.signalsInsertSchema, signal, {
    confidence: [[1.1, /from 0 to 1/], [-0.1], [NaN]],
    subject: [["instrument:3", /signalSubject/], [""]],
    metadataJson: [[{ a: NaN }, /JSON/], [{ a: [Infinity] }], [{ at: new Date() }], [[1]], ["{}"]],
    value: [[NaN]],
  }],
  series_metadata: [schema.seriesMetadataInsertSchema, series, {
    releaseTimezone: [["-03:00", /IANA/], ["Etc/GMT+3"], ["America/Atlantis"], ["EST"], [
      undefined,
    ]],
    decimalSeparator: [[";"]],
    frequency: [["yearly"]],
    isRevisable: [["yes", /true or false/]],
  }],
  backfill_checkpoints: [schema.backfillCheckpointsInsertSchema, range, {
    rangeEnd: [["2024-01-01T00:00:00Z", /after rangeStart/]],
    rowsIngested: [[-1], [2 ** 53]],
    status: [["maybe"]],
  }],
  instruments: [schema.instrumentsInsertSchema, instrument, {
    assetClass: [["luck"]],
    country: [["XX"], ["br"], [undefined]],
    exchange: [["nowhere"]],
    id: [[5, /"id"/]],
  }],
  release_calendar: [schema.releaseCalendarInsertSchema, {
    seriesId: 1,
    period: "2024-10-01",
    expectedAt: "2024-11-01T08:30:00-04:00",
    zone: "America/New_York",
    knownAt: "2024-10-04T12:31:00Z",
  }, {
    period: [["2024-10"], [undefined, /missing/]],
    expectedAt: [["2024-11-01", /its zone/]],
    zone: [["EST5", /expected an IANA zone/], ["Mars/Base", /expected an IANA zone/]],
    knownAt: [[undefined, /missing/], [null]],
  }],
  release_expectations: [schema.releaseExpectationsInsertSchema, {
    seriesId: 1,
    observationDate: "2024-10-01",
    source: "survey",
    expectedValue: 159_100,
    knownAt: "2024-10-31T12:00:00Z",
  }, {
    source: [[""], [undefined, /missing/]],
    expectedValue: [[null], [NaN], [Infinity], ["many"]],
    knownAt: [["2024-10-31T12:00:00", /its zone/]],
  }],
  data_sources: [schema.dataSourcesInsertSchema, { name: "ALFRED" }, {
    name: [[""], [undefined]],
    authType: [["trust"]],
    rateLimitPerMinute: [[0.5]],
    nmae: [["typo", /"nmae"/]],
  }],
};

for (const [table, [insertSchema, good, bad]] of Object.entries(cases)) {
  Deno.test(`insert schema of ${table} accepts a good row`, () => {
    const result = insertSchema.safeParse(good);
    assert.deepEqual(result.error?.issues ?? [], []);
  });

  for (const [field, refused] of Object.entries(bad)) {
    Deno.test(`insert schema of ${table} refuses a bad ${field} by its name`, () => {
      for (const [value, words] of refused) {
        const result = insertSchema.safeParse({ ...good, [field]: value });
        const messages = result.error?.issues.map((issue) => issue.message) ?? [];
        assert.equal(messages.length, 1, `${field} = ${String(value)}: ${messages.join("; ")}`);
        assert.match(messages[0] ?? "", new RegExp(`^${field}: |"${field}"`));
        if (words !== undefined) assert.match(messages[0] ?? "", words);
      }
    });
  }
}

Deno.test("insert schema turns a text with its zone into the instant", () => {
  const row = schema.macroSeriesInsertSchema.parse(macro);
  assert.deepEqual(row.releaseTime, new Date("2024-04-25T12:30:00Z"));
});

Deno.test("insert schema takes what no other column would: nulls, negative prices, yen debts", () => {
  assert.equal(schema.macroSeriesInsertSchema.parse({ ...macro, value: null }).value, null);
  assert.equal(schema.marketDataInsertSchema.parse(bar).close, -37.63);
  assert.equal(schema.fiscalDataInsertSchema.parse({ ...fiscal, value: 1.3e15 }).value, 1.3e15);
});

Deno.test("insert schema names every bad field at once", () => {
  const result = schema.ohlcvInsertSchema.safeParse({
    ...candle,
    open: NaN,
    time: "x",
    symbol: "",
  });
  assert.deepEqual(result.error?.issues.map((issue) => issue.path[0]), ["symbol", "time", "open"]);
});

Deno.test("signalsInsertSchema makes the subject", () => {
  const subject = (row: object) => schema.signalsInsertSchema.parse({ ...signal, ...row }).subject;
  assert.equal(subject({}), "market");
  assert.equal(subject({ instrumentId: 3 }), "instrument:3");
  assert.equal(subject({ seriesId: 4, subject: "series:4" }), "series:4");
});

Deno.test("signalsInsertSchema refuses two targets", () => {
  const result = schema.signalsInsertSchema.safeParse({ ...signal, instrumentId: 1, seriesId: 2 });
  assert.deepEqual(result.error?.issues.map((issue) => issue.message), [
    "seriesId: got 2, expected null beside an instrumentId",
  ]);
});

Deno.test("insertSchema refuses a column type that it cannot judge", () => {
  const odd = customType<{ data: string }>({ dataType: () => "ltree" });
  assert.throws(() => schema.insertSchema(pgTable("t", { path: odd("path") })), {
    name: "TypeError",
    message: /column "path": its type PgCustomColumn is not known/,
  });
});
