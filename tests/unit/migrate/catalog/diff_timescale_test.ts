import assert from "node:assert/strict";
import { diffTimescale } from "../../../../src/migrate/catalog/diff_timescale.ts";
import type {
  AggregateModel,
  HypertableModel,
  PolicyModel,
} from "../../../../src/migrate/catalog/timescale_model.ts";
import { emptyTimescale, hypertableModel, job } from "./_models.ts";

const compression = {
  segmentBy: ["symbol"],
  orderBy: ["time desc", "id"],
  rollup: "30 days",
  sparseByHand: null,
};
const bars = hypertableModel("bars", { compression });

function diff(
  expected: HypertableModel | null,
  actual: HypertableModel | null,
  needsSparseIndex = false,
): readonly string[] {
  const model = (one: HypertableModel | null) => ({
    ...emptyTimescale,
    hypertables: one === null ? [] : [one],
  });
  return diffTimescale(model(expected), model(actual), {
    needsSparseIndex: () => needsSparseIndex,
  }).map((found) => `${found.object} ${found.property}: ${found.expected} / ${found.actual}`);
}

const policies = (...list: readonly PolicyModel[]): HypertableModel => ({
  ...bars,
  policies: list,
});
const after = (text: string, job: PolicyModel["job"] = null): PolicyModel => ({
  kind: "retention policy",
  after: text,
  every: "1 day",
  job,
});

const cases: readonly {
  name: string;
  actual: HypertableModel | null;
  found: readonly string[];
  expected?: HypertableModel;
}[] = [
  { name: "nothing", actual: bars, found: [] },
  {
    name: "a plain table",
    actual: null,
    found: ["bars hypertable: by time, chunks of 7 days / null"],
  },
  {
    name: "another time column",
    actual: { ...bars, timeColumn: "at" },
    found: ["bars time column: time / at"],
  },
  {
    name: "no difference in equal chunk intervals",
    actual: { ...bars, chunkInterval: "168:00:00" },
    found: [],
  },
  {
    name: "no difference in equal rollups",
    actual: { ...bars, compression: { ...compression, rollup: "1 mon" } },
    found: [],
  },
  {
    name: "compression turned off",
    actual: { ...bars, compression: null },
    found: ["bars compression: segmented by (symbol), ordered by (time desc, id) / null"],
  },
  {
    name: "a month instead of 30 days",
    expected: policies(after("1 month")),
    actual: policies(after("30 days")),
    found: ["bars retention policy: after 1 month / after 30 days"],
  },
  {
    name: "no difference in equal months",
    expected: policies(after("1 month")),
    actual: policies(after("1 mon")),
    found: [],
  },
  {
    name: "a policy that cannot be declared",
    expected: policies(after("1 month")),
    actual: policies(after("created 3 days")),
    found: ["bars retention policy: after 1 month / after created 3 days"],
  },
  {
    name: "a paused job",
    expected: policies(after("1 month")),
    actual: policies(after("1 month", job({ scheduled: false }))),
    found: [
      "bars retention policy schedule: running / paused",
    ],
  },
  {
    name: "no difference in the server's default schedule",
    expected: policies(after("1 month")),
    actual: policies(after("1 month", job())),
    found: [],
  },
  {
    name: "every field of a job",
    expected: policies(after("1 month")),
    actual: policies(after(
      "1 month",
      job({
        every: "02:30:00",
        maxRuntime: null,
        maxRetries: 3,
        retryPeriod: "01:00:00",
        fixedStart: "at fixed times from its first run",
        postponedTo: "never",
        extras: ["verbose_log=true"],
      }),
    )),
    found: [
      "bars retention policy interval: 1 day / 150 minutes",
      "bars retention policy max runtime: 5 minutes / no limit",
      "bars retention policy max retries: no limit / 3",
      "bars retention policy retry period: 5 minutes / 1 hour",
      "bars retention policy start: one interval after the previous run / at fixed times from its first run",
      "bars retention policy config: no extra settings / verbose_log=true",
      "bars retention policy next start: within its interval / never",
    ],
  },
  {
    name: "no fields of a job with another policy",
    expected: policies(after("1 month")),
    actual: policies(after("1 year", job({ maxRetries: 3 }))),
    found: ["bars retention policy: after 1 month / after 1 year"],
  },
  {
    name: "a reorder policy",
    actual: { ...bars, reorder: { index: "ix", every: "1 day", job: job() } },
    found: ["bars reorder policy: null / by ix"],
  },
];
for (const { name, expected = bars, actual, found } of cases) {
  Deno.test(`diffTimescale finds ${name}`, () => {
    assert.deepEqual(diff(expected, actual), found);
  });
}

Deno.test("diffTimescale finds automatic sparse indexes only where they matter and are known", () => {
  const automatic = { ...bars, compression: { ...compression, sparseByHand: false } };
  assert.deepEqual(diff(bars, automatic), []);
  assert.deepEqual(diff(bars, automatic, true), ["bars sparse index: set by hand / automatic"]);
  assert.deepEqual(diff(bars, bars, true), []);
});

Deno.test("diffTimescale finds each additional refresh policy, but not the declared one", () => {
  const refresh = (endOffset: string, id: number | null): PolicyModel => ({
    kind: "refresh policy",
    startOffset: null,
    endOffset,
    every: "1 day",
    job: id === null ? null : job({ id, every: "1 day", maxRuntime: null, retryPeriod: "1 day" }),
  });
  const aggregate = (...list: readonly PolicyModel[]): AggregateModel => ({
    relation: { schema: "public", name: "daily" },
    query: "select  1",
    plainQuery: null,
    materializedOnly: true,
    policies: list,
  });
  const found = diffTimescale(
    { ...emptyTimescale, aggregates: [aggregate(refresh("1 hour", null))] },
    {
      ...emptyTimescale,
      aggregates: [{
        ...aggregate(refresh("2 hours", 1001), refresh("01:00:00", 1002)),
        query: "select 1",
      }],
    },
  );
  assert.deepEqual(found, [{
    object: "daily",
    property: "refresh policy",
    expected: null,
    actual: "from the beginning to 2 hours ago, every 1 day",
  }]);
});

Deno.test("diffTimescale ignores fields of jobs that migrations change", () => {
  const hypertables = [policies(after("1 month", job({ maxRetries: 3, scheduled: false })))];
  const found = diffTimescale(
    {
      ...emptyTimescale,
      hypertables: [policies(after("1 month"))],
      jobFieldsByHand: new Set(["schedule"]),
    },
    { ...emptyTimescale, hypertables },
  );
  assert.deepEqual(found.map(({ property }) => property), ["retention policy max retries"]);
});
