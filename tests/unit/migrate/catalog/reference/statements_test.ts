import assert from "node:assert/strict";
import {
  changesCluster,
  createdRoles,
  withoutSchemaOwner,
} from "../../../../../src/migrate/catalog/reference/cluster_statements.ts";
import {
  isLeftover,
  scratchName,
} from "../../../../../src/migrate/catalog/reference/scratch_name.ts";
import { scratchNeed } from "../../../../../src/migrate/catalog/reference/scratch_need.ts";
import { defineMigration } from "../../../../../src/migrate/mod.ts";

const changing = [
  "create role app login password 'x'",
  "CREATE USER app",
  "/* c */ alter user app set search_path = app",
  "drop group if exists app",
  "comment on role app is 'on tables'",
  "grant readers to app with admin option",
  "revoke readers from app",
  "grant connect on database shop to app",
  "grant set on parameter work_mem to app",
  "alter database shop set timezone = 'UTC'",
  "create database other",
  "create subscription s connection 'x' publication p",
  "alter system set work_mem = '5MB'",
  "reassign owned by app to postgres",
  "drop owned by app",
  "copy notes from program 'rm'",
  "copy notes to '/tmp/notes'",
  "select pg_create_logical_replication_slot('s', 'pgoutput')",
  "do $$ begin execute format('create role %I', 'app'); end $$",
  "do $$ begin grant readers to app; end $$",
  "do $$ begin execute format('grant %I to %I', 'readers', 'app'); end $$",
  "do $$ begin revoke connect on database shop from app; end $$",
  "do language plpgsql $x$ begin\n  alter   role app nologin; end $x$",
];
const within = [
  "create table role (a int)",
  "create table database_roles (a int)",
  "create user mapping for app server s",
  "alter user mapping for app server s options (set user 'a')",
  "grant select on notes to app",
  "grant usage on schema public to app",
  "grant execute on function f(int) to app",
  "revoke all on all tables in schema public from app",
  "alter default privileges grant select on tables to app",
  "alter table notes owner to app",
  "create policy p on notes to app",
  "copy notes (a) from stdin",
  "insert into notes values ('create role app')",
  "do $$ begin grant select on notes to app; insert into notes select 1 from notes; end $$",
  "do $$ begin execute format('grant select on %I to app', 'notes'); end $$",
  "do $$ begin execute format('grant connect on database %I to app', current_database()); end $$",
  "do $$ begin -- may read\n revoke all on schema public from public; end $$",
  "create function f() returns void language sql as $$ select 1 $$",
];

Deno.test("changesCluster distinguishes what all databases of a server share from what is in one", () => {
  assert.deepEqual(changing.filter((statement) => !changesCluster(statement)), []);
  assert.deepEqual(within.filter(changesCluster), []);
});

Deno.test("createdRoles names the roles of a block that changes nothing else of the cluster", () => {
  const block = `do $$ begin
    if not exists (select from pg_roles where rolname = 'app') then create role app; end if;
    create user "App Two" login;
  end $$`;
  assert.deepEqual(createdRoles(block), ["app", "App Two"]);
  assert.equal(createdRoles("do $$ begin create role app; alter role app login; end $$"), null);
  assert.equal(createdRoles("do $$ begin execute 'create role ' || name; end $$"), null);
  assert.equal(createdRoles("create role app"), null);
});

Deno.test("withoutSchemaOwner keeps the schema of a missing owner", () => {
  const cases = [
    ["create schema office authorization app", "create schema office "],
    ["create schema authorization app", "create schema app"],
    ['CREATE SCHEMA IF NOT EXISTS "o p" AUTHORIZATION "App"', 'CREATE SCHEMA IF NOT EXISTS "o p" '],
    ["grant select on notes to app", null],
  ] as const;
  for (const [statement, wanted] of cases) assert.equal(withoutSchemaOwner(statement), wanted);
});

Deno.test("scratchNeed finds calls of TimescaleDB and extensions, but not in texts and bodies", () => {
  const needing = [
    "create extension pg_trgm",
    'create extension if not exists "uuid-ossp" with schema public',
    "select create_hypertable('a', by_range('t'))",
    "select public.add_retention_policy('a', interval '1 day')",
    "call add_columnstore_policy('a', interval '1 day')",
    "alter table a set (timescaledb.compress)",
    "create table a (t timestamptz) with (tsdb.hypertable)",
    "create view v as select time_bucket('1 day', t) from a",
    "do $$ begin perform create_hypertable('a', 't'); end $$",
    "do $$ begin execute 'select add_job(''p'', ''1 h'')'; end $$",
  ];
  const plain = [
    "create extension if not exists timescaledb",
    "create extension plpgsql",
    "insert into a values ('create_hypertable(')",
    "select 'time_bucket(1)'",
    "comment on table a is 'add_job('",
    "create function f() returns void language plpgsql as $$ begin perform create_hypertable('a', 't'); end $$",
    "grant select on a to app",
  ];
  const need = (sql: string) => scratchNeed([defineMigration("0001_a", { up: (m) => m.sql(sql) })]);
  assert.deepEqual(needing.filter((sql) => need(sql) === null), []);
  assert.deepEqual(plain.filter((sql) => need(sql) !== null), []);
  assert.equal(
    scratchNeed([
      defineMigration("0001_a", {
        up: (m) => m.createHypertable("a", { by: "t", chunkInterval: "1 day" }),
      }),
    ]),
    null,
  );
});

Deno.test("isLeftover matches names of scratchName that are older than a day", () => {
  const now = new Date("2026-11-30T12:00:00Z");
  const name = scratchName(4_194_304, new Date("2026-11-29T11:59:00Z"));
  assert.ok(name.length <= 63);
  assert.equal(isLeftover(name, now), true);
  assert.equal(isLeftover(scratchName(1, new Date("2026-11-29T12:01:00Z")), now), false);
  assert.equal(isLeftover("strata_scratch_of_mine", now), false);
});
