import assert from "node:assert/strict";
import { eq } from "drizzle-orm";
import {
  backfillCheckpoints,
  curves,
  dataSources,
  instruments,
  macroSeries,
  type NewMacroSeries,
  seriesMetadata,
  signals,
  signalsInsertSchema,
  volSurfaces,
} from "../../src/schema/mod.ts";
import { migratedTest } from "./schema_support.ts";

migratedTest(
  "timescaledb",
  "Drizzle reads back what it wrote, to the last digit and day",
  async ({ db }) => {
    const [instrument] = await db.insert(instruments).values({
      ticker: "USDBRL",
      name: "Dollar in reais",
      assetClass: "fx",
      country: "BR",
      currency: "BRL",
    }).returning();
    assert.ok(instrument);
    assert.equal(instrument.isActive, true);
    assert.equal(instrument.exchange, null);

    const point = {
      instrumentId: instrument.id,
      surfaceDate: "2024-01-01",
      tenorDays: 30,
      delta: "0.100",
      callPut: "P" as const, // not a string at large
      impliedVol: 0.1 + 0.2,
    };
    assert.deepEqual(await db.insert(volSurfaces).values(point).returning(), [point]);

    const signal = signalsInsertSchema.parse({
      signalType: "carry",
      signalDate: "2024-12-31",
      instrumentId: instrument.id,
      confidence: 1,
      metadataJson: { legs: [1.5, null, "x"], nested: { ok: true } },
    });
    await db.insert(signals).values(signal);
    const [read] = await db.query.signals.findMany();
    assert.deepEqual(read, { ...signal, seriesId: null, value: null });

    const rate = { curveId: "DI", curveDate: "2024-02-29", tenorDays: 252, rate: -0 - 1e-17 };
    await db.insert(curves).values(rate);
    assert.equal((await db.query.curves.findFirst())?.rate, -1e-17);
  },
);

migratedTest(
  "timescaledb",
  "Drizzle keeps instants and days whatever the zone of the session",
  async ({ db }) => {
    const [source] = await db.insert(dataSources).values({ name: "IBGE" }).returning();
    const [series] = await db.insert(seriesMetadata).values({
      sourceId: source?.id ?? 0,
      seriesCode: "433",
      name: "IPCA",
      frequency: "monthly",
      country: "BR",
      unit: "percent",
      releaseTimezone: "America/Sao_Paulo",
    }).returning();
    assert.ok(series);
    assert.deepEqual([series.decimalSeparator, series.dateFormat, series.isRevisable], [
      ".",
      "YYYY-MM-DD",
      true,
    ]);

    const row: NewMacroSeries = {
      seriesId: series.id,
      observationDate: "2024-01-01",
      releaseTime: new Date("2024-02-08T12:00:00.123Z"),
      value: 0.42,
    };
    await db.transaction(async (transaction) => {
      await transaction.execute("set local timezone = 'Asia/Tokyo'");
      await transaction.insert(macroSeries).values(row);
      const [read] = await transaction.select().from(macroSeries)
        .where(eq(macroSeries.observationDate, "2024-01-01"));
      assert.ok(read);
      const { ingestedAt, ...rest } = read;
      assert.deepEqual(rest, { ...row, revisionNumber: 0, source: null, vintageKind: "native" });
      assert.ok(Math.abs(ingestedAt.getTime() - Date.now()) < 600_000);
    });
  },
);

migratedTest(
  "timescaledb",
  "backfill_checkpoints counts as numbers and begins as pending",
  async ({ db }) => {
    const [row] = await db.insert(backfillCheckpoints).values({
      exchange: "binance",
      symbol: "BTCUSDT",
      timeframe: "1m",
      rangeStart: new Date("2017-08-17T00:00:00Z"),
      rangeEnd: new Date("2024-01-01T00:00:00Z"),
      rowsIngested: 3_000_000_000,
    }).returning();
    assert.equal(row?.status, "pending");
    assert.equal(row?.rowsIngested, 3_000_000_000);
  },
);
