import assert from "node:assert/strict";
import fc from "fast-check";
import { asOf } from "../../../../mod.ts";
import { auditLookAhead, createTestDatabase } from "../../../../src/testing/mod.ts";
import { fillLookAheadData, series } from "../../../fixtures/look_ahead_data.ts";

const first = Date.parse("2022-06-01T00:00:00Z");
const last = Date.parse("2025-06-01T00:00:00Z");

Deno.test("a model that reads up to any instant looks ahead if that is later, and only then", async () => {
  await using database = await createTestDatabase();
  await fillLookAheadData(database.pool);
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: first, max: last }),
      fc.integer({ min: -3, max: 40 }).map((power) => power < 0 ? power : 2 ** power - 1),
      fc.constantFrom(...[series.gdp, series.payrolls, series.prices]),
      async (at, offset, id) => {
        const report = await auditLookAhead(
          async (db) => (await asOf(db, { series: id, at: new Date(at + offset) })).slice(-3),
          { database, at: new Date(at) },
        );
        assert.equal(report.ok, offset <= 0, report.text);
      },
    ),
    { numRuns: 12 },
  );
});
