import assert from "node:assert/strict";
import {
  atEndOfDay,
  atStartOfDay,
  inNextMonth,
  onReleaseDate,
} from "../../../src/sample/release_rule.ts";

const figure = (observationDate: string, releaseDate?: string) => ({
  observationDate,
  releaseDate,
});

Deno.test("onReleaseDate takes the hour in the series' zone", () => {
  const instant = onReleaseDate("08:30")(figure("2024-01-01", "2024-04-25"), "America/New_York");
  assert.equal(instant.toISOString(), "2024-04-25T12:30:00.000Z");
});

Deno.test("onReleaseDate refuses a figure without a release date", () => {
  assert.throws(() => onReleaseDate("08:30")(figure("2024-01-01"), "America/New_York"), {
    name: "TypeError",
    message: /Cannot date the release of "2024-01-01"/,
  });
});

Deno.test("inNextMonth goes over the end of a year", () => {
  const rule = inNextMonth(15, "09:00");
  assert.equal(
    rule(figure("2025-12-01"), "America/Sao_Paulo").toISOString(),
    "2026-01-15T12:00:00.000Z",
  );
});

Deno.test("atEndOfDay knows a value when the day is over there", () => {
  const instant = atEndOfDay()(figure("2026-08-03"), "America/Sao_Paulo");
  assert.equal(instant.toISOString(), "2026-08-04T03:00:00.000Z");
});

Deno.test("atStartOfDay knows a value when the day begins there", () => {
  const instant = atStartOfDay()(figure("2026-08-06"), "America/Sao_Paulo");
  assert.equal(instant.toISOString(), "2026-08-06T03:00:00.000Z");
});
