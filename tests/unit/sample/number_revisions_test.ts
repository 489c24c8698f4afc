import assert from "node:assert/strict";
import { numberRevisions } from "../../../src/sample/number_revisions.ts";

function released(observationDate: string, release: string, value: number | null) {
  return { observationDate, releaseTime: new Date(release), value };
}

function brief(revisions: ReturnType<typeof numberRevisions>): string[] {
  return revisions.map((it) => `${it.observationDate} ${it.revisionNumber} ${it.value}`);
}

Deno.test("numberRevisions counts by observation in the order of release", () => {
  const revisions = numberRevisions([
    released("2024-04-01", "2024-08-29", 20),
    released("2024-01-01", "2024-09-26", 12),
    released("2024-01-01", "2024-04-25", 10),
    released("2024-01-01", "2024-05-30", 11),
  ]);
  assert.deepEqual(brief(revisions), [
    "2024-01-01 0 10",
    "2024-01-01 1 11",
    "2024-01-01 2 12",
    "2024-04-01 0 20",
  ]);
});

Deno.test("numberRevisions leaves out a release that repeats the value, null included", () => {
  const revisions = numberRevisions([
    released("2024-01-01", "2024-01-02", null),
    released("2024-01-01", "2024-01-03", null),
    released("2024-01-01", "2024-01-04", 1),
    released("2024-01-01", "2024-01-05", 1),
    released("2024-01-01", "2024-01-06", null),
    released("2024-01-01", "2024-01-07", 1),
  ]);
  assert.deepEqual(brief(revisions), [
    "2024-01-01 0 null",
    "2024-01-01 1 1",
    "2024-01-01 2 null",
    "2024-01-01 3 1",
  ]);
});

Deno.test("numberRevisions refuses two values at one instant", () => {
  assert.throws(
    () =>
      numberRevisions([
        released("2024-01-01", "2024-04-25", 1),
        released("2024-01-01", "2024-04-25", 2),
      ]),
    { name: "RangeError", message: /it is 1 and 2 at 2024-04-25/ },
  );
});
