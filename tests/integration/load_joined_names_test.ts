import assert from "node:assert/strict";
import { loadCsv } from "../../src/ingest/mod.ts";
import { macroSeries, seriesMetadata } from "../../src/schema/mod.ts";
import { writeTest } from "./ingest_support.ts";
import { withFile } from "./load_csv_support.ts";

const create = { unit: "index", frequency: "daily", country: "US", zone: "America/New_York" };

writeTest("loadCsv makes codes of several columns, a series a country", async ({ db }) => {
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
    await assert.rejects(loadCsv(db, macroSeries, file, unknown), /"Land" is meant, but the file/);
  });
});
