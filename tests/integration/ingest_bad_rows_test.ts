import assert from "node:assert/strict";
import { integer, numeric, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { inet } from "drizzle-orm/pg-core";
import { insertRows, RowsError } from "../../src/ingest/mod.ts";
import { marketData, type NewMarketData, signals, volSurfaces } from "../../src/schema/mod.ts";
import { recordFigures } from "../faults/figures.ts";
import { bar, bars, countRows, writeTest } from "./ingest_support.ts";

type Bad = Record<string, unknown>;

/** As: untyped rows, as they come from outside. */
const untyped = (rows: readonly Bad[]) => rows as unknown as NewMarketData[];

const badBars: readonly (readonly [field: string, change: Bad, reason: RegExp])[] = [
  ["close", { close: NaN }, /got NaN, expected a finite number/],
  ["high", { high: Infinity }, /got Infinity/],
  ["volume", { volume: "12 t" }, /got "12 t", expected a finite number/],
  ["close", { close: null }, /got null/],
  ["close", { close: undefined }, /missing/],
  ["timestamp", { timestamp: "2024-01-01T00:00:00" }, /a text with its zone/],
  ["timestamp", { timestamp: "2024-01-01" }, /a text with its zone/],
  ["timestamp", { timestamp: "2024-02-30T00:00:00Z" }, /a text with its zone/],
  ["timestamp", { timestamp: "2024-01-01T00:00:00.1234567Z" }, /no more than microseconds/],
  ["timestamp", { timestamp: new Date(NaN) }, /an invalid Date/],
  ["timestamp", { timestamp: new Date(-8.64e15) }, /from 4713 BC to 9999/],
  ["timestamp", { timestamp: "infinity" }, /a text with its zone/],
  ["instrumentId", { instrumentId: 2 ** 31 }, /got 2147483648, expected a whole number/],
  ["instrumentId", { instrumentId: 1.5 }, /got 1.5/],
  ["instrumentId", { instrumentId: "1a" }, /got "1a"/],
  ["frequency", { frequency: "fortnightly" }, /expected one of minute/],
  ["colour", { colour: "red" }, /colour/],
  ["instrumentId", { instrumentId: 999 }, /got 999, which is not in instruments/],
  ["high", { high: 1, low: 2 }, /expected a price not below low, 2/],
  ["volume", { volume: -1 }, /got -1, expected a number not below 0/],
];

writeTest(
  "insertRows refuses bad rows by row number and field, all or nothing",
  async (database) => {
    const { db } = database;
    for (const options of [{}, { batchRows: 8 }]) {
      for (const [field, change, reason] of badBars) {
        const rows = untyped(bars(2, 10).map((row, i) => i === 12 ? { ...row, ...change } : row));
        await assert.rejects(insertRows(db, marketData, rows, options), (error) => {
          assert.ok(error instanceof RowsError, `${field}: ${error}`);
          const [problem] = error.problems;
          assert.deepEqual([problem?.row, problem?.field], [13, field], String(error));
          assert.match(problem?.reason ?? "", reason);
          assert.equal(error.refused, 1);
          return true;
        });
      }
    }
    assert.equal(await countRows(database, "market_data"), 0);
    await recordFigures("bad-row", { inputs: 2 * badBars.length, lost: 0 });
    for (const row of [null, 5, "row", undefined]) {
      await assert.rejects(
        insertRows(db, marketData, [row] as unknown as NewMarketData[]),
        RowsError,
      );
    }
  },
);

writeTest("insertRows goes on without bad rows where they are collected", async (database) => {
  const { db } = database;
  const good = bars(3, 20);
  const rows = untyped(badBars.flatMap(([, change], i) => [
    ...good.slice(i * 3, i * 3 + 3),
    { ...bar(4, i), ...change },
  ]));
  for (const options of [{}, { batchRows: 9 }, { batchRows: 9, commitEach: true }]) {
    const result = await insertRows(db, marketData, rows, {
      ...options,
      badRows: "collect",
      maxExamples: 100,
    });
    assert.equal(result.refused, badBars.length);
    assert.equal(result.inserted + result.unchanged, 60);
    assert.deepEqual(
      new Set(result.problems.map(({ row }) => row)),
      new Set(badBars.map((_, i) => i * 4 + 4)),
    );
    assert.equal(await countRows(database, "market_data"), 60);
  }
});

writeTest("insertRows refuses texts that PostgreSQL cannot hold", async ({ db }) => {
  const signal = { signalType: "a", signalDate: "2024-01-02", value: 1 };
  const cases: readonly (readonly [string, Bad])[] = [
    ["signalType", { signalType: "a\0b" }],
    ["signalType", { signalType: "\ud800" }],
    ["signalType", { signalType: "" }],
    ["signalDate", { signalDate: "2023-02-29" }],
    ["signalDate", { signalDate: "0000-01-01" }],
    ["signalDate", { signalDate: new Date() }],
    ["metadataJson", { metadataJson: { a: "\0" } }],
    ["metadataJson", { metadataJson: { a: "\udc00" } }],
    ["metadataJson", { metadataJson: { a: NaN } }],
    ["confidence", { confidence: 1.5 }],
    ["seriesId", { instrumentId: 1, seriesId: 1 }],
  ];
  for (const [field, change] of cases) {
    // as: an untyped row from outside
    const rows = [signal, { ...signal, ...change }] as never[];
    await assert.rejects(insertRows(db, signals, rows), (error) => {
      assert.ok(error instanceof RowsError, `${field}: ${error}`);
      assert.deepEqual([error.problems[0]?.row, error.problems[0]?.field], [2, field], `${error}`);
      return true;
    });
  }
  // Text that only looks like an escaped NUL is stored.
  const odd = { ...signal, metadataJson: { a: "\\u0000", b: "\\\\ud800" } };
  assert.equal((await insertRows(db, signals, [odd])).inserted, 1);
});

writeTest("insertRows refuses decimals that are none", async ({ db }) => {
  const point = {
    instrumentId: 1,
    surfaceDate: "2024-01-02",
    tenorDays: 30,
    callPut: "C",
    impliedVol: 0.2,
  };
  for (const delta of [0.25, "NaN", "Infinity", "", ".", "1,5", "1e5", `1${"0".repeat(131_072)}`]) {
    // as: an untyped row from outside
    const rows = [{ ...point, delta }] as never[];
    await assert.rejects(insertRows(db, volSurfaces, rows), (error) => {
      assert.ok(error instanceof RowsError, `${delta}: ${error}`);
      return error.problems[0]?.field === "delta";
    });
  }
});

const hosts = pgTable("hosts", {
  id: integer().notNull(),
  address: inet(),
  share: numeric({ precision: 4, scale: 2 }),
  note: text().$defaultFn(() => "made here"),
}, (t) => [primaryKey({ columns: [t.id] })]);

writeTest("insertRows leaves types it does not know to the server, by row", async (database) => {
  const { db, client } = database;
  await client.query(
    `create table hosts (id int primary key, address inet, share numeric(4, 2), note text);
    create function refuse_seven() returns trigger language plpgsql as
      $$ begin if new.id = 7 then raise exception 'seven is taken'; end if; return new; end $$;
    create trigger refuse_seven before insert on hosts for each row execute function refuse_seven()`,
  );
  const rows = Array.from({ length: 20 }, (_, i) => ({
    id: i,
    address: i === 4 || i === 15 ? "nowhere" : `10.0.0.${i}`,
    share: "1.50",
  }));
  for (const options of [{}, { batchRows: 6 }]) {
    await assert.rejects(insertRows(db, hosts, rows, options), (error) => {
      assert.ok(error instanceof RowsError, String(error));
      assert.equal(error.problems[0]?.row, 5);
      return /invalid input syntax for type inet/.test(error.message);
    });
    const result = await insertRows(db, hosts, rows, { ...options, badRows: "collect" });
    assert.deepEqual(result.problems.map(({ row }) => row).sort((a, b) => a - b), [5, 8, 16]);
    assert.equal(await countRows(database, "hosts"), 17);
  }
  for (const share of ["100", "1.234", "x"]) {
    await assert.rejects(insertRows(db, hosts, [{ id: 50, share }]), /share: got/);
  }
  assert.equal((await insertRows(db, hosts, [{ id: 50, share: "-99.9900" }])).inserted, 1);
});
