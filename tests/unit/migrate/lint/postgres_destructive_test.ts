import { ruleTests } from "./_lint_case.ts";

ruleTests("PG016", {
  fires: {
    "a table": { up: "drop table plain" },
    "an unknown table": { up: "drop table if exists elsewhere.t" },
    "a schema": { up: "drop schema elsewhere" },
  },
  quiet: {
    "a table of the same migration": { up: "create table t (a int); drop table t" },
    "a view": { up: "create view v as select 1; drop view v" },
    "a down": { up: "create table t (a int)", down: "drop table t" },
  },
});

ruleTests("PG017", {
  fires: {
    "a table": { up: "drop table plain cascade" },
    "a type": { up: "drop type t cascade" },
    "a column": { up: "alter table plain drop column note cascade" },
    "a constraint": { up: "alter table plain drop constraint pk_plain cascade" },
    "truncate": { up: "create table t (a int); truncate t cascade" },
  },
  quiet: { "restrict": { up: "drop type t restrict" } },
});

ruleTests("PG018", {
  fires: {
    "a table": { up: "alter table plain rename to other" },
    "a column": { up: "alter table plain rename note to other" },
    "another schema": { up: "alter table plain set schema other" },
    "a schema": { up: "alter schema app rename to other" },
    "a type": { up: "alter type mood rename to other" },
    "a value of a type": { up: "alter type mood rename value 'a' to 'b'" },
    "a function": { up: "alter function f(int) rename to g" },
  },
  quiet: {
    "a table of the same migration": { up: "create table t (a int); alter table t rename to u" },
    "an index": { up: "alter index pk_plain rename to plain_pkey" },
    "a constraint": { up: "alter table plain rename constraint pk_plain to plain_pkey" },
  },
});

ruleTests("PG024", {
  fires: {
    "an update": { up: "update plain set note = ''" },
    "a delete": { up: "delete from plain" },
    "where true": { up: "delete from plain where true" },
  },
  quiet: {
    "a where": { up: "update plain set note = '' where note is null" },
    "a table of the same migration": { up: "create table t (a int); update t set a = 1" },
  },
});

ruleTests("PG025", {
  fires: { "an old table": { up: "truncate plain" } },
  quiet: { "a table of the same migration": { up: "create table t (a int); truncate t" } },
});

ruleTests("PG026", {
  fires: {
    "a column that is filled": {
      up: "alter table plain add a int; update plain set a = 1 where a is null",
    },
    "rows that are copied while a table is locked": {
      up: `alter table plain add a int; create table t (a int); insert into t select id from plain`,
    },
  },
  quiet: {
    "literal rows": {
      up: "alter table plain add a int; insert into plain (id, a) values (1, 1)",
    },
    "only rows": { up: "update plain set note = '' where note is null" },
    "a table of the same migration": {
      up: "create table t (a int); insert into t select id from plain",
    },
    "no transaction": {
      up: "alter table plain add a int; update plain set a = 1 where a is null",
      transaction: false,
    },
  },
});
