import assert from "node:assert/strict";
import { openBacktest } from "../../src/backtest/mod.ts";
import { macroSeries } from "../../src/schema/mod.ts";
import { asOf, latest, panel } from "../../src/point_in_time/mod.ts";
import { openClient } from "../support/mod.ts";
import { AT, backtestTest, openRoles, refusalOf } from "./backtest_support.ts";
import { compress } from "./point_in_time_support.ts";

const NOW = "2030-01-01T00:00:00Z";

backtestTest("a backtest answers every read as of its clock, compressed or not", async (t) => {
  const { backtest, client, database, series } = t;
  for (const isCompressed of [false, true]) {
    if (isCompressed && !await compress(client, "macro_series")) break;
    const read = { series, at: NOW };
    const locked = await asOf(backtest.database, read);
    assert.deepEqual(locked.map(({ value }) => value), [11, 20]);
    assert.deepEqual(locked, await asOf(database, { series, at: AT }));
    assert.equal((await latest(backtest.database, read))?.value, 20);
    const named = { series: { source: "ALFRED", code: "GDP" }, at: NOW };
    assert.equal((await latest(backtest.database, named))?.value, 20);
    const grid = await panel(backtest.database, { series: [series], at: [NOW], maxAge: null });
    assert.equal(grid[0]?.cells[0]?.value, 20);
    const rows = await backtest.database.db.select().from(macroSeries);
    assert.deepEqual(rows.map(({ value }) => value).toSorted(), [10, 11, 20]);
  }
});

backtestTest("the tables, their chunks and the clocks are closed to a backtest", async (t) => {
  const { rows } = await t.client.query<{ chunk: string }>(
    "select show_chunks('macro_series')::text as chunk",
  );
  assert.ok(rows.length > 0);
  const closed = [
    "select * from public.macro_series",
    "copy public.macro_series to stdout",
    "select * from strata_backtest.clocks",
    "select * from strata_ingest.vintage_coverage",
    "select * from public.backfill_checkpoints",
    `select strata_backtest.advance('${t.backtest.role}', '2030-01-01Z', null)`,
    `select strata_backtest.set_clock('x', '2030-01-01Z', null)`,
    `select strata_backtest.remove_clock('${t.backtest.role}')`,
    "insert into macro_series (series_id, observation_date) values (1, '2024-01-01')",
    "delete from macro_series",
    "set role strata",
    "set session authorization strata",
    ...rows.map(({ chunk }) => `select * from ${chunk}`),
  ];
  for (const statement of closed) {
    assert.equal(await refusalOf(t.backtest, statement), "42501", statement);
  }
});

backtestTest("a clock moves forwards only, and only by the operator", async (t) => {
  const { backtest, database, series } = t;
  const value = async (): Promise<unknown> =>
    (await latest(backtest.database, { series, at: NOW }))?.value;
  assert.deepEqual(backtest.at, new Date(AT));
  assert.equal(await value(), 20);
  await backtest.advance("2024-03-15T12:00:00.000001Z");
  assert.equal(await value(), 777);
  await assert.rejects(backtest.advance(AT), {
    name: "RangeError",
    message:
      /Cannot advance the clock of "strata_backtest_\w+" to .*: it is closed, or stands later/,
  });
  await backtest.advance(new Date("2025-06-01T00:00:00Z"));
  assert.equal((await asOf(backtest.database, { series, at: NOW })).length, 3);
  // An instant that is not committed is seen by nobody, and one that is stays.
  const client = await database.pool.connect();
  try {
    await using other = await openBacktest(database, { at: AT });
    await client.query("begin");
    await client.query("select strata_backtest.advance($1, '2030-01-01Z', null)", [other.role]);
    assert.equal((await asOf(other.database, { series, at: NOW })).length, 2);
    await client.query("rollback");
    assert.equal((await asOf(other.database, { series, at: NOW })).length, 2);
  } finally {
    client.release();
  }
});

backtestTest("a transaction of a backtest keeps the instant of its snapshot", async (t) => {
  const { backtest } = t;
  const client = await backtest.database.pool.connect();
  const count = async (): Promise<unknown> =>
    (await client.query({ name: "n", text: "select count(*)::int as n from macro_series" })).rows[0]
      .n;
  try {
    await client.query("begin isolation level repeatable read");
    assert.equal(await count(), 3);
    await backtest.advance(NOW);
    assert.equal(await count(), 3);
    await client.query("commit");
    assert.equal(await count(), 6);
  } finally {
    client.release();
  }
});

backtestTest("backtests side by side each have their own clock, and leave nothing", async (t) => {
  const { database, series, url } = t;
  const instants = ["2024-02-01T00:00Z", "2024-02-02T00:00Z", "2024-03-15T12:00:00Z", NOW];
  const opened = await Promise.all(instants.map((at) => openBacktest(database, { at })));
  const lengths = await Promise.all(
    opened.map(async (it) => (await asOf(it.database, { series, at: NOW })).length),
  );
  assert.deepEqual(lengths, [0, 1, 2, 3]);
  const roles = opened.map(({ role }) => role);
  await Promise.all(opened.map((it) => it.close()));
  assert.deepEqual(await openRoles(url), [t.backtest.role]);
  const { rows } = await t.client.query("select rolname from pg_roles where rolname = any($1)", [
    roles,
  ]);
  assert.deepEqual(rows, []);
});

backtestTest("another client logs in by the URL of a backtest, until it is closed", async (t) => {
  const { backtest } = t;
  const url = backtest.url.reveal();
  assert.doesNotMatch(`${backtest.url}`, new RegExp(new URL(url).password));
  const client = await openClient(url);
  try {
    const { rows } = await client.query("select count(*)::int as n from macro_series");
    assert.equal(rows[0]?.n, 3);
    await backtest.close();
    await assert.rejects(client.query("select 1"));
    await assert.rejects(openClient(url));
  } finally {
    await client.end().catch(() => undefined);
  }
});

backtestTest("the second clock hides what was stored later", async (t) => {
  const { backtest, client, series } = t;
  await client.query(
    "update macro_series set ingested_at = '2024-05-01Z' where revision_number = 1",
  );
  const values = async (): Promise<unknown> =>
    (await asOf(backtest.database, { series, at: NOW })).map(({ value }) => value);
  assert.deepEqual(await values(), [10, 20]);
  await backtest.advance("2024-03-20T00:00Z", { knownTo: "2024-06-01T00:00Z" });
  assert.deepEqual(await values(), [11, 777]);
  await assert.rejects(backtest.advance(NOW, { knownTo: "2024-01-01T00:00Z" }), {
    name: "RangeError",
  });
}, { at: AT, knownTo: "2024-04-01T00:00Z" });

backtestTest("the views have the columns of the tables, in their order", async ({ client }) => {
  const { rows } = await client.query(`
    select v.relname as view, a.attname as name, a.attnum as place, format_type(a.atttypid, a.atttypmod) as type
    from pg_class v join pg_attribute a on a.attrelid = v.oid
    where v.relnamespace = 'strata_backtest'::regnamespace and v.relkind = 'v'
    except
    select v.relname, a.attname,
      row_number() over (partition by v.oid order by a.attnum), format_type(a.atttypid, a.atttypmod)
    from pg_class v join pg_attribute a on a.attrelid = v.oid and a.attnum > 0 and not a.attisdropped
    where v.relnamespace = 'public'::regnamespace`);
  assert.deepEqual(rows, []);
  const { rows: [count] } = await client.query(
    "select count(*)::int as n from pg_views where schemaname = 'strata_backtest'",
  );
  assert.equal(count?.n, 16);
});
