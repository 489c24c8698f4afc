import assert from "node:assert/strict";
import { sql } from "drizzle-orm";
import { gzipSync } from "node:zlib";
import { LineConflictError, LinesError, loadCsv } from "../../src/ingest/mod.ts";
import { curves, macroSeries } from "../../src/schema/mod.ts";
import { countRows, writeTest } from "./ingest_support.ts";
import { withFile } from "./load_csv_support.ts";

const content = "Date,1 Mo,10 Yr\n2024-01-02,5.5,4\n2024-01-03,5.4,4.1\n";
const mapping = {
  columns: { curve_date: "Date" },
  set: { curve_id: "US", curveType: "par" },
  wide: "tenors",
} as const;

async function* streamOf(text: string): AsyncGenerator<Uint8Array> {
  for (const byte of new TextEncoder().encode(text)) {
    yield await Promise.resolve(Uint8Array.of(byte));
  }
}

writeTest(
  "loadCsv reads streams, and files with a byte order mark",
  async ({ db }) => {
    const stream = { name: "a download", bytes: streamOf(content) };
    const totals: (number | undefined)[] = [];
    const first = await loadCsv(db, curves, stream, {
      ...mapping,
      onProgress: ({ totalBytes, secondsLeft }) => {
        totals.push(totalBytes, secondsLeft);
      },
    });
    assert.deepEqual([first.lines, first.inserted], [2, 4]);
    // The length of a stream is not known.
    assert.ok(totals.includes(undefined));
    const wide = new Uint8Array(
      new Uint16Array([..."\ufeff" + content].map((one) => one.charCodeAt(0))).buffer,
    );
    await withFile(wide, async (file) => {
      assert.equal((await loadCsv(db, curves, file, mapping)).unchanged, 4);
    });
    await withFile(gzipSync(content), async (file) => {
      await assert.rejects(loadCsv(db, curves, file, mapping), {
        name: "ConfigError",
        message: /as text: it is compressed by gzip, unpack it or save it as CSV first/,
      });
    });
  },
);

writeTest("loadCsv stops when aborted, even if its stream sends nothing more", async (t) => {
  const controller = new AbortController();
  let isAsked = false;
  async function* silent(): AsyncGenerator<Uint8Array> {
    // More than is read ahead to detect the file's format.
    yield new TextEncoder().encode(content.padEnd(70_000, "\n"));
    isAsked = true;
    setTimeout(() => controller.abort(), 50);
    await new Promise(() => {});
  }
  const stream = { name: "silent", bytes: silent() };
  await assert.rejects(
    loadCsv(t.db, curves, stream, { ...mapping, signal: controller.signal }),
    { name: "AbortError" },
  );
  assert.ok(isAsked);
  assert.equal(await countRows(t, "curves"), 0);
});

writeTest("loadCsv names the lines whose keys are stored with other values", async (t) => {
  await withFile(content, (file) => loadCsv(t.db, curves, file, mapping));
  await withFile(content.replace("5.4", "5.3"), async (file) => {
    const load = loadCsv(t.db, curves, file, { ...mapping, onConflict: "error" });
    await assert.rejects(load, (error) => {
      assert.ok(error instanceof LineConflictError, String(error));
      assert.match(
        error.message,
        /: line 3 is stored with other values,.* nothing is stored: keep/,
      );
      const [{ line, stored, given } = { line: 0, stored: {}, given: {} }] = error.conflicts;
      assert.deepEqual([line, stored, given], [3, { rate: 5.4 }, { rate: 5.3 }]);
      return true;
    });
  });
});

writeTest("loadCsv passes on the server's message without the statement", async ({ db }) => {
  const line =
    "series_id,observation_date,value,release_time\n999,2024-01-01,1,2024-02-01T00:00Z\n";
  await withFile(line, async (file) => {
    await assert.rejects(loadCsv(db, macroSeries, file), (error) => {
      assert.ok(error instanceof LinesError && error.cause instanceof Error, String(error));
      assert.match(error.cause.message, /violates foreign key constraint/);
      assert.doesNotMatch(error.cause.message, /\n/);
      return true;
    });
  });
});

writeTest("loadCsv says why a mapping does not fit the file or the table", async ({ db }) => {
  await db.execute(sql`insert into data_sources (name) values ('Other')`);
  await db.execute(
    sql`insert into series_metadata
      (source_id, series_code, name, frequency, country, unit, release_timezone)
    select id, 'S1', 'S1', 'monthly', 'US', 'index', 'America/New_York'
    from data_sources where name = 'Other'`,
  );
  const date = { columns: { observationDate: "date" }, set: { releaseTime: "2024-02-01T00:00Z" } };
  const cases: readonly (readonly [string, Parameters<typeof loadCsv>[3], RegExp])[] = [
    [
      "# a note, on the file\ndate,value\n",
      date,
      /begins with "#": comment \(--comment=#\) skips/,
    ],
    [
      "date,value\n",
      { ...date, onConflict: "replace" },
      /stored as a revision there: leave out onConflict/,
    ],
    [
      "date,value\n",
      { ...date, skipMissing: ["valu"] },
      /"valu" is not a column that can be loaded/,
    ],
    [
      "date,value\n",
      { ...date, set: { valeu: 1 } },
      /"valeu" is not a column .* want one of seriesId/,
    ],
    [
      "date,value\n",
      { ...date, set: { series: "S1" } },
      /expected one of Other\/S1, Source\/S1, as all of them have/,
    ],
    ["date,value,value\n", date, /the file has "value" twice: rename one of them and ignore it/],
  ];
  for (const [text, options, message] of cases) {
    await withFile(`${text}2024-01-01,1\n`, async (file) => {
      await assert.rejects(loadCsv(db, macroSeries, file, options), {
        name: "ConfigError",
        message,
      });
    });
  }
  await withFile("series,date,value\nS1,2024-01-01,1\nOther/S1,2024-01-01,1\n", async (file) => {
    const { inserted, problems } = await loadCsv(db, macroSeries, file, {
      ...date,
      badRows: "collect",
      skipMissing: ["observation_date"],
    });
    assert.equal(inserted, 1);
    assert.match(problems[0]?.reason ?? "", /got "S1", expected one of Other\/S1, Source\/S1/);
  });
});
