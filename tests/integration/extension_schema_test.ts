import assert from "node:assert/strict";
import { migrations } from "../../migrations/mod.ts";
import { createDatabase } from "../../src/database/mod.ts";
import { insertRows } from "../../src/ingest/mod.ts";
import { candle } from "../../src/market/mod.ts";
import { createMigrator, openPostgresSession } from "../../src/migrate/mod.ts";
import { verifySchema } from "../../src/operate/verify/verify_schema.ts";
import { definitions, ohlcv } from "../../src/schema/mod.ts";
import { timeBucket } from "../../src/timescale/mod.ts";
import { serverTest, type ThrowawayDatabase } from "../support/mod.ts";

/** Declares a test on every server, with the extension where managed services have it. */
function elsewhereTest(name: string, run: (database: ThrowawayDatabase) => Promise<void>): void {
  const test = async (_t: Deno.TestContext, database: ThrowawayDatabase) => {
    await database.client.query("create schema extensions");
    await database.client.query("create extension timescaledb schema extensions");
    const open = () => openPostgresSession(database.url);
    await createMigrator({ open, migrations }).up();
    await run(database);
  };
  const options = { serverSearchPath: true };
  serverTest("timescaledb", `extension in another schema: ${name}`, test, options);
  serverTest("community", `extension in another schema, on Community: ${name}`, test, options);
}

elsewhereTest(
  "the package's own schema is whole, is written and is read",
  async ({ url, client }) => {
    const open = () => openPostgresSession(url);
    const { differences, pending } = await verifySchema({ open, migrations, definitions });
    assert.deepEqual({ differences, pending }, { differences: [], pending: [] });

    await using database = createDatabase({ url });
    const bar = {
      exchange: "kraken",
      symbol: "A",
      timeframe: "1m",
      open: 1,
      high: 3,
      low: 1,
    } as const;
    const at = (minute: number) => new Date(Date.UTC(2024, 4, 1, 10, minute));
    await insertRows(database.db, ohlcv, [
      { ...bar, time: at(0), close: 2, volume: 5 },
      { ...bar, time: at(1), close: 3, volume: 6 },
    ]);
    const bucket = timeBucket("15 minutes", ohlcv.time);
    const read = (db: typeof database.db) =>
      db.select({ bucket, ...candle(ohlcv, { time: ohlcv.time }) }).from(ohlcv).groupBy(bucket);
    await assert.rejects(read(database.db), (error: unknown) => {
      assert.match(
        String(error instanceof Error ? error.cause : error),
        /Cannot call time_bucket\(.*not on the search path of the connection.*alter role/,
      );
      return true;
    });
    const name = new URL(url).pathname.slice(1);
    await client.query(`alter database ${name} set search_path = public, extensions`);
    await using again = createDatabase({ url });
    assert.deepEqual(await read(again.db), [
      { bucket: at(0), open: 1, high: 3, low: 1, close: 3, volume: 11, candles: 2 },
    ]);
  },
);
