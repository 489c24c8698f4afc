import assert from "node:assert/strict";
import { drizzle } from "drizzle-orm/node-postgres";
// @ts-types="@types/pg"
import pg from "pg";
import { appendVintages, insertRows, RowsError } from "../../src/ingest/mod.ts";
import { macroSeries, marketData, volSurfaces } from "../../src/schema/mod.ts";
import { bar, bars, writeTest } from "./ingest_support.ts";

/** Sends bytes like deno-postgres: as `bytea` text. */
class TextClient extends pg.Client {
  // deno-lint-ignore no-explicit-any -- the driver's overloads, passed on unchanged
  override query(config: any, values?: any, callback?: any): any {
    const sent = Array.isArray(values)
      ? values.map((value) => value instanceof Uint8Array ? `\\x${value.toHex()}` : value)
      : values;
    return super.query(config, sent, callback);
  }
}

writeTest("insertRows writes through a driver that sends no binary", async (database) => {
  const client = new TextClient({ connectionString: database.url });
  await client.connect();
  try {
    const db = drizzle(client);
    const rows = [
      ...bars(4, 20),
      { ...bar(5, 1), timestamp: "2024-09-26T08:30:00.123456-04:00", volume: null, open: -1e-300 },
      { ...bar(5, 2), timestamp: new Date("-000099-06-01T00:00:00.001Z"), close: 0.1 + 0.2 },
      { ...bar(5, 3), timestamp: new Date("9998-06-01T00:00:00Z"), close: 1e22, high: 1e23 },
      { ...bar(5, 4), timestamp: "1999-12-31T23:59:59.999999Z" },
    ];
    for (const options of [{}, { batchRows: 30 }]) {
      const { inserted, unchanged } = await insertRows(db, marketData, rows, options);
      assert.equal(inserted + unchanged, rows.length);
    }
    // The binary form of the same rows is identical to the last digit.
    assert.equal((await insertRows(database.db, marketData, rows)).unchanged, rows.length);
    await assert.rejects(insertRows(db, marketData, [bar(99, 1)]), RowsError);
    const point = {
      instrumentId: 1,
      surfaceDate: "0001-02-03",
      tenorDays: 30,
      delta: "0.25",
      callPut: "P" as const, // not a string at large
      impliedVol: 0.1,
    };
    assert.equal((await insertRows(db, volSurfaces, [point])).inserted, 1);
    assert.deepEqual(await database.db.select().from(volSurfaces), [point]);
    const value = { seriesId: 1, observationDate: "2024-01-01", value: null };
    const options = { releaseTime: "2024-02-01T00:00:00Z", table: macroSeries };
    assert.equal((await appendVintages(db, [value], options)).inserted, 1);
  } finally {
    await client.end();
  }
});
