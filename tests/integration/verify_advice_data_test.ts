import assert from "node:assert/strict";
import type pg from "pg";
import { FINDING_CODES, type FindingCode } from "../../src/operate/verify/mod.ts";
import { serverTest } from "../support/mod.ts";
import { adviceOnDatabase, findingOn, objectsOf } from "./advice_support.ts";

async function run(client: pg.Client, ...statements: readonly string[]): Promise<void> {
  for (const statement of statements) await client.query(statement);
}

/** A hypertable of days with a row of each sensor every so often, `sensors` of them. */
const table = (
  name: string,
  { sensors = 1, days = 4, every = "1 hour", value = "1.0::float8" }: {
    readonly sensors?: number;
    readonly days?: number;
    readonly every?: string;
    readonly value?: string;
  } = {},
) => [
  `create table ${name} (sensor int not null, time timestamptz not null, value text,
    primary key (sensor, time))`,
  `select create_hypertable('${name}', by_range('time', interval '1 day'),
    create_default_indexes => false)`,
  `insert into ${name}
   select sensor, time, ${value} from generate_series(1, ${sensors}) sensor,
     generate_series(timestamptz '2026-01-01 00:00Z',
       timestamptz '2026-01-01 00:00Z' + interval '${days} days' - interval '1 second',
       interval '${every}') time`,
];

const columnstore = (name: string, order = "time") =>
  `alter table ${name} set (timescaledb.compress, timescaledb.compress_segmentby = 'sensor',
    timescaledb.compress_orderby = '${order}')`;

const compressAll = (name: string) => `select compress_chunk(c) from show_chunks('${name}') c`;

serverTest("community", "verify advises on chunks and policies", async (t, { client, url }) => {
  await run(
    client,
    // Good: dense, compressed, with its policy.
    ...table("good", { every: "1 minute" }),
    columnstore("good"),
    compressAll("good"),
    "select add_compression_policy('good', interval '1 day')",
    ...table("thin", { sensors: 50, days: 3 }),
    columnstore("thin"),
    compressAll("thin"),
    ...table("noise", {
      every: "20 seconds",
      days: 2,
      value: `concat(${Array(8).fill("md5(random()::text)")})`,
    }),
    columnstore("noise"),
    compressAll("noise"),
    ...table("turned", { every: "1 minute", days: 2 }),
    columnstore("turned"),
    compressAll("turned"),
    columnstore("turned", "time desc"),
    ...table("late_rows", { every: "1 minute", days: 2 }),
    columnstore("late_rows"),
    compressAll("late_rows"),
    "insert into late_rows values (1, '2026-01-01 00:00:30Z', 'late')",
    ...table("unpolicied"),
    columnstore("unpolicied"),
    ...table("behind"),
    columnstore("behind"),
    "select add_compression_policy('behind', interval '1 day', initial_start => '2126-01-01Z')",
    ...table("kept"),
    "select add_retention_policy('kept', interval '30 days', initial_start => '2126-01-01Z')",
    ...table("kept_long"),
    "select alter_job(add_retention_policy('kept_long', interval '100 years'), scheduled => false)",
  );
  const found = await adviceOnDatabase(url);

  const expected: readonly (readonly [FindingCode, readonly string[], RegExp])[] = [
    [
      "compression-behind",
      ["behind"],
      /4 chunks of behind should be compressed .* 2026-01-01 00:00/,
    ],
    ["retention-behind", ["kept"], /4 chunks of kept should be dropped .* still there/],
    ["compression-without-policy", ["unpolicied"], /4 chunks older than 3 days are not compressed/],
    ["partial-chunks", ["late_rows"], /1 chunk of late_rows holds rows that are not compressed/],
    ["old-settings", ["turned"], /2 chunks of turned were compressed under settings/],
    ["thin-segments", ["thin"], /24 rows a segment, .* in 3 chunks/],
    ["poor-compression", ["noise"], /noise hardly compresses/],
    ["job-paused", ["retention policy of kept_long"], /is paused/],
    ["job-never-run", ["compression policy of behind", "retention policy of kept"], /not run yet/],
  ];
  for (const [code, objects, sentence] of expected) {
    await t.step(`${code} is found on what has it alone`, () => {
      // A busy server may not have started the jobs of other tables yet.
      const told = objectsOf(found, code).filter((object) =>
        code !== "job-never-run" || objects.includes(object)
      );
      assert.deepEqual(told, objects);
      const one = findingOn(found, code, objects[0]);
      assert.match(one.sentence, sentence);
      assert.equal(one.severity, FINDING_CODES[code].severity);
    });
  }
  await t.step("nothing is said of what is well", () => {
    const good = found.filter(({ code, object = "" }) =>
      code !== "job-failed-on-record" && code !== "job-never-run" && object.endsWith("good")
    );
    assert.deepEqual(good, []);
  });

  await t.step("each remedy can be pasted, and ends what it is for", async () => {
    for (const { remedy } of found) {
      if (!remedy.startsWith("alter extension")) await client.query(remedy);
    }
    const after = await adviceOnDatabase(url);
    for (const [code, objects] of expected) {
      // Longer chunks and another order concern new chunks; a job's record is written by its scheduler.
      if (/^(thin-segments|poor-compression|job-never-run)$/.test(code)) continue;
      const left = objectsOf(after, code).filter((object) => objects.includes(object));
      assert.deepEqual(left, [], code);
    }
  });
}, { timescaledb: true });

/** A source of minutes up to `until`, as aggregates see it. */
const source = (name: string, from: string, until: string) => [
  `create table ${name} (sensor int not null, time timestamptz not null, value float8,
    primary key (sensor, time))`,
  `select create_hypertable('${name}', by_range('time', interval '1 day'),
    create_default_indexes => false)`,
  `insert into ${name} select 1, time, 1
   from generate_series(${from}, ${until}, interval '10 minutes') time`,
];

const aggregate = (name: string, of: string) =>
  `create materialized view ${name} with (timescaledb.continuous) as
    select sensor, time_bucket('1 hour', time) as hour, avg(value) as value
    from ${of} group by 1, 2 with no data`;

/** Paused, so that only the test refreshes. */
const policy = (name: string, start: string, end = "interval '1 hour'") =>
  `select alter_job(add_continuous_aggregate_policy('${name}', ${start}, ${end},
    interval '1 hour'), scheduled => false)`;

serverTest("community", "verify advises on continuous aggregates", async (t, { client, url }) => {
  await run(
    client,
    ...source("fresh", "now() - interval '6 days'", "now()"),
    aggregate("in_step", "fresh"),
    policy("in_step", "interval '4 days'"),
    "call refresh_continuous_aggregate('in_step', null, now() - interval '1 hour')",
    aggregate("late", "fresh"),
    policy("late", "null"),
    "call refresh_continuous_aggregate('late', null, now() - interval '2 days')",
    aggregate("never", "fresh"),
    policy("never", "null"),
    aggregate("unpolicied", "fresh"),
    // Its source ends long ago, and it has everything.
    ...source("ended", "timestamptz '2026-01-01Z'", "timestamptz '2026-01-02Z'"),
    aggregate("finished", "ended"),
    policy("finished", "null"),
    "call refresh_continuous_aggregate('finished', null, null)",
    ...source("dropped", "now() - interval '2 days'", "now()"),
    "select add_retention_policy('dropped', interval '3 days')",
    aggregate("emptied", "dropped"),
    policy("emptied", "interval '30 days'"),
    "call refresh_continuous_aggregate('emptied', null, now() - interval '1 hour')",
    aggregate("spared", "dropped"),
    policy("spared", "interval '2 days'"),
    "call refresh_continuous_aggregate('spared', null, now() - interval '1 hour')",
    // A row that comes late, before the window of in_step.
    "insert into fresh values (2, now() - interval '5 days 12 hours', 1)",
  );
  const found = await adviceOnDatabase(url);
  const expected: readonly (readonly [FindingCode, readonly string[], RegExp])[] = [
    ["aggregate-late", ["late", "never"], /late is materialized up to .* rows up to /],
    ["aggregate-hides-rows", ["in_step"], /no refresh of in_step goes back .* 4 days/],
    ["aggregate-without-policy", ["unpolicied"], /no refresh policy/],
    ["retention-deletes-aggregates", ["emptied"], /dropped keeps its rows for 3 days.* 30 days/],
  ];
  for (const [code, objects, sentence] of expected) {
    await t.step(`${code} is found on what has it alone`, () => {
      assert.deepEqual(objectsOf(found, code), objects);
      assert.match(findingOn(found, code, objects[0]).sentence, sentence);
    });
  }
  await t.step("each remedy can be pasted, and ends what it is for", async () => {
    for (const { code, remedy } of found) {
      if (expected.some(([one]) => one === code)) await client.query(remedy);
    }
    const after = await adviceOnDatabase(url);
    for (const [code, objects] of expected) {
      const left = objectsOf(after, code).filter((object) => objects.includes(object));
      assert.deepEqual(left, [], code);
    }
  });
}, { timescaledb: true });
