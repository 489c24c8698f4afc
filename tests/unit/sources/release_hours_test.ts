import assert from "node:assert/strict";
import { hourOf, releaseHours } from "../../../src/sources/fred/release_hours.ts";

const timeOf = (release: string) => hourOf(release, releaseHours)?.time;

Deno.test("a release that came at two hours counts as known at the later one", () => {
  assert.equal(timeOf("H.6 Money Stock Measures"), "16:30");
});

Deno.test("a release whose name only begins like another one's has its own hour", () => {
  assert.equal(timeOf("Gross Domestic Product"), "08:30");
  assert.equal(timeOf("Gross Domestic Product by State"), "10:00");
  assert.equal(timeOf("Gross Domestic Product by County and Metropolitan Area"), "10:00");
  assert.equal(timeOf("A release that nobody named"), undefined);
});
