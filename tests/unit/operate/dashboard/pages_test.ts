import assert from "node:assert/strict";
import type { Picture } from "../../../../src/answers/show/mod.ts";
import { html } from "../../../../src/base/http/mod.ts";
import { createRedactor } from "../../../../src/base/logging/mod.ts";
import {
  bytesText,
  countText,
  dayText,
  ratioText,
  revisionMap,
  spanText,
} from "../../../../src/operate/dashboard/draw/mod.ts";
import type { Overview } from "../../../../src/operate/dashboard/overview.ts";
import {
  layout,
  overviewFragments,
  overviewPage,
  seriesListPage,
} from "../../../../src/operate/dashboard/page/mod.ts";
import { keep, within } from "../../../../src/operate/dashboard/read/mod.ts";
import { finding } from "../../../../src/operate/verify/mod.ts";
import type { ObservedJob } from "../../../../src/operate/observe/mod.ts";
import { chunkOf, tableOf } from "./observed_table.ts";

const evil = `</td><script>alert("x")</script><img src=x onerror='y'>&`;
const nothing = { value: null, readAt: null, ms: null, trouble: null };
const readAt = new Date("2026-01-01T00:00:00Z");

const job: ObservedJob = {
  id: 1_011,
  name: `job 1011 (${evil})`,
  kind: "other",
  relation: null,
  config: { password: "canary-of-config" },
  scheduled: true,
  everyMs: 3_600_000,
  isRunning: false,
  lastStarted: readAt,
  lastSucceeded: null,
  nextStart: readAt,
  runs: 3,
  failures: 3,
  failure: { message: `${evil} with canary-of-error`, isFalseAlarm: false },
};

const overview: Overview = {
  catalog: {
    value: {
      at: readAt,
      server: {
        postgres: "17.4",
        timescaledb: "2.29.2",
        edition: "community",
        restoring: false,
        available: null,
      } as never, // what the page shows of a server
      hypertables: [tableOf([chunkOf(0)], { relation: { schema: evil, name: evil } })],
      jobs: [job],
      aggregates: [],
    },
    readAt,
    ms: 12,
    trouble: null,
  },
  services: {
    ...nothing,
    readAt,
    value: [{
      check: { name: "redis", status: "fail", latencyMs: null, detail: evil },
      findings: [
        finding("thin-segments", {
          object: evil,
          sentence: evil,
          remedy: `${evil} canary-of-error`,
        }),
      ],
    }],
  },
  migrations: { ...nothing, trouble: `Cannot read the migrations: ${evil}` },
  drift: nothing,
  isLooking: false,
  isPending: false,
  late: nothing,
};

Deno.test("no text of a server becomes a tag or leaves an attribute, on any part of the page", () => {
  const redact = createRedactor(["canary-of-error"]);
  const { text } = overviewPage(overviewFragments(overview, redact));
  assert.doesNotMatch(text, /<script|<img|onerror='/);
  assert.match(text, /&#60;script&#62;/);
  assert.doesNotMatch(text, /canary/, "neither a known secret nor the settings of a job");
});

Deno.test("a failed job stands first with its message, a false alarm is told apart", () => {
  const alarm: ObservedJob = {
    ...job,
    id: 1_000,
    name: "compression policy of x",
    kind: "compression",
    config: { compress_after: "7 days", password: "canary" },
    failure: { message: 'cannot drop portal "" while it is being set up', isFalseAlarm: true },
  };
  const { value } = overview.catalog;
  assert.ok(value);
  const catalog = { ...overview.catalog, value: { ...value, jobs: [alarm, job] } };
  const jobs = overviewFragments({ ...overview, catalog }, (text) => text)
    .find(({ id }) => id === "jobs")?.html.text ?? "";
  assert.ok(jobs.indexOf("1011") < jobs.indexOf("compression policy of x"));
  assert.match(jobs, /false alarm[^]*after 7 days[^]*False alarm: a known trap/);
  assert.doesNotMatch(jobs, /cannot drop portal|canary"/);
  const facts = overviewFragments({ ...overview, catalog }, (text) => text)
    .find(({ id }) => id === "facts")?.html.text ?? "";
  assert.match(
    facts.replaceAll(/<[^>]*>/g, " ").replaceAll(/\s+/g, " "),
    /Failed jobs ! 1 of 2 jobs/,
  );
});

Deno.test("the search of the list stays in its field, whatever it holds", () => {
  const { text } = seriesListPage({
    series: [],
    total: 0,
    search: evil,
    page: 1,
    size: 50,
    late: new Map(),
    redact: (text) => text,
  });
  assert.doesNotMatch(text, /<script|<img/);
  assert.match(text, /No series has/);
});

Deno.test("a page has a language, landmarks, one main heading, and nothing inline", () => {
  const { text } = layout({
    page: "overview",
    title: "A & B",
    body: html`<h1>One</h1>`,
    hasCharts: true,
  });
  assert.match(text, /<html lang="en">[^]*<nav aria-label="Pages">[^]*<main id="main"/);
  assert.doesNotMatch(text, /<script>|<style|\sstyle=|\son\w+=|https?:|<img/);
});

Deno.test("words are those of people", () => {
  assert.deepEqual([0, 999, 1_000, 9_960, 123_456, 4.2e9].map(bytesText), [
    "0 B",
    "999 B",
    "1.0 kB",
    "10 kB",
    "123 kB",
    "4.2 GB",
  ]);
  assert.deepEqual([countText(1, "row"), countText(2_000, "row")], ["1 row", "2,000 rows"]);
  assert.deepEqual([ratioText(100, 8), ratioText(0, 0)], ["12.5 ×", "–"]);
  assert.deepEqual([spanText(43_200_000), spanText(1_000)], ["12 hours", "1 second"]);
  assert.deepEqual([dayText(0), dayText(60_000), dayText(Infinity)], [
    "1970-01-01",
    "1970-01-01 00:01",
    "the end",
  ]);
});

Deno.test("keep shares a read, keeps the last good state through failures, and does not hurry", async () => {
  let [reads, fails] = [0, false];
  const kept = keep(() => {
    reads++;
    return fails ? Promise.reject(new TypeError("away")) : Promise.resolve(reads);
  }, { freshMs: 0, explain: String });
  const both = await Promise.all([kept.read(), kept.read()]);
  assert.deepEqual(both.map(({ value }) => value), [1, 1]);
  fails = true;
  const bad = await kept.read();
  assert.deepEqual([bad.value, bad.trouble], [1, "TypeError: away"]);
  fails = false;
  assert.deepEqual([(await kept.read()).value, kept.last.trouble], [3, null]);

  const { promise, resolve } = Promise.withResolvers<number>();
  const slow = keep(() => promise, { freshMs: 0, explain: String });
  assert.equal((await within(slow, 10)).value, null);
  assert.ok(slow.isReading);
  resolve(7);
  assert.equal((await within(slow, 1_000)).value, 7);
});

Deno.test("the map of revisions is a table whose cells say the change with its sign", () => {
  const revision = (
    release: number,
    day: string,
    at: string,
    value: number,
    previous: number | null,
  ) => ({
    observationDate: day,
    value,
    releaseTime: new Date(at),
    release,
    previousValue: previous,
    ingestedAt: new Date(at),
  });
  const picture: Picture = {
    series: {
      id: 1,
      source: "ALFRED",
      code: "GDPC1",
      name: "GDP",
      unit: "billions",
      frequency: "quarterly",
      zone: "UTC",
    },
    at: readAt,
    newest: [],
    first: [],
    revisions: [
      revision(1, "2024-01-01", "2024-04-25T12:30:00Z", 100, null),
      revision(2, "2024-01-01", "2024-05-30T12:30:00Z", 101, 100),
      revision(1, "2024-04-01", "2024-07-25T12:30:00Z", 102, null),
      revision(2, "2024-04-01", "2024-09-26T12:30:00Z", 100.98, 102),
    ],
    next: null,
    late: null,
  };
  const rows = revisionMap(picture).text.replaceAll(/\s+/g, " ");
  assert.match(rows, /in % of the value before/);
  assert.match(rows, /2024Q1[^]*class="first">new<[^]*class="up-3">\+1\.00<[^]*class="same">=</);
  assert.match(rows, /2024Q2[^]*class="down-3">−1\.00</);
});
