import assert from "node:assert/strict";
import { openBacktest } from "../../src/backtest/mod.ts";
import { createDatabase, type Database } from "../../src/database/mod.ts";
import { asOf } from "../../src/point_in_time/mod.ts";
import { createTestDatabase } from "../../src/testing/mod.ts";
import { serverTest } from "../support/mod.ts";
import { AT, backtestTest, openRoles } from "./backtest_support.ts";
import { makeSeries, type ReadingTest, readingTest, writeRows } from "./point_in_time_support.ts";

/** Asserts that a session is refused for a reason that names the remedy. */
async function assertRefused(database: Database, problem: RegExp): Promise<void> {
  await assert.rejects(openBacktest(database, { at: AT }), (error: unknown) => {
    assert.ok(error instanceof Error && error.name === "ConfigError", String(error));
    assert.match(error.message, /^Cannot open a backtest: its lock would not hold, because /);
    assert.match(error.message, problem);
    return true;
  });
}

/** What opens a database too far, the reason that is given, and the SQL that the reason names. */
const openings: readonly (readonly [string, RegExp])[] = [
  [
    "grant select on macro_series to public",
    /every role may read public\.macro_series, run "revoke all on public\.macro_series from public"/,
  ],
  [
    "create table public.copied as select 1 as value; grant select (value) on public.copied to public",
    /every role may read public\.copied/,
  ],
  [
    "create view public.peek as select * from macro_series; grant select on public.peek to public",
    /every role may read public\.peek/,
  ],
  [
    "create function public.peek(id integer) returns float8 language sql security definer as 'select max(value) from public.macro_series where series_id = id'",
    /every role may call public\.peek\(id integer\) with its owner's rights, run "revoke execute on function public\.peek\(id integer\) from public"/,
  ],
  [
    "grant execute on function pg_read_file(text) to public",
    /pg_catalog\.pg_read_file\(text\) was granted to public, which the server keeps closed/,
  ],
  [
    "grant select on pg_statistic to public",
    /pg_catalog\.pg_statistic was granted to public/,
  ],
  [
    "grant create on schema strata_ingest to public",
    /every role may create in the schema strata_ingest, run "revoke create on schema strata_ingest from public"/,
  ],
  [
    "create foreign data wrapper w; create server elsewhere foreign data wrapper w; create user mapping for public server elsewhere; grant usage on foreign server elsewhere to public",
    /every role may use the foreign server elsewhere under one login/,
  ],
  [
    "alter default privileges grant select on tables to public",
    /tables that strata creates are granted to public, run "alter default privileges for role strata revoke/,
  ],
];

readingTest("a backtest does not open where its lock would not hold", async (t) => {
  for (const [opening, problem] of openings) {
    const client = await t.database.pool.connect();
    try {
      await client.query(opening);
    } finally {
      client.release();
    }
    await assertRefused(t.database, problem);
    await undo(t);
  }
  assert.deepEqual(await openRoles(t.url), []);
});

async function undo({ client }: ReadingTest): Promise<void> {
  for (
    const statement of [
      "revoke all on macro_series from public",
      "drop table if exists public.copied",
      "drop view if exists public.peek",
      "drop function if exists public.peek(integer)",
      "revoke execute on function pg_read_file(text) from public",
      "revoke select on pg_statistic from public",
      "revoke create on schema strata_ingest from public",
      "drop foreign data wrapper if exists w cascade",
      "alter default privileges revoke select on tables from public",
    ]
  ) await client.query(statement);
}

readingTest("a chunk that is granted to all is a reason too", async ({ client, database }) => {
  const series = await makeSeries(client, { code: "X" });
  await writeRows(client, series, [
    { day: "2024-01-01", revision: 0, value: 1, release: "2024-02-01T00:00Z" },
  ]);
  await client.query(`do $$ begin
    execute (select format('grant select on %s to public', c) from show_chunks('macro_series') c);
  end $$`);
  await assertRefused(database, /every role may read _timescaledb_internal\._hyper_\d+_\d+_chunk/);
});

readingTest("what tells nothing of the future can be allowed by name", async (t) => {
  await t.client.query(
    "create table public.holidays (day date); grant select on public.holidays to public",
  );
  await t.client.query(
    "create function public.quote(word text) returns text language sql security definer as 'select word'",
  );
  const allow = ["public.holidays", "public.quote(word text)"];
  await using backtest = await openBacktest(t.database, { at: AT, allow });
  const { rows } = await backtest.database.pool.query(
    "select public.quote('a'), (select count(*)::int from public.holidays)",
  );
  assert.deepEqual(rows, [{ quote: "a", count: 0 }]);
});

serverTest("timescaledb", "a database that is not migrated opens no backtest", async (_t, db) => {
  await using database = createDatabase({ url: db.url });
  await assertRefused(database, /the schema "strata_backtest" is missing, run "deno task migrate"/);
});

Deno.test("PGlite opens no backtest: it has no second login", async () => {
  await using database = await createTestDatabase();
  await assertRefused(database, /PGlite has no second login, use a PostgreSQL server/);
});

backtestTest("an operator needs createrole and the clocks, and no more", async (t) => {
  const role = `strata_test_${crypto.randomUUID().slice(0, 8)}`;
  await t.client.query(`create role "${role}" login password 'operator'`);
  try {
    const url = new URL(t.url);
    url.username = role;
    url.password = "operator";
    await using database = createDatabase({ url: url.href });
    await assert.rejects(openBacktest(database, { at: AT }), (error: Error) => {
      assert.match(error.message, new RegExp(`run "alter role ${role} createrole" as a superuser`));
      assert.match(
        error.message,
        new RegExp(`grant execute on all functions in schema strata_backtest to ${role}`),
      );
      return true;
    });
    await t.client.query(`alter role "${role}" createrole`);
    await t.client.query(
      `grant execute on all functions in schema strata_backtest to "${role}"`,
    );
    await using backtest = await openBacktest(database, { at: AT });
    const read = { series: t.series, at: "2030-01-01T00:00:00Z" };
    assert.equal((await asOf(backtest.database, read)).length, 2);
    await backtest.advance("2026-01-01T00:00:00Z");
    assert.equal((await asOf(backtest.database, read)).length, 3);
    await backtest.database.pool.query("select lo_create(0)");
    await backtest.close();
    assert.deepEqual(await openRoles(t.url), [t.backtest.role]);
  } finally {
    await t.client.query(`drop owned by "${role}"`);
    await t.client.query(`drop role "${role}"`);
  }
});
