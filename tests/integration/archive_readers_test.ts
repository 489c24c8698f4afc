import assert from "node:assert/strict";
import { createDatabase } from "../../src/database/mod.ts";
import { pythonTest, testServer, throwawayDatabase } from "../support/mod.ts";
import { archiveUpToApril, fillCandles } from "./archive_support.ts";
import { migrateDatabase, withFolder } from "./export_support.ts";

pythonTest("DuckDB and polars read an archive as it is, and answer as PostgreSQL did", [
  "duckdb",
  "polars",
], async (python) => {
  const server = testServer("timescaledb");
  assert.ok(!("missing" in server), "it needs STRATA_TEST_DATABASE_URL as well");
  await using own = await throwawayDatabase(server.url);
  await migrateDatabase(own.url);
  await fillCandles(own.client);
  await using database = createDatabase({ url: own.url });
  const { rows: answer } = await own.client.query({
    text: `select symbol, extract(month from time at time zone 'UTC')::int, count(*)::int,
        to_char(min(time) at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS+00'), max(high), sum(volume)
      from ohlcv where time >= '2024-02-01Z' and time < '2024-04-01Z' and symbol <> 'ETH-USD'
      group by 1, 2 order by symbol collate "C", 2`,
    rowMode: "array",
  });
  const { rows } = await own.client.query({
    text:
      `select exchange, symbol, timeframe, (extract(epoch from time) * 1000000)::float8, open, high,
        low, close, volume from ohlcv where time < '2024-04-01Z' order by symbol collate "C", time`,
    rowMode: "array",
  });
  await withFolder(async (folder) => {
    await archiveUpToApril({ database, folder });
    const program = await Deno.readTextFile(new URL("archive_program.py", import.meta.url));
    const read = JSON.parse(await python(program, [folder]));
    assert.equal(rows.length, 720);
    assert.deepEqual(read.rows, rows);
    // The sum of doubles depends on their order.
    const rounded = (table: unknown[][]) =>
      table.map((row) =>
        row.map((cell) => typeof cell === "number" ? Number(cell.toPrecision(12)) : cell)
      );
    assert.deepEqual(rounded(read.duckdb), rounded(answer));
    assert.deepEqual(rounded(read.polars), rounded(answer));
    assert.equal(read.types.time, "TIMESTAMP WITH TIME ZONE");
    assert.equal(read.types.month, "BIGINT");
    assert.equal(read.groups, 3);
  });
});
