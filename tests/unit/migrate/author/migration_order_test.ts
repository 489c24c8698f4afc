import assert from "node:assert/strict";
import { byNumber, isAfter } from "../../../../src/migrate/author/migration_order.ts";
import { migrationProblems } from "../../../../src/migrate/author/registry.ts";

Deno.test("byNumber orders ids of five digits after ids of four", () => {
  assert.deepEqual(["10000_a", "9999_b", "0001_c"].sort(byNumber), ["0001_c", "9999_b", "10000_a"]);
  assert.ok(isAfter("10000_a", "9999_b"));
  assert.ok(!isAfter("9999_b", "10000_a"));
});

Deno.test("byNumber orders ids with the same number or none by their text", () => {
  assert.deepEqual(["0001_b", "x", "0001_a"].sort(byNumber), ["0001_a", "0001_b", "x"]);
});

Deno.test("migrationProblems accepts ten thousand migrations", () => {
  const ids = Array.from({ length: 10_001 }, (_, i) => `${String(i + 1).padStart(4, "0")}_a`);
  assert.deepEqual(migrationProblems(ids), []);
});
