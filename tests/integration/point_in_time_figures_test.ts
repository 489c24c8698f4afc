import assert from "node:assert/strict";
import {
  asOf,
  changesSince,
  crossSection,
  firstRelease,
  latest,
  panel,
  revisions,
  vintageMatrix,
} from "../../src/point_in_time/mod.ts";
import { fiscalData, flowData } from "../../src/schema/mod.ts";
import { compress, makeSeries, readingTest } from "./point_in_time_support.ts";

const at = "2024-03-01T12:00:00Z";

readingTest("reads of flows and fiscal figures take the one kind that is asked for", async (t) => {
  const { client, database } = t;
  const seriesId = await makeSeries(client, { code: "FLOW" });
  const [january, february, march] = ["2024-01-20", "2024-02-20", "2024-03-20"].map((day) =>
    new Date(`${day}T12:00:00Z`)
  );
  const release = { seriesId, observationDate: "2024-01-01" };
  const first = { ...release, releaseTime: january ?? new Date(), revisionNumber: 0 };
  const second = { ...release, releaseTime: february ?? new Date(), revisionNumber: 1 };
  const third = { ...release, releaseTime: march ?? new Date(), revisionNumber: 2 };
  await database.db.insert(flowData).values([
    { ...first, flowType: "exports", value: 1, unit: "USD million" },
    { ...second, flowType: "exports", value: 2, unit: null },
    { ...third, flowType: "exports", value: 3, unit: null },
    { ...first, flowType: "imports", value: 100, unit: null },
  ]);
  await database.db.insert(fiscalData).values([
    { ...first, fiscalMetric: "gross_debt", value: 70, unit: "% of GDP" },
    { ...second, fiscalMetric: "gross_debt", value: 71, unit: "% of GDP" },
    { ...second, fiscalMetric: "net_debt", value: 60, unit: "% of GDP" },
  ]);
  const cases = [
    { kind: { flowType: "exports" as const }, table: "flow_data", values: [1, 2], unit: null },
    {
      kind: { fiscalMetric: "gross_debt" as const },
      table: "fiscal_data",
      values: [70, 71],
      unit: "% of GDP",
    },
  ];
  for (const { kind, table, values: [before, known], unit } of cases) {
    for (const isCompressed of [false, true]) {
      if (isCompressed && !await compress(client, table)) break;
      const one = { series: seriesId, at, ...kind };
      const wanted = {
        observationDate: "2024-01-01",
        value: known,
        releaseTime: february,
        unit,
      };
      assert.deepEqual(await asOf(database, one), [wanted]);
      assert.deepEqual(await latest(database, { ...one, maxAge: "90 days" }), wanted);
      const cross = await crossSection(database, { ...one, series: [seriesId], maxAge: null });
      assert.deepEqual(cross[0]?.observation, wanted);
      const grid = await panel(database, {
        ...kind,
        series: [seriesId],
        at: [at],
        maxAge: "90 days",
      });
      assert.deepEqual(grid[0]?.cells, [wanted]);
      assert.equal((await firstRelease(database, one))[0]?.value, before);
      assert.deepEqual((await revisions(database, one)).map(({ value }) => value), [before, known]);
      const matrix = await vintageMatrix(database, one);
      assert.deepEqual(matrix.rows[0]?.cells.map((cell) => cell?.value), [before, known]);
      const [change] = await changesSince(database, { ...one, since: "2024-02-01T00:00Z" });
      assert.deepEqual([change?.before?.value, change?.after.value], [before, known]);
    }
  }
  assert.deepEqual(await asOf(database, { series: seriesId, at }), []);
  await assert.rejects(
    asOf(database, { series: seriesId, at, flowType: "exports", fiscalMetric: "gross_debt" }),
    { name: "TypeError", message: /pass one of the two/ },
  );
});
