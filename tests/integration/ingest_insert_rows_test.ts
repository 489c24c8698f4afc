import assert from "node:assert/strict";
import { eq } from "drizzle-orm";
import { ConflictError, insertRows } from "../../src/ingest/mod.ts";
import { instruments, marketData, signals, volSurfaces } from "../../src/schema/mod.ts";
import { bar, bars, countRows, shuffled, stream, writeTest } from "./ingest_support.ts";

const counts = ({ rows, inserted, unchanged, conflicting, refused }: {
  readonly rows: number;
  readonly inserted: number;
  readonly unchanged: number;
  readonly conflicting: number;
  readonly refused: number;
}) => [rows, inserted, unchanged, conflicting, refused];

for (
  const [how, options] of Object.entries({
    "in one batch": {},
    "in several batches at once": { batchRows: 70 },
    "batch by batch": { batchRows: 70, commitEach: true },
  })
) {
  writeTest(`insertRows stores rows once ${how}, whatever their order`, async (database) => {
    const rows = bars(10, 40);
    const write = (given: typeof rows) => insertRows(database.db, marketData, given, options);
    assert.deepEqual(counts(await write(rows)), [400, 400, 0, 0, 0]);
    assert.deepEqual(counts(await write(rows)), [400, 0, 400, 0, 0]);
    assert.deepEqual(counts(await write(shuffled([...rows, ...bars(11, 40)]))), [
      840,
      40,
      800,
      0,
      0,
    ]);
    assert.equal(await countRows(database, "market_data"), 440);
    const stored = await database.db.select().from(marketData)
      .where(eq(marketData.instrumentId, 7)).orderBy(marketData.timestamp);
    assert.deepEqual(
      stored,
      bars(7, 40).slice(-40).map((row) => ({ ...row, adjustedClose: null })),
    );
  });

  writeTest(`insertRows keeps, replaces or refuses other values ${how}`, async (database) => {
    const { db } = database;
    const rows = bars(5, 40);
    await insertRows(db, marketData, rows);
    const changed = rows.map((row, i) => i % 50 === 3 ? { ...row, close: 99.5, high: 500 } : row);
    const kept = await insertRows(db, marketData, changed, options);
    assert.deepEqual(counts(kept), [200, 0, 196, 4, 0]);
    assert.deepEqual(kept.conflicts.toSorted((a, b) => a.row - b.row)[0], {
      row: 4,
      key: { instrumentId: 1, frequency: "daily", timestamp: rows[3]?.timestamp },
      stored: { close: rows[3]?.close, high: rows[3]?.high },
      given: { close: 99.5, high: 500 },
    });
    await assert.rejects(
      insertRows(db, marketData, [bar(9, 1), ...changed], {
        ...options,
        commitEach: false,
        onConflict: "error",
      }),
      (error) => error instanceof ConflictError && error.conflicts.length > 0,
    );
    assert.equal(await countRows(database, "market_data"), 200);
    const replaced = await insertRows(db, marketData, changed, {
      ...options,
      onConflict: "replace",
    });
    assert.deepEqual(counts(replaced), [200, 0, 196, 4, 0]);
    assert.deepEqual(counts(await insertRows(db, marketData, changed, options)), [
      200,
      0,
      200,
      0,
      0,
    ]);
  });

  writeTest(`insertRows judges keys that come twice as if one by one ${how}`, async (database) => {
    const { db } = database;
    const [a, b] = [bar(1, 1, 50), bar(1, 1, 60)];
    await insertRows(db, marketData, [bar(2, 1)]);
    const first = await insertRows(db, marketData, [bar(2, 1), bar(3, 1), bar(4, 1)], options);
    assert.deepEqual(counts(first), [3, 2, 1, 0, 0]);
    assert.deepEqual(counts(await insertRows(db, marketData, [a, b, a, b], options)), [
      4,
      1,
      1,
      2,
      0,
    ]);
    const replace = { ...options, onConflict: "replace" as const }; // not a string at large
    assert.deepEqual(counts(await insertRows(db, marketData, [a, b, b, a], replace)), [
      4,
      0,
      2,
      2,
      0,
    ]);
    const [stored] = await db.select().from(marketData).where(eq(marketData.instrumentId, 1));
    assert.equal(stored?.close, 50);
    const fresh = await insertRows(db, marketData, [bar(8, 1, 50), bar(8, 1, 70)], replace);
    assert.deepEqual(counts(fresh), [2, 1, 0, 1, 0]);
    const [last] = await db.select().from(marketData).where(eq(marketData.instrumentId, 8));
    assert.equal(last?.close, 70);
  });
}

writeTest("insertRows takes one row 100,000 times", async (database) => {
  const rows = Array.from({ length: 100_000 }, () => bar(1, 1));
  assert.deepEqual(counts(await insertRows(database.db, marketData, rows)), [
    100_000,
    1,
    99_999,
    0,
    0,
  ]);
});

writeTest("insertRows takes nothing, generators and streams", async (database) => {
  const { db } = database;
  assert.deepEqual(counts(await insertRows(db, marketData, [])), [0, 0, 0, 0, 0]);
  assert.deepEqual(counts(await insertRows(db, marketData, stream(bars(3, 10)))), [
    30,
    30,
    0,
    0,
    0,
  ]);
  const options = { batchRows: 7 };
  const generated = insertRows(db, marketData, new Set(bars(4, 10)).values(), options);
  assert.deepEqual(counts(await generated), [40, 10, 30, 0, 0]);
  const streamed = insertRows({ db }, marketData, stream(bars(5, 10)), options);
  assert.deepEqual(counts(await streamed), [50, 10, 40, 0, 0]);
});

writeTest("insertRows leaves alone what a row leaves out", async (database) => {
  const { db } = database;
  const { volume: _volume, ...bare } = bar(1, 1, 70);
  await insertRows(db, marketData, [bar(1, 1, 60), bare, { ...bar(2, 1), adjustedClose: 5 }], {
    onConflict: "replace",
  });
  await insertRows(db, marketData, [bar(2, 1, 80)], { onConflict: "replace" });
  const stored = await db.select().from(marketData).orderBy(marketData.instrumentId);
  assert.deepEqual(
    stored.map(({ close, volume, adjustedClose }) => [close, volume, adjustedClose]),
    [
      [70, 1_001, null],
      [80, 2_001, 5],
    ],
  );
  const same = await insertRows(db, marketData, [{ ...bare, volume: undefined }, {
    ...bar(2, 1, 80),
    adjustedClose: null,
  }]);
  assert.deepEqual(counts(same), [2, 0, 1, 1, 0]);
  assert.deepEqual(same.conflicts[0]?.stored, { adjustedClose: 5 });
});

writeTest("insertRows keeps every digit, day and microsecond", async (database) => {
  const { db, client } = database;
  const point = (delta: string, surfaceDate: string) => ({
    instrumentId: 1,
    surfaceDate,
    tenorDays: 30,
    delta,
    callPut: "C" as const, // not a string at large
    impliedVol: 0.1 + 0.2,
  });
  const days = ["0001-01-01", "1582-10-10", "1999-12-31", "2000-02-29", "9999-12-31"];
  const surface = days.map((day, i) => point(`0.${i}000000000000000000001`, day));
  assert.equal((await insertRows(db, volSurfaces, surface)).inserted, 5);
  const same = surface.map((one) => ({ ...one, delta: `${one.delta}000` }));
  assert.equal((await insertRows(db, volSurfaces, same)).unchanged, 5);
  assert.deepEqual(
    (await db.select().from(volSurfaces).orderBy(volSurfaces.surfaceDate)).map((row) => row),
    surface,
  );
  const instants = [
    "2024-09-26T08:30:00.123456-04:00",
    "1883-11-18T12:00:00Z",
    "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59.999999Z",
    "1700-06-01T00:00:00.000001+05:30",
  ];
  await insertRows(db, marketData, instants.map((timestamp) => ({ ...bar(1, 1), timestamp })));
  const { rows } = await client.query(
    "select to_char(timestamp at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') as t from market_data order by timestamp",
  );
  assert.deepEqual(rows.map(({ t }) => t), [
    "0001-01-01 00:00:00.000000",
    "1700-05-31 18:30:00.000001",
    "1883-11-18 12:00:00.000000",
    "2024-09-26 12:30:00.123456",
    "9999-12-31 23:59:59.999999",
  ]);
});

writeTest("insertRows names the subject of a signal and takes what JSON holds", async ({ db }) => {
  const metadataJson = { note: 'quotes " and \\ and {}, ümlaut, 𝄞', legs: [1.5, null] };
  const rows = [
    { signalType: "carry", signalDate: "2024-01-02", instrumentId: 3, value: 1, metadataJson },
    { signalType: "carry", signalDate: "2024-01-02", seriesId: 4, value: 2 },
    { signalType: 'a "b", {c} \\ null', signalDate: "2024-01-02", value: 3 },
    { signalType: "null", signalDate: "2024-01-02", value: 3 },
  ];
  assert.equal((await insertRows(db, signals, rows)).inserted, 4);
  assert.equal((await insertRows(db, signals, rows)).unchanged, 4);
  const stored = await db.select().from(signals).orderBy(signals.value, signals.signalType);
  assert.deepEqual(stored.map(({ subject }) => subject), [
    "instrument:3",
    "series:4",
    "market",
    "market",
  ]);
  assert.deepEqual(stored[0]?.metadataJson, metadataJson);
  const changed = [{ ...rows[0], metadataJson: { note: 1 } }];
  // as: the first row exists and is a literal
  assert.equal((await insertRows(db, signals, changed as typeof rows)).conflicting, 1);
});

writeTest("insertRows knows instruments by their ticker", async (database) => {
  const instrument = {
    ticker: "NEW",
    name: "New",
    assetClass: "fx",
    country: "BR",
    currency: "BRL",
  } as const;
  const { db } = database;
  assert.equal((await insertRows(db, instruments, [instrument])).inserted, 1);
  const changed = await insertRows(db, instruments, [{ ...instrument, name: "Newer" }], {
    onConflict: "replace",
  });
  assert.equal(changed.conflicting, 1);
  const [stored] = await db.select().from(instruments).where(eq(instruments.ticker, "NEW"));
  assert.equal(stored?.name, "Newer");
});

writeTest("insertRows is a part of the caller's transaction", async (database) => {
  const { db } = database;
  const setting = "timescaledb.max_tuples_decompressed_per_dml_transaction";
  await assert.rejects(
    db.transaction(async (tx) => {
      await insertRows(tx, marketData, bars(4, 30), { batchRows: 50 });
      await insertRows(tx, marketData, bars(5, 30), { batchRows: 50 });
      const { rows } = await tx.execute(
        `select current_setting('${setting}', true) as lifted, current_setting('jit') as jit,
        (select count(*)::int from market_data) as n`,
      );
      assert.deepEqual(rows[0]?.["n"], 150);
      assert.notEqual(rows[0]?.["lifted"], "0");
      throw new Error("on purpose");
    }),
    /on purpose/,
  );
  assert.equal(await countRows(database, "market_data"), 0);
});
