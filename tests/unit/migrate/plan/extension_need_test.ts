import assert from "node:assert/strict";
import { compareLedger } from "../../../../src/migrate/plan/compare.ts";
import { changesExtension, extensionNeed } from "../../../../src/migrate/plan/extension_need.ts";
import { defineMigration } from "../../../../src/migrate/mod.ts";

const needs: Readonly<Record<string, readonly [string, string]>> = {
  "plain SQL": [
    "create table notes (a int, last text); select first_value(a) over () from notes",
    "none",
  ],
  "prose": ["comment on table notes is 'no create_hypertable here' -- nor time_bucket", "none"],
  "a word like one": [
    "create table notes (first int, last int); select 'histogram' as locf",
    "none",
  ],
  "a call": ["SELECT create_hypertable('t', 'at')", "before"],
  "a call with its schema": ["select extensions.show_chunks('t')", "before"],
  "a call in a block": ["do $$ begin perform add_job('f', '1h'); end $$", "before"],
  "a common word as a function": ["create view v as select last (price, at) from t", "before"],
  "an option": ["create table t (at timestamptz) with (tsdb.hypertable)", "before"],
  "a setting": ["alter table t set (timescaledb.compress)", "before"],
  "a view of it": ["select from timescaledb_information.jobs", "before"],
  "its creation": [
    "create extension if not exists timescaledb cascade; select show_chunks('t')",
    "own",
  ],
  "its creation in quotes": ['CREATE EXTENSION "timescaledb" with schema extensions', "own"],
  "its creation in a block": ["do $$ begin create extension timescaledb; end $$", "own"],
  "its creation after a call": ["select show_chunks('t'); create extension timescaledb", "before"],
  "its removal": ["drop extension if exists timescaledb", "none"],
  "another extension": ["create extension postgis", "none"],
};

for (const [what, [sql, expected]] of Object.entries(needs)) {
  Deno.test(`extensionNeed finds what pending migrations need: ${what}`, () => {
    const migration = defineMigration("0001_a", { up: (m) => m.sql(sql) });
    assert.equal(extensionNeed(compareLedger([migration], [])), expected);
  });
}

Deno.test("extensionNeed ignores migrations after the last one of the run", () => {
  const migrations = [
    defineMigration("0001_a", { up: (m) => m.sql("select 1") }),
    defineMigration("0002_b", { up: (m) => m.setChunkInterval("t", "1 day") }),
  ];
  assert.equal(extensionNeed(compareLedger(migrations, []), { to: 1 }), "none");
  assert.equal(extensionNeed(compareLedger(migrations, [])), "before");
});

Deno.test("changesExtension finds statements that change the extension", () => {
  const statements = [
    "create extension timescaledb",
    "alter extension timescaledb update",
    "select 1",
  ];
  assert.deepEqual(statements.map(changesExtension), [true, true, false]);
  assert.equal(changesExtension("create extension timescaledb_toolkit"), false);
});
