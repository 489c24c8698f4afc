import assert from "node:assert/strict";
import { lintProof } from "./_lint.ts";

const blocks = `create table blocks (height bigint not null);
  select create_hypertable('blocks', by_range('height', 100), create_default_indexes => false)`;
const now = `create function newest() returns bigint language sql stable as 'select 1000::bigint';
  select set_integer_now_func('blocks', 'newest')`;
const pack = `alter table blocks set (timescaledb.compress, timescaledb.compress_segmentby = '',
  timescaledb.compress_orderby = 'height')`;

lintProof("TS035 the server refuses intervals of another type than the time", async (t) => {
  const times = `create table times (time timestamptz not null);
    select create_hypertable('times', by_range('time'), create_default_indexes => false);
    ${pack.replace("blocks", "times").replace("height", "time")}`;
  const before = `${blocks}; ${now}; ${pack}; ${times}`;
  await t.run(before);
  for (
    const sql of [
      "select add_retention_policy('blocks', interval '1 day')",
      "select add_compression_policy('blocks', interval '1 day')",
      "select set_chunk_time_interval('blocks', interval '1 day')",
      "select add_retention_policy('times', 1000)",
      "select add_compression_policy('times', 1000)",
    ]
  ) {
    await t.finds("TS035", sql, before);
    assert.match(await t.refusal(sql) ?? "", /invalid (value|interval|parameter)|unsupported/, sql);
  }
  for (
    const sql of [
      "select add_retention_policy('blocks', 1000)",
      "select add_compression_policy('blocks', 1000)",
      "select set_chunk_time_interval('blocks', 1000)",
      "select add_retention_policy('times', interval '1 day')",
    ]
  ) {
    assert.ok(!(await t.lint(before, sql)).some(({ code }) => code === "TS035"), sql);
    assert.equal(await t.refusal(sql), null, sql);
  }
});

lintProof(
  "TS036 a policy on an integer time column without a now function is refused or fails",
  async (t) => {
    await t.run(`${blocks}; ${pack}; insert into blocks select generate_series(0, 990, 10)`);
    const retention = "select add_retention_policy('blocks', 500)";
    await t.finds("TS036", retention, `${blocks}; ${pack}`);
    assert.match(await t.refusal(retention) ?? "", /invalid value for parameter drop_after/);
    const compression = "select add_compression_policy('blocks', 500) as id";
    await t.finds("TS036", compression, `${blocks}; ${pack}`);
    const refused = await t.refusal(compression);
    if (refused === null) {
      const { id } = await t.one(compression);
      assert.match(
        await t.run(`call run_job(${id})`).then(() => "", String),
        /integer_now function not set/,
      );
    } else assert.match(refused, /integer_now/);
    await t.run(now);
    assert.equal(await t.refusal(retention), null);
  },
);

lintProof("TS037 the rollup interval is read as seconds", async (t) => {
  const merge = pack.replace(")", ", timescaledb.compress_chunk_time_interval = '300')");
  await t.finds("TS037", merge, blocks);
  await t.run(`${blocks}; ${merge}; insert into blocks select generate_series(0, 990, 10)`);
  await t.run(`select compress_chunk(chunk) from (
    select format('%I.%I', chunk_schema, chunk_name)::regclass as chunk
    from timescaledb_information.chunks order by range_start_integer) c`);
  // 300 would merge three of the ten chunks into one; 300,000,000 merges all of them.
  assert.equal((await t.one("select count(*)::int as n from show_chunks('blocks')")).n, 1);
});

const hyper = `create table t (time timestamptz not null);
  select create_hypertable('t', by_range('time', interval '1 day'), create_default_indexes => false)`;
const daily = `create materialized view daily with (timescaledb.continuous,
    timescaledb.materialized_only = false) as
  select time_bucket('1 day', time) as day, count(*) as n from t group by 1 with no data`;
const rows = "insert into t select now() - i * interval '1 day' from generate_series(1, 40) i";

lintProof("TS032 rows older than the refresh window are missing", async (t) => {
  const policy =
    "select add_continuous_aggregate_policy('daily', interval '10 days', interval '1 hour', interval '1 day')";
  await t.finds("TS032", policy, `${hyper}; ${daily}`);
  await t.run(`${hyper}; ${rows}; ${daily}`);
  const seen = async () => (await t.one("select coalesce(sum(n), 0)::int as n from daily")).n;
  assert.equal(await seen(), 40);
  await t.run(
    "call refresh_continuous_aggregate('daily', now() - interval '10 days', now() - interval '1 hour')",
  );
  const visible = await seen();
  assert.ok(visible < 12, `${visible} of 40 rows`);
  await t.run("call refresh_continuous_aggregate('daily', null, null)");
  assert.equal(await seen(), 40);
});

lintProof("TS033 a refresh of everything deletes what retention has dropped", async (t) => {
  const whole = "call refresh_continuous_aggregate('daily', null, null)";
  const before = `${hyper}; ${daily}; select add_retention_policy('t', interval '20 days')`;
  const found = await t.lint(before, whole, false);
  assert.ok(found.some(({ code }) => code === "TS033"));
  await t.run(`${before}; ${rows}`);
  await t.run(whole);
  await t.run("select drop_chunks('t', now() - interval '20 days')");
  const seen = async () => (await t.one("select sum(n)::int as n from daily")).n;
  assert.equal(await seen(), 40);
  await t.run(whole);
  assert.ok(await seen() < 25);
});

lintProof("TS034 aggregates of dropped chunks are lost when their view is dropped", async (t) => {
  await t.finds("TS034", "drop materialized view daily", `${hyper}; ${daily}`);
  await t.run(`${hyper}; ${rows}; ${daily}`);
  await t.run("call refresh_continuous_aggregate('daily', null, null)");
  await t.run("select drop_chunks('t', now() - interval '20 days')");
  await t.run(`drop materialized view daily; ${daily}`);
  await t.run("call refresh_continuous_aggregate('daily', null, null)");
  assert.ok((await t.one("select sum(n)::int as n from daily")).n < 25);
});
