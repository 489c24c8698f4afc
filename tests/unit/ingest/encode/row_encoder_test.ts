import assert from "node:assert/strict";
import fc from "fast-check";
import { pgTable, primaryKey, serial, text, unique } from "drizzle-orm/pg-core";
import { RowEncoder } from "../../../../src/ingest/encode/row_encoder.ts";
import { explainRow } from "../../../../src/ingest/refuse/row_problems.ts";
import { tablePlan } from "../../../../src/ingest/encode/table_plan.ts";
import {
  curves,
  instruments,
  macroSeries,
  marketData,
  ohlcv,
  signals,
  volSurfaces,
} from "../../../../src/schema/mod.ts";

const bar = { instrumentId: 1, frequency: "daily", timestamp: new Date(0), close: 1 };

Deno.test("RowEncoder groups rows with the same columns", () => {
  const encoder = new RowEncoder(tablePlan(marketData));
  const rows = [bar, { ...bar, volume: 1 }, { ...bar, volume: undefined }, {
    ...bar,
    volume: null,
  }];
  for (const [i, row] of rows.entries()) assert.ok(encoder.add(row, i + 1));
  assert.equal(encoder.count, 4);
  const taken = encoder.take();
  assert.deepEqual(
    taken.map(({ count, columns }) => [count, columns.map(({ key }) => key).join()]),
    [
      [2, "instrumentId,frequency,timestamp,close"],
      [2, "instrumentId,frequency,timestamp,close,volume"],
    ],
  );
  assert.deepEqual([encoder.count, encoder.take()], [0, []]);
});

Deno.test("RowEncoder leaves no trace of a row that it refuses", () => {
  const encoder = new RowEncoder(tablePlan(marketData));
  assert.ok(encoder.add(bar, 1));
  assert.ok(!encoder.add({ ...bar, close: "one" }, 2));
  assert.ok(!encoder.add({ ...bar, closed: 1 }, 3));
  assert.ok(!encoder.add({ frequency: "daily" }, 4));
  assert.ok(!encoder.add(null, 5));
  const [rows, ...rest] = encoder.take();
  const clean = new RowEncoder(tablePlan(marketData));
  clean.add(bar, 1);
  const [expected] = clean.take();
  assert.deepEqual([rows?.values, rows?.numbers, rest], [expected?.values, expected?.numbers, []]);
});

Deno.test("RowEncoder fills in the constant default of a key", () => {
  const encoder = new RowEncoder(tablePlan(macroSeries));
  const row = { seriesId: 1, observationDate: "2024-01-01", releaseTime: new Date(0), value: 1 };
  assert.ok(encoder.add(row, 1));
  const [taken] = encoder.take();
  assert.ok(taken?.columns.some(({ key }) => key === "revisionNumber"));
  assert.ok(!taken?.columns.some(({ key }) => key === "ingestedAt"));
});

Deno.test("tablePlan finds the natural key, or the only unique constraint next to an assigned key", () => {
  const keyOf = (plan: ReturnType<typeof tablePlan>) => plan.key.map(({ key }) => key);
  assert.deepEqual(keyOf(tablePlan(ohlcv)), ["exchange", "symbol", "timeframe", "time"]);
  assert.deepEqual(keyOf(tablePlan(instruments)), ["ticker"]);
  const plan = tablePlan(volSurfaces);
  assert.deepEqual([plan.time?.key, plan.leading.map(({ key }) => key)], ["surfaceDate", [
    "instrumentId",
  ]]);
  const keyless = pgTable("keyless", { id: serial().primaryKey(), a: text(), b: text() }, (t) => [
    unique().on(t.a),
    unique().on(t.b),
  ]);
  assert.throws(() => tablePlan(keyless), /it has no natural key to identify rows/);
  const own = pgTable(
    "own",
    { a: text(), b: text() },
    (t) => [primaryKey({ columns: [t.b, t.a] })],
  );
  assert.deepEqual(keyOf(tablePlan(own)), ["b", "a"]);
});

const anyValue = fc.oneof(
  fc.constantFrom(
    undefined,
    null,
    NaN,
    Infinity,
    -1,
    0,
    1,
    1.5,
    2 ** 31,
    "",
    "x",
    "daily",
    "C",
    "1m",
    "coinbase",
    "0.25",
    "2024-02-29",
    "2023-02-29",
    "2024-02-29T08:30:00Z",
    "2024-02-29T08:30:00",
    new Date(0),
    new Date(NaN),
    true,
    {},
    [],
  ),
  fc.string(),
  fc.double(),
);

for (const table of [marketData, ohlcv, curves, volSurfaces, macroSeries, signals]) {
  const plan = tablePlan(table);
  const keys = plan.columns.map(({ key }) => key);

  Deno.test(`RowEncoder refuses each row of ${plan.name} that its schema refuses, and says why`, () => {
    const whole: Readonly<Record<string, unknown>> = {
      instrumentId: plan.name === "signals" ? undefined : 1,
      frequency: "daily",
      timestamp: new Date(0),
      exchange: "coinbase",
      symbol: "B",
      timeframe: "1m",
      time: new Date("2024-02-29T08:00:00Z"),
      open: 1,
      high: 2,
      low: 1,
      close: 1,
      volume: 0,
      curveId: "A",
      curveDate: "2024-01-01",
      tenorDays: 1,
      rate: 1,
      surfaceDate: "2024-01-01",
      delta: "0.1",
      callPut: "C",
      impliedVol: 0.1,
      seriesId: plan.name === "signals" ? undefined : 1,
      observationDate: "2024-01-01",
      releaseTime: new Date(0),
      signalType: "x",
      signalDate: "2024-01-01",
    };
    const base = Object.fromEntries(keys.map((key) => [key, whole[key]]));
    let taken = 0;
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom(...keys, "odd"), anyValue, { maxKeys: 2 }),
        (change) => {
          const row = { ...base, ...change };
          const isTaken = new RowEncoder(plan).add(row, 7);
          const isSound = plan.schema?.safeParse(row).success;
          if (isTaken) {
            taken++;
            assert.ok(isSound, JSON.stringify(row));
          } else {
            const problems = explainRow(plan, row, 7);
            assert.ok(
              problems.length > 0 && problems.every(({ row, reason }) => row === 7 && reason),
            );
          }
        },
      ),
      { numRuns: 400 },
    );
    assert.ok(taken > 20);
  });
}
