import assert from "node:assert/strict";
import { auditLookAhead, createTestDatabase } from "../../../../src/testing/mod.ts";
import { allRight } from "../../../fixtures/look_ahead_case.ts";
import { lookAheadCases } from "../../../fixtures/look_ahead_cases.ts";
import { AT, fillLookAheadData } from "../../../fixtures/look_ahead_data.ts";

Deno.test("auditLookAhead finds each mistake, and nothing in the model put right", async (t) => {
  await using database = await createTestDatabase();
  await fillLookAheadData(database.pool);
  for (const { name, wrong } of lookAheadCases) {
    await t.step(name, async () => {
      const found = await auditLookAhead(wrong, { database, at: AT });
      assert.equal(found.finding?.cause, "look-ahead", found.text);
      assert.ok(found.finding.read, found.text);
    });
  }
  await t.step("the models put right", async () => {
    const clean = await auditLookAhead(allRight(lookAheadCases), { database, at: AT });
    assert.ok(clean.ok, clean.text);
    assert.ok(clean.reads >= lookAheadCases.length);
  });
});
