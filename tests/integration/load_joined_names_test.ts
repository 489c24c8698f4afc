import assert from "node:assert/strict";
import { gt } from "drizzle-orm";
import { loadCsv } from "../../src/ingest/mod.ts";
import { macroSeries, seriesMetadata } from "../../src/schema/mod.ts";
import { countRows, writeTest } from "./ingest_support.ts";
import { withFile } from "./load_csv_support.ts";

const create = { unit: "index", frequency: "daily", country: "US", zone: "America/New_York" };

writeTest("loadCsv builds codes from several columns, one series per country", async ({ db }) => {
  const content = `Country Code,Indicator Code,2020,2021
BRA,GDP,1,2
DEU,GDP,3,
`;
  await withFile(content, async (file) => {
    const options = {
      set: { releaseTime: "2024-11-20" },
      columns: { series: "Indicator Code" },
      create: { ...create, source: "WB" },
      ignore: ["Country Code"],
      wide: "periods",
    } as const;
    const torn = content.replace("3,", "3,4");
    await withFile(torn, (other) =>
      assert.rejects(
        loadCsv(db, macroSeries, other, options),
        /one value belongs to one release.*\(--set series="SOURCE\/\{NAME\}/,
      ));
    const { columns: _, ignore: __, ...rest } = options;
    const set = { ...options.set, series: "WB/{Country Code}.{Indicator Code}" };
    for (const inserted of [3, 0]) {
      const result = await loadCsv(db, macroSeries, file, { ...rest, set, create });
      assert.equal(result.inserted, inserted);
    }
    const stored = await db.select({ code: seriesMetadata.seriesCode }).from(seriesMetadata)
      .orderBy(seriesMetadata.seriesCode).limit(2);
    assert.deepEqual(stored.map(({ code }) => code), ["BRA.GDP", "DEU.GDP"]);
    const unknown = { ...rest, set: { ...set, series: "WB/{Land}" } };
    await assert.rejects(
      loadCsv(db, macroSeries, file, unknown),
      /the mapping names "Land", but the file/,
    );
  });
});

writeTest(
  "loadCsv reads SDMX's codes of frequency, and makes no names from empty cells",
  async (database) => {
    const { db } = database;
    const content = "KEY,FREQ,TITLE,TIME_PERIOD,value\nA,Q,,2024-Q1,1\nB,M,Title,2024-01,2\n";
    const options = {
      set: { releaseTime: "2024-11-20" },
      columns: { series: "KEY", observationDate: "TIME_PERIOD" },
      create: { ...create, source: "ECB", frequency: "{FREQ}", name: "{TITLE}" },
    } as const;
    await withFile(content, async (file) => {
      assert.equal((await loadCsv(db, macroSeries, file, options)).created?.length, 3);
    });
    const stored = await db.select().from(seriesMetadata).where(gt(seriesMetadata.id, 20))
      .orderBy(seriesMetadata.seriesCode);
    assert.deepEqual(stored.map(({ name, frequency }) => [name, frequency]), [
      ["A", "quarterly"],
      ["Title", "monthly"],
    ]);
    await withFile(content.replace("A,Q", ".,Q"), async (file) => {
      await assert.rejects(
        loadCsv(db, macroSeries, file, options),
        /line 2 refused \(series: got ".", expected the name of a series\)/,
      );
    });
  },
);

writeTest(
  "loadCsv leaves no names behind if its caller rolls back the transaction",
  async (database) => {
    const { db } = database;
    const content = "series,observation_date,value\nNEW,2024-01-01,1\n";
    const options = { set: { releaseTime: "2024-11-20" }, create: { ...create, source: "X" } };
    await withFile(content, async (file) => {
      await assert.rejects(db.transaction(async (tx) => {
        const { inserted, created } = await loadCsv(tx, macroSeries, file, options);
        assert.deepEqual([inserted, created?.length], [1, 2]);
        tx.rollback();
      }));
      assert.equal(await countRows(database, "series_metadata"), 20);
      assert.equal((await loadCsv(db, macroSeries, file, options)).created?.length, 2);
    });
  },
);
