import assert from "node:assert/strict";
import type { Frequency } from "../../../src/schema/mod.ts";
import { comingReleases, type PastRelease } from "../../../src/sources/run/coming_releases.ts";

interface Case {
  readonly name: string;
  readonly frequency: Frequency;
  /** Stored observations with the day of their first release, newest first. */
  readonly past: readonly (readonly [day: string, released: string])[];
  /** True if the source dated none of them. */
  readonly isUndated?: boolean;
  readonly dates: readonly string[];
  readonly expected: readonly (readonly [period: string, date: string])[];
}

const cases: readonly Case[] = [
  {
    name: "a month gets the release after its end",
    frequency: "monthly",
    past: [["2026-10-01", "2026-11-06"], ["2026-09-01", "2026-10-02"]],
    dates: ["2026-10-02", "2026-11-06", "2026-12-04", "2027-01-08"],
    expected: [["2026-11-01", "2026-12-04"], ["2026-12-01", "2027-01-08"]],
  },
  {
    name: "a quarter's later estimates publish no new quarter",
    frequency: "quarterly",
    past: [["2026-07-01", "2026-10-29"], ["2026-04-01", "2026-07-30"]],
    dates: ["2026-11-25", "2026-12-22", "2027-01-28", "2027-02-25", "2027-03-25", "2027-04-29"],
    expected: [["2026-10-01", "2027-01-28"], ["2027-01-01", "2027-04-29"]],
  },
  {
    name: "profits come with the second estimate, as they did before",
    frequency: "quarterly",
    past: [["2026-07-01", "2026-11-25"], ["2026-04-01", "2026-08-27"]],
    dates: ["2026-12-22", "2027-01-28", "2027-02-25", "2027-03-25", "2027-04-29", "2027-05-27"],
    expected: [["2026-10-01", "2027-02-25"], ["2027-01-01", "2027-05-27"]],
  },
  {
    name: "a month that takes five weeks does not get the release of the month before",
    frequency: "monthly",
    past: [["2026-09-01", "2026-11-03"], ["2026-08-01", "2026-10-06"]],
    dates: ["2026-11-03", "2026-12-08", "2027-01-05"],
    expected: [["2026-10-01", "2026-12-08"], ["2026-11-01", "2027-01-05"]],
  },
  {
    name: "a survey is out before its month ends",
    frequency: "monthly",
    past: [["2026-11-01", "2026-11-19"], ["2026-10-01", "2026-10-15"]],
    dates: ["2026-11-19", "2026-12-17", "2027-01-21"],
    expected: [["2026-12-01", "2026-12-17"], ["2027-01-01", "2027-01-21"]],
  },
  {
    name: "a release that passed without a value is the period's: it is late",
    frequency: "monthly",
    past: [["2026-09-01", "2026-10-02"], ["2026-08-01", "2026-09-04"]],
    dates: ["2026-10-02", "2026-11-06", "2026-12-04"],
    expected: [["2026-10-01", "2026-11-06"], ["2026-11-01", "2026-12-04"]],
  },
  {
    name: "a week dated by its last day is out within the next",
    frequency: "weekly",
    past: [["2026-11-21", "2026-11-25"], ["2026-11-14", "2026-11-19"]],
    dates: ["2026-12-03", "2026-12-10"],
    expected: [["2026-11-28", "2026-12-03"], ["2026-12-05", "2026-12-10"]],
  },
  {
    name: "weekdays are out on the next one, over a holiday and a weekend too",
    frequency: "daily",
    past: [["2026-11-24", "2026-11-25"], ["2026-11-23", "2026-11-24"]],
    dates: ["2026-11-25", "2026-11-27", "2026-11-30", "2026-12-01"],
    expected: [
      ["2026-11-25", "2026-11-27"],
      ["2026-11-26", "2026-11-27"],
      ["2026-11-27", "2026-11-30"],
      ["2026-11-30", "2026-12-01"],
    ],
  },
  {
    name: "every day has a value, the weekend's come on Monday",
    frequency: "daily",
    past: [["2026-11-26", "2026-11-27"], ["2026-11-22", "2026-11-23"]],
    dates: ["2026-11-30", "2026-12-01"],
    expected: [
      ["2026-11-27", "2026-11-30"],
      ["2026-11-28", "2026-11-30"],
      ["2026-11-29", "2026-11-30"],
      ["2026-11-30", "2026-12-01"],
    ],
  },
  {
    name: "periods long before the calendar begins have no release in it",
    frequency: "monthly",
    past: [["2020-01-01", "2020-02-07"], ["2019-12-01", "2020-01-10"]],
    dates: ["2026-01-09", "2026-02-06"],
    expected: [
      ["2025-11-01", "2026-01-09"],
      ["2025-12-01", "2026-01-09"],
      ["2026-01-01", "2026-02-06"],
    ],
  },
  {
    name: "where nothing is dated, each period gets a release of its own",
    frequency: "monthly",
    past: [["2026-09-01", "2026-11-04"]],
    isUndated: true,
    dates: ["2026-11-03", "2026-12-08", "2027-01-05"],
    expected: [["2026-10-01", "2026-12-08"], ["2026-11-01", "2027-01-05"]],
  },
  {
    name: "without an observation nothing is known of periods",
    frequency: "monthly",
    past: [],
    dates: ["2026-12-04"],
    expected: [],
  },
  {
    name: "a series without a rhythm has no periods",
    frequency: "irregular",
    past: [["2026-10-01", "2026-11-06"]],
    dates: ["2026-12-04"],
    expected: [],
  },
];

const zone = "America/New_York";
const morning = (day: string) => new Date(`${day}T13:30:00Z`);

for (const { name, frequency, past, isUndated = false, dates, expected } of cases) {
  Deno.test(`coming releases: ${name}`, () => {
    const stored: readonly PastRelease[] = past.map(([day, released]) => ({
      day,
      releasedAt: morning(released),
      isDated: !isUndated,
    }));
    const found = comingReleases(
      dates.toReversed().map((day) => ({ expectedAt: morning(day), zone })),
      { frequency, past: stored },
    );
    assert.deepEqual(
      found,
      expected.map(([period, day]) => ({ period, expectedAt: morning(day), zone })),
    );
  });
}

Deno.test("coming releases: a source that names its periods is taken at its word", () => {
  const release = { period: "2026-10-01", expectedAt: morning("2026-12-04"), zone };
  assert.deepEqual(comingReleases([release], { frequency: "monthly", past: [] }), [release]);
});
