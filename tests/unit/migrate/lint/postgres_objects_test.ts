import { ruleTests } from "./_lint_case.ts";

const addValue = "alter type mood add value 'fine'";

ruleTests("PG039", {
  fires: {
    "a default": { up: `${addValue}; alter table plain alter note set default 'fine'` },
    "a row": { up: `${addValue}; insert into plain (id, note) values (1, 'fine')` },
    "a new table": { up: `${addValue}; create table t (a mood default 'fine')` },
    "a condition in a block": {
      up: `${addValue}; do $$ begin update plain set id = 1 where note = 'fine'; end $$`,
    },
    "a type of an earlier migration": {
      old: "create type mood as enum ('bad')",
      up: `${addValue}; select 'fine'::mood`,
    },
    "a type of the same migration, before PostgreSQL 17": {
      up: `create type mood as enum ('bad'); ${addValue}; select 'fine'::mood`,
      target: "timescaledb-2.18.2/community/pg16",
    },
  },
  quiet: {
    "a type of the same migration": {
      up: `create type mood as enum ('bad'); ${addValue}; select 'fine'::mood`,
      target: "timescaledb-2.18.2/community/pg17",
    },
    "another value": { up: `${addValue}; insert into plain (id, note) values (1, 'bad')` },
    "the value before it was added": {
      up: `insert into plain (id, note) values (1, 'fine'); ${addValue}`,
    },
    "no transaction": { up: `${addValue}; select 'fine'::mood`, transaction: false },
    "a comment": { up: `${addValue}; comment on type mood is 'fine'` },
  },
});

const definer = "create function f() returns int language sql security definer";

ruleTests("PG040", {
  fires: {
    "a function": { up: `${definer} as 'select 1'` },
    "a function that resets the path": {
      up: `${definer} set search_path to default as 'select 1'`,
    },
    "a procedure": {
      up: "create procedure p() language sql security definer set role = 'x' as 'select 1'",
    },
    "a function that becomes security definer": { up: "alter function f() security definer" },
  },
  quiet: {
    "its own search_path": {
      up: `${definer} set search_path = pg_catalog, pg_temp as 'select 1'`,
    },
    "an empty search_path": { up: `${definer} set search_path = '' as 'select 1'` },
    "the caller's privileges": { up: "create function f() returns int language sql as 'select 1'" },
    "a search_path that is set in the same migration": {
      up: "alter function f() security definer set search_path = pg_catalog, pg_temp",
    },
  },
});

ruleTests("PG041", {
  fires: {
    "a table": { up: "grant select on plain to public" },
    "public among other roles": { up: "grant usage on schema app to reader, public" },
    "every table": { up: "grant select on all tables in schema app to public" },
    "future tables": {
      up: "alter default privileges in schema app grant select on tables to public",
    },
  },
  quiet: {
    "a role": { up: "grant select on plain to reader" },
    "a revoke": { up: "revoke execute on function f() from public" },
  },
});

ruleTests("PG045", {
  fires: {
    "a trigger": { up: "alter table plain disable trigger tr" },
    "all of them": {
      up: "alter table plain disable trigger all; update plain set id = 1 where id = 2",
    },
    "several triggers, of which one is enabled again": {
      up: "alter table plain disable trigger all; alter table plain enable trigger user",
    },
  },
  quiet: {
    "a trigger that is enabled again": {
      up: `alter table plain disable trigger tr; delete from plain where id = 1;
        alter table plain enable trigger tr`,
    },
    "a trigger that is enabled again with all others": {
      up: "alter table plain disable trigger tr; alter table plain enable trigger all",
    },
    "a table of the same migration": {
      up: "create table t (a int); alter table t disable trigger all",
    },
  },
});

const view = "create materialized view v as select 1 as a";
const refresh = "refresh materialized view concurrently v";

ruleTests("PG046", {
  fires: {
    "no index": { old: view, up: refresh },
    "an index that is not unique": { old: `${view}; create index i on v (a)`, up: refresh },
    "an index over an expression": {
      old: `${view}; create unique index i on v ((a + 1))`,
      up: refresh,
    },
    "a view without data": {
      old: `${view} with no data; create unique index i on v (a)`,
      up: refresh,
    },
  },
  quiet: {
    "a unique index": { old: `${view}; create unique index i on v (a)`, up: refresh },
    "a view that was filled in the meantime": {
      old: `${view} with no data; create unique index i on v (a); refresh materialized view v`,
      up: refresh,
    },
    "an unknown view": { up: "refresh materialized view concurrently elsewhere.v" },
    "a refresh that is not concurrent": { old: view, up: "refresh materialized view v" },
  },
});
