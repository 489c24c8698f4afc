import assert from "node:assert/strict";
import { isAtLeast } from "../../src/timescale/mod.ts";
import { type LintProof, lintProof } from "./_lint.ts";

/** A limit that a hundred rows exceed, to show quickly what otherwise takes 100,000. */
const lowLimit = "set timescaledb.max_tuples_decompressed_per_dml_transaction = 100";

/** Creates a compressed hypertable with 20 series of 31 hours each. */
function packed(columns: string, segmentBy: string): string {
  return `create table t (${columns});
    select create_hypertable('t', by_range('time', interval '365 days'), create_default_indexes => false);
    alter table t set (timescaledb.compress, timescaledb.compress_segmentby = '${segmentBy}',
      timescaledb.compress_orderby = 'time desc')`;
}
const rows =
  `insert into t (series, time) select series, timestamptz '2024-01-01' + hour * interval '1 hour'
  from generate_series(1, 20) series, generate_series(0, 30) hour`;
const compress = "select compress_chunk(chunk) from show_chunks('t') as chunk";
const columns = "series integer not null, time timestamptz not null, value real";
const natural = "constraint pk primary key (series, time)";

async function count(t: LintProof, relation: string): Promise<number> {
  return (await t.one(`select count(*)::int as n from ${relation}`)).n;
}

lintProof("TS001 one row into a compressed chunk fails with a second unique index", async (t) => {
  const schema = packed(
    `id integer generated always as identity, ${columns}, ${natural}, constraint second unique (id, time)`,
    "series",
  );
  await t.finds("TS001", schema);
  await t.run(`${schema}; ${rows}; ${compress}; ${lowLimit}`);
  const insert = "insert into t (series, time) values (99, '2024-01-01 05:00')";
  assert.match(await t.refusal(insert) ?? "", /tuple decompression limit exceeded/);
  await t.run("alter table t drop constraint second");
  assert.equal(await t.refusal(insert), null);
});

lintProof("TS002 an upsert decompresses more if a key column is not covered", async (t) => {
  const key =
    `kind integer not null default 1, ${columns}, constraint pk primary key (kind, series, time)`;
  const upsert = `insert into t (series, time) values (3, '2024-01-01 05:00')
    on conflict (kind, series, time) do update set value = 1`;
  await t.finds("TS002", packed(key, "kind"));
  await t.run(`${packed(key, "kind")}; ${rows}; ${compress}; ${lowLimit}`);
  assert.match(await t.refusal(upsert) ?? "", /tuple decompression limit exceeded/);
  await t.run(`drop table t; ${packed(key, "kind, series")}; ${rows}; ${compress}`);
  assert.equal(await t.refusal(upsert), null);
});

lintProof("TS003 a repeated load stores every row twice with a serial in the key", async (t) => {
  const schema = packed(`id serial, ${columns}, constraint pk primary key (id, time)`, "series");
  await t.finds("TS003", schema);
  await t.run(`${schema}; ${rows} on conflict do nothing; ${rows} on conflict do nothing`);
  assert.equal(await count(t, "t"), 2 * 20 * 31);
});

lintProof(
  "TS004 old servers store the same generated key twice in a compressed chunk",
  async (t) => {
    const schema = packed(
      `${columns}, twice integer generated always as (series * 2) stored, constraint pk primary key (twice, time)`,
      "twice",
    );
    await t.finds("TS004", schema);
    await t.run(`${schema}; ${rows}; ${compress}`);
    const again = await t.refusal("insert into t (series, time) values (1, '2024-01-01 05:00')");
    if (isAtLeast(t.target.timescaledb ?? "", "2.22.0")) assert.match(again ?? "", /duplicate key/);
    else assert.equal(again, null);
  },
);

lintProof("TS005 a repeated load stores rows with a null in the key twice", async (t) => {
  const schema = packed(
    "series integer, time timestamptz not null, constraint u unique (series, time)",
    "series",
  );
  await t.finds("TS005", schema);
  const insert = "insert into t values (null, '2024-01-01') on conflict do nothing";
  await t.run(`${schema}; ${insert}; ${insert}`);
  assert.equal(await count(t, "t"), 2);
});

lintProof("TS008 the server makes the time column not null", async (t) => {
  const schema = "create table t (time timestamptz)";
  const sql = "select create_hypertable('t', by_range('time'))";
  await t.finds("TS008", `${schema}; ${sql}`);
  await t.run(`${schema}; ${sql}`);
  const { attnotnull } = await t.one(
    "select attnotnull from pg_attribute where attrelid = 't'::regclass and attname = 'time'",
  );
  assert.equal(attnotnull, true);
});

lintProof("TS012 a refresh beyond the retention deletes aggregates", async (t) => {
  const schema = `create table t (time timestamptz not null, value real);
    select create_hypertable('t', by_range('time', interval '1 day'), create_default_indexes => false);
    create materialized view daily with (timescaledb.continuous, timescaledb.materialized_only = true) as
      select time_bucket('1 day', time) as day, count(*) from t group by 1 with no data`;
  const policies = (start: string) =>
    `select add_retention_policy('t', interval '5 days');
     select add_continuous_aggregate_policy('daily', ${start}, interval '1 hour', interval '1 day')`;
  await t.finds("TS012", policies("interval '10 days'"), schema);
  await t.finds("TS012", policies("null"), schema);
  await t.run(`${schema};
    insert into t select timestamptz '2024-01-01' + i * interval '1 day' from generate_series(0, 9) i`);
  await t.run("call refresh_continuous_aggregate('daily', null, null)");
  assert.equal(await count(t, "daily"), 10);
  await t.run("select drop_chunks('t', timestamptz '2024-01-06')");
  await t.run("call refresh_continuous_aggregate('daily', '2024-01-06', null)");
  assert.equal(await count(t, "daily"), 10);
  await t.run("call refresh_continuous_aggregate('daily', '2024-01-03', null)");
  assert.equal(await count(t, "daily"), 7);
  await t.run("call refresh_continuous_aggregate('daily', null, null)");
  assert.equal(await count(t, "daily"), 5);
});

lintProof("TS013 a serial leaves null in a not null column of compressed rows", async (t) => {
  const schema = packed(`${columns}, ${natural}`, "series");
  const sql = "alter table t add column id serial";
  await t.finds("TS013", sql, schema);
  await t.run(`${schema}; ${rows}; ${compress}; ${sql}`);
  const { nulls, required } = await t.one(
    // `where id is null` would be folded to false, because the column is not null.
    `select (select (count(*) - count(id))::int from t) as nulls,
       (select attnotnull from pg_attribute where attrelid = 't'::regclass and attname = 'id') as required`,
  );
  assert.deepEqual({ nulls, required }, { nulls: 20 * 31, required: true });
});

lintProof("TS018 a policy with if_not_exists keeps the old one", async (t) => {
  await t.run(packed(`${columns}, ${natural}`, "series"));
  await t.run("select add_retention_policy('t', interval '1 year')");
  const sql = "select add_retention_policy('t', interval '2 years', if_not_exists => true)";
  await t.finds("TS018", sql);
  assert.deepEqual(await t.one(sql), { add_retention_policy: -1 });
  const { config } = await t.one(
    "select config from timescaledb_information.jobs where proc_name = 'policy_retention'",
  );
  assert.equal(config.drop_after, "1 year");
});

lintProof("TS019 create_hypertable adds an index that no one declared", async (t) => {
  await t.run("create table t (time timestamptz not null)");
  const sql = "select create_hypertable('t', by_range('time'))";
  await t.finds("TS019", sql, "create table t (time timestamptz not null)");
  await t.run(sql);
  const { indexname } = await t.one("select indexname from pg_indexes where tablename = 't'");
  assert.equal(indexname, "t_time_idx");
});

lintProof("TS021 the server chooses compression settings that are not given", async (t) => {
  const schema =
    `create table t (id integer not null, ${columns}, constraint pk primary key (id, time));
    select create_hypertable('t', by_range('time'), create_default_indexes => false)`;
  const sql = "alter table t set (timescaledb.compress)";
  await t.finds("TS021", sql, schema);
  await t.run(`${schema}; ${sql}; insert into t values (1, 1, '2024-01-01'); ${compress}`);
  const picked = await t.one(
    "select segmentby, orderby from timescaledb_information.chunk_compression_settings",
  );
  // It chooses the row number, so each row is a segment.
  assert.deepEqual(picked, { segmentby: "id", orderby: '"time" DESC' });
});

/** Creates a hypertable with one-week chunks that are to be merged. */
interface Merging {
  readonly index?: string;
  readonly segmentBy: string;
  readonly orderBy: string;
  readonly span?: string;
  readonly sparse?: string;
}

const mergings: readonly Merging[] = [
  { segmentBy: "series", orderBy: "time desc" },
  { segmentBy: "series", orderBy: "time desc, value" },
  { segmentBy: "", orderBy: "time desc, series" },
  { segmentBy: "", orderBy: "series, time" },
  { segmentBy: "series", orderBy: "time desc", index: "(value)" },
  { segmentBy: "series", orderBy: "time desc", index: "(value, series)" },
  { segmentBy: "series", orderBy: "time desc", index: "(value) where value > 0" },
  { segmentBy: "series", orderBy: "time desc", index: "(series, time)" },
  { segmentBy: "series", orderBy: "time desc", index: "((value + 1))" },
  { segmentBy: "series", orderBy: "time desc, value", index: "(series, time, value)" },
  { segmentBy: "series", orderBy: "time desc", span: "7 days" },
  { segmentBy: "series", orderBy: "time desc", span: "10 days" },
  { segmentBy: "", orderBy: "time desc, series", sparse: "minmax(time)" },
  { segmentBy: "series", orderBy: "time desc", index: "(value)", sparse: "minmax(time)" },
];

function mergingTable(given: Merging): string {
  const { index, segmentBy, orderBy, span = "84 days", sparse } = given;
  return `create table t (${columns}, ${natural});
    select create_hypertable('t', by_range('time', interval '7 days'), create_default_indexes => false);
    ${index === undefined ? "" : `create index i on t ${index};`}
    alter table t set (timescaledb.compress, timescaledb.compress_segmentby = '${segmentBy}',
      timescaledb.compress_orderby = '${orderBy}', timescaledb.compress_chunk_time_interval = '${span}'
      ${sparse === undefined ? "" : `, timescaledb.sparse_index = '${sparse}'`})`;
}

lintProof(
  "TS022 chunks are not merged if the rule finds something, and are merged otherwise",
  async (t) => {
    for (const given of mergings) {
      if (given.sparse !== undefined && !isAtLeast(t.target.timescaledb ?? "", "2.22.0")) continue;
      const table = mergingTable(given);
      const found = (await t.lint("select 1", table)).some(({ code }) => code === "TS022");
      await t.run(`drop table if exists t; ${table};
      insert into t select 1, timestamptz '2024-01-04' + i * interval '7 days' from generate_series(0, 3) i;
      select compress_chunk(chunk) from (
        select format('%I.%I', chunk_schema, chunk_name)::regclass as chunk
        from timescaledb_information.chunks order by range_start) c`);
      const chunks = await count(t, "timescaledb_information.chunks");
      assert.equal(chunks === 4, found, `${JSON.stringify(given)}: ${chunks} chunks`);
    }
  },
);

lintProof("TS031 the server refuses to merge chunks up to a month", async (t) => {
  const schema = packed(`${columns}, ${natural}`, "series");
  const sql = "alter table t set (timescaledb.compress_chunk_time_interval = '1 month')";
  await t.finds("TS031", sql, schema);
  await t.run(schema);
  assert.match(await t.refusal(sql) ?? "", /months and years not supported/);
});

lintProof("TS024 the table option is refused, or adds a policy", async (t) => {
  const sql =
    "create table t (time timestamptz not null) with (tsdb.hypertable, tsdb.partition_column = 'time')";
  await t.finds("TS024", sql);
  if (!isAtLeast(t.target.timescaledb ?? "", "2.20.0")) {
    assert.match(await t.refusal(sql) ?? "", /unrecognized parameter namespace/);
    return;
  }
  await t.run(sql);
  assert.equal(
    await count(t, "timescaledb_information.jobs where hypertable_name = 't'"),
    isAtLeast(t.target.timescaledb ?? "", "2.23.0") ? 1 : 0,
  );
});

lintProof(
  "TS027 an update of compressed rows fails at the limit, but not without it",
  async (t) => {
    const schema = packed(`${columns}, ${natural}`, "series");
    const sql = "update t set value = 1 where time < now()";
    await t.finds("TS027", sql, schema);
    await t.run(`${schema}; ${rows}; ${compress}; ${lowLimit}`);
    assert.match(await t.refusal(sql) ?? "", /tuple decompression limit exceeded/);
    const lifted = `set local timescaledb.max_tuples_decompressed_per_dml_transaction = 0; ${sql}`;
    assert.equal(await t.refusal(lifted), null);
    assert.ok(!(await t.lint(schema, lifted)).some(({ code }) => code === "TS027"));
  },
);
