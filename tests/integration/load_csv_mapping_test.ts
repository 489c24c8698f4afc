import assert from "node:assert/strict";
import { loadCsv } from "../../src/ingest/mod.ts";
import { macroSeries, marketData, ohlcv, signals } from "../../src/schema/mod.ts";
import { writeTest } from "./ingest_support.ts";
import { withFile } from "./load_csv_support.ts";

const daily = { instrumentId: 1, frequency: "daily" };

writeTest(
  "loadCsv reads files without a header, comments, other delimiters and encodings",
  async ({ db }) => {
    const lines = "# from a friend\n0|1|3|0.5|2|10\n60000|2|4|1|3|11\n";
    await withFile(lines, async (file) => {
      const result = await loadCsv(db, ohlcv, file, {
        header: ["time", "open", "high", "low", "close", "volume"],
        comment: "#",
        set: { exchange: "coinbase", symbol: "BTC-USD", timeframe: "1m" },
        dateFormat: "day-ms",
        date: "2018-04-04",
        timeZone: "UTC",
      });
      assert.equal(result.inserted, 2);
    });
    const latin = new Uint8Array([
      ...new TextEncoder().encode("a\tb\n2024-01-02\tS"),
      0xe3,
      0x6f,
      10,
    ]);
    await withFile(latin, async (file) => {
      const mapping = { columns: { signalDate: "a", signalType: "b" }, set: { value: 1 } };
      await assert.rejects(loadCsv(db, signals, file, mapping), /it is not utf-8/);
      await loadCsv(db, signals, file, { ...mapping, encoding: "windows-1252" });
      assert.equal((await db.select().from(signals))[0]?.signalType, "São");
    });
  },
);

writeTest("loadCsv reports all problems of a mapping or a file at once", async ({ db }) => {
  await withFile("Date,Close,Extra\n2024-01-02,1,2\n", async (file) => {
    await assert.rejects(
      loadCsv(db, marketData, file, { columns: { stamp: "Date", high: "High" } }),
      {
        name: "ConfigError",
        message: new RegExp(
          [
            '"stamp" is not a column that can be loaded, want one of instrumentId',
            'high is mapped to "High", but the file has "Date", "Close", "Extra"',
            'no column of the table is called "Date", "Extra": map or ignore them',
            "instrumentId is not given",
            "timestamp is not given",
          ].join(".*"),
        ),
      },
    );
    await assert.rejects(
      loadCsv(db, marketData, file, { set: { ticker: "NONE" }, ignore: "rest" }),
      /ticker is set: got "NONE", expected a ticker that is in instruments/,
    );
  });
  for (
    const [content, reason] of [
      ["", /it is empty/],
      ['a,b\n"x"y,2\n3,4\n', /a quote is closed in the middle of a cell in or before line 2/],
      ['a,b\n"x,2\n3,4\n', /a quote is opened and never closed/],
      [`a,b\n"${"x,\n".repeat(500_000)}`, /longer than 1 MiB/],
    ] as const
  ) {
    await withFile(content, async (file) => {
      const mapping = { columns: { timestamp: "a", close: "b" }, set: daily };
      await assert.rejects(loadCsv(db, marketData, file, mapping), reason);
    });
  }
  await assert.rejects(
    loadCsv(db, marketData, "/nowhere/file.csv"),
    /Cannot read "\/nowhere\/file.csv"/,
  );
  await assert.rejects(loadCsv(db, marketData, Deno.cwd()), /Cannot read/);
});

writeTest(
  "loadCsv finds ids by ticker and by source and code, and reports progress",
  async ({ db }) => {
    const rows = Array.from(
      { length: 500 },
      (_, i) =>
        `T${1 + i % 5},2024-01-${String(1 + Math.floor(i / 5) % 28).padStart(2, "0")}T${
          String(Math.floor(i / 140)).padStart(2, "0")
        }:00:00Z,${i}`,
    );
    await withFile(`ticker,timestamp,close\n${rows.join("\n")}\n`, async (file) => {
      const seen: number[] = [];
      const result = await loadCsv(db, marketData, file, {
        set: { frequency: "hourly" },
        batchRows: 100,
        onProgress: ({ read, totalBytes, bytes, rowsPerSecond }) => {
          seen.push(read);
          assert.ok(rowsPerSecond > 0 && bytes > 0 && bytes <= (totalBytes ?? 0));
        },
      });
      assert.equal(result.inserted, 500);
      assert.ok(seen.includes(200) && seen.at(-1) === 500, `${seen}`);
    });
    await withFile("series,date,value\nSource/S1,2024-01-01,1\nS2,2024-01-01,2\n", async (file) => {
      const result = await loadCsv(db, macroSeries, file, {
        columns: { observationDate: "date" },
        set: { releaseTime: "2024-02-01T13:30:00Z" },
      });
      assert.equal(result.inserted, 2);
    });
  },
);
