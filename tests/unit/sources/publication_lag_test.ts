import assert from "node:assert/strict";
import { ConfigError } from "../../../src/base/errors.ts";
import type { Frequency } from "../../../src/schema/mod.ts";
import { assumedRelease, parseLag } from "../../../src/sources/snapshot/publication_lag.ts";

Deno.test("parseLag reads durations as ISO 8601 and people write them", () => {
  const cases = [
    ["P20D", "P20D"],
    ["P1M", "P1M"],
    ["PT36H", "PT36H"],
    ["20 days", "P20D"],
    ["1 month", "P1M"],
    [" 2 Weeks ", "P2W"],
    ["36 hours", "PT36H"],
    ["0 days", "PT0S"],
  ] as const;
  for (const [text, expected] of cases) assert.equal(parseLag(text).toString(), expected, text);
  for (const text of ["", "soon", "20", "-1 days", "-P1D", "20 d", "P", "1.5 days"]) {
    assert.throws(() => parseLag(text), ConfigError, text);
  }
});

Deno.test("assumedRelease begins to count at the end of the period in the source's zone", () => {
  const cases: readonly (readonly [string, Frequency, string, string])[] = [
    ["2024-06-03", "daily", "0 days", "2024-06-04T03:00:00.000Z"],
    ["2024-06-03", "daily", "18 hours", "2024-06-04T21:00:00.000Z"],
    ["2024-06-03", "weekly", "1 day", "2024-06-11T03:00:00.000Z"],
    ["2024-01-01", "monthly", "1 month", "2024-03-01T03:00:00.000Z"],
    ["2024-01-01", "quarterly", "60 days", "2024-05-31T03:00:00.000Z"],
    ["2024-01-01", "semiannual", "0 days", "2024-07-01T03:00:00.000Z"],
    ["2024-01-01", "annual", "90 days", "2025-04-01T03:00:00.000Z"],
    // Clocks in Brasília skipped the first hour of this day.
    ["2018-11-03", "daily", "0 days", "2018-11-04T03:00:00.000Z"],
  ];
  for (const [day, frequency, lag, expected] of cases) {
    const release = assumedRelease(day, {
      frequency,
      lag: parseLag(lag),
      zone: "America/Sao_Paulo",
    });
    assert.equal(release.toISOString(), expected, `${day} ${frequency} ${lag}`);
  }
});
