import assert from "node:assert/strict";
import { foldTimescale } from "../../../../src/migrate/catalog/fold_timescale.ts";
import { defineMigration, type MigrationBuilder } from "../../../../src/migrate/mod.ts";
import { hypertableModel } from "./_models.ts";

function fold(...ups: readonly ((m: MigrationBuilder) => void)[]) {
  return foldTimescale(
    ups.map((up, i) => ({ migration: defineMigration(`000${i + 1}_step`, { up }) })),
  );
}

const begin = (m: MigrationBuilder): void => {
  m.sql("create table bars (time timestamptz, symbol text)");
  m.createHypertable("bars", { by: "time", chunkInterval: "1 day" });
  m.setCompression("bars", { segmentBy: ["symbol"], orderBy: ["time desc"], rollup: "7 days" });
  m.addCompressionPolicy("bars", { after: "7 days" });
};
const compression = {
  segmentBy: ["symbol"],
  orderBy: ["time desc"],
  rollup: "7 days",
  sparseByHand: null,
};
const policy = {
  kind: "compression policy",
  after: "7 days",
  every: "12 hours",
  job: null,
} as const;
const bars = hypertableModel("bars", { chunkInterval: "1 day", compression, policies: [policy] });

const cases: readonly {
  name: string;
  up: (m: MigrationBuilder) => void;
  becomes: typeof bars | null;
}[] = [
  {
    name: "another chunk interval",
    up: (m) => m.setChunkInterval("bars", "2 days"),
    becomes: { ...bars, chunkInterval: "2 days" },
  },
  {
    name: "other settings that keep the rollup",
    up: (m) => m.setCompression("bars", { segmentBy: [], orderBy: ["time", "symbol"] }),
    becomes: {
      ...bars,
      compression: { ...compression, segmentBy: [], orderBy: ["time", "symbol"] },
    },
  },
  {
    name: "a removed rollup",
    up: (m) =>
      m.setCompression("bars", { segmentBy: ["symbol"], orderBy: ["time desc"], rollup: null }),
    becomes: { ...bars, compression: { ...compression, rollup: null } },
  },
  {
    name: "no compression",
    up: (m) => {
      m.removeCompressionPolicy("bars");
      m.removeCompression("bars");
    },
    becomes: { ...bars, compression: null, policies: [] },
  },
  {
    name: "a policy with another age",
    up: (m) => {
      m.removeCompressionPolicy("bars");
      m.addCompressionPolicy("bars", { after: "8 days" });
    },
    becomes: { ...bars, policies: [{ ...policy, after: "8 days" }] },
  },
  {
    name: "a reorder policy by SQL",
    up: (m) => m.sql("SELECT add_reorder_policy('public.bars', index_name => 'ix_bars')"),
    becomes: { ...bars, reorder: { index: "ix_bars", every: "12 hours", job: null } },
  },
  {
    name: "a removed reorder policy",
    up: (m) => {
      m.sql("select add_reorder_policy('bars', 'ix_bars')");
      m.sql("select remove_reorder_policy('bars')");
    },
    becomes: bars,
  },
  {
    name: "a policy of chunks of two hours",
    up: (m) => {
      m.removeCompressionPolicy("bars");
      m.setChunkInterval("bars", "2 hours");
      m.addCompressionPolicy("bars", { after: "7 days" });
    },
    becomes: { ...bars, chunkInterval: "2 hours", policies: [{ ...policy, every: "1 hour" }] },
  },
  {
    name: "a table dropped by SQL",
    up: (m) => m.sql("drop table if exists bars, other cascade"),
    becomes: null,
  },
  {
    name: "a table renamed by SQL",
    up: (m) => m.sql('ALTER TABLE public."bars" RENAME TO candles'),
    becomes: { ...bars, relation: { schema: "public", name: "candles" } },
  },
  {
    name: "columns renamed by SQL",
    up: (m) => {
      m.sql("alter table bars rename column time to at");
      m.sql("alter table only bars rename symbol to ticker");
    },
    becomes: {
      ...bars,
      timeColumn: "at",
      compression: { ...compression, segmentBy: ["ticker"], orderBy: ["at desc"] },
    },
  },
];
for (const { name, up, becomes } of cases) {
  Deno.test(`foldTimescale folds ${name}`, () => {
    assert.deepEqual(fold(begin, up).hypertables, becomes === null ? [] : [becomes]);
  });
}

Deno.test("foldTimescale folds aggregates and their policies", () => {
  const { aggregates } = fold(begin, (m) => {
    m.createContinuousAggregate("daily", { query: "select 1", plainQuery: "select 2" });
    m.addRefreshPolicy("daily", { endOffset: "1 day", every: "1 hour" });
    m.addRetentionPolicy("daily", { after: "1 year" });
    m.createContinuousAggregate("gone", { query: "select 1" });
    m.dropContinuousAggregate("gone");
  });
  assert.deepEqual(aggregates, [{
    relation: { schema: "public", name: "daily" },
    query: "select 1",
    plainQuery: "select 2",
    materializedOnly: false,
    policies: [
      { kind: "refresh policy", startOffset: null, endOffset: "1 day", every: "1 hour", job: null },
      { kind: "retention policy", after: "1 year", every: "1 day", job: null },
    ],
    compression: null,
  }]);
});

Deno.test("foldTimescale folds the settings of aggregates", () => {
  const query =
    "select time_bucket('1 day', time), extract(day from time) from \"bars\" group by 1";
  const { aggregates } = fold(begin, (m) => {
    m.createContinuousAggregate("daily", { query });
    m.createContinuousAggregate("monthly", { query: "SELECT 1 FROM public.daily" });
    m.createContinuousAggregate("other", { query: "select 1 from nothing_known" });
    m.alterContinuousAggregate("monthly", { compression: { segmentBy: [], orderBy: ["bucket"] } });
    m.alterContinuousAggregate("daily", { chunkInterval: "5 days" });
    m.addCompressionPolicy("daily", { after: "1 year" });
  });
  assert.deepEqual(
    aggregates.map(({ chunkInterval, compression }) => [chunkInterval, compression]),
    [
      ["5 days", null],
      ["10 days", { segmentBy: [], orderBy: ["bucket"], rollup: null, sparseByHand: null }],
      [undefined, null],
    ],
  );
  assert.deepEqual(aggregates[0]?.policies.map((policy) => "every" in policy && policy.every), [
    "12 hours",
  ]);
});

Deno.test("foldTimescale ignores deferred steps", () => {
  const migration = defineMigration("0001_begin", { up: begin });
  const { hypertables } = foldTimescale([{ migration, skip: new Set([2, 3]) }]);
  assert.deepEqual(hypertables, [{ ...bars, compression: null, policies: [] }]);
  assert.deepEqual(foldTimescale([{ migration, skip: new Set([1, 2, 3]) }]).hypertables, []);
});

Deno.test("foldTimescale reads which fields of jobs plain SQL changes", () => {
  const fields = (sql: string) => [...fold((m) => m.sql(sql)).jobFieldsByHand ?? []].sort();
  assert.deepEqual(
    fields("do $$ begin perform alter_job(j, Scheduled => false, max_retries => 3); end $$"),
    ["max retries", "schedule"],
  );
  assert.deepEqual(fields("-- alter_job(1000)\nselect 1"), []);
  assert.equal(fields("select alter_job(1000, interval '1 day')").length, 8);
});

Deno.test("foldTimescale folds whether an aggregate shows only materialized rows, from steps and SQL", () => {
  const shown = (build: (m: MigrationBuilder) => void): boolean | undefined =>
    foldTimescale([{
      migration: defineMigration("0001_a", {
        up: (m) => {
          m.createContinuousAggregate("daily", { query: "select 1" });
          build(m);
        },
      }),
    }]).aggregates[0]?.materializedOnly;
  assert.equal(shown(() => {}), false);
  assert.equal(shown((m) => m.setMaterializedOnly("daily", true)), true);
  const set = "alter materialized view daily set (timescaledb.materialized_only";
  assert.equal(shown((m) => m.sql(`${set} = true)`)), true);
  assert.equal(shown((m) => m.sql(`${set})`)), true);
  assert.equal(shown((m) => m.sql(`${set} = 'on'); ${set} = false)`)), false);
});
