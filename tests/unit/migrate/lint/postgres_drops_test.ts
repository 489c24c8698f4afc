import { ruleTests } from "./_lint_case.ts";

const indexed =
  "create table plain (id int, constraint c check (id > 0)); create index i on plain (id)";

ruleTests("PG032", {
  fires: {
    "an index of an old table": { old: indexed, up: "drop index i" },
    "an unknown index": { up: "drop index if exists elsewhere.i" },
    "one of several": { old: indexed, up: "create index j on plain (id); drop index i, j" },
  },
  quiet: {
    "a concurrent drop": {
      old: indexed,
      up: "drop index concurrently i",
      transaction: false,
    },
    "an index of the same migration": { up: "create index j on plain (id); drop index j" },
    "an index of a table of the same migration": {
      up: "create table t (a int); create index j on t (a); drop index j",
    },
    "an index of a hypertable, which has no concurrent form": {
      old: `create table t (time timestamptz not null);
        select create_hypertable('t', by_range('time'), create_default_indexes => false);
        create index i on t (time)`,
      up: "drop index i",
    },
    "a down": { up: "create index i on plain (note)", down: "drop index i" },
  },
});

ruleTests("PG036", {
  fires: {
    "a check": { old: indexed, up: "alter table plain drop constraint c" },
    "a primary key": { up: "alter table plain drop constraint pk_plain" },
    "a constraint of an unknown table": { up: "alter table elsewhere.t drop constraint c" },
    "a check that alone proves not null": {
      old: "create table plain (id int, constraint c check (id is not null))",
      up: "alter table plain drop constraint c",
    },
  },
  quiet: {
    "a constraint of the same name": {
      old: indexed,
      up: "alter table plain drop constraint c, add constraint c check (id > 1) not valid",
    },
    "another key over the same column": {
      up: `alter table plain drop constraint pk_plain;
        alter table plain add constraint pk_new primary key (id, at)`,
    },
    "a check of a column that is not null now": {
      old: "create table plain (id int, constraint c check (id is not null))",
      up: "alter table plain alter id set not null; alter table plain drop constraint c",
    },
    "a table that is dropped": {
      old: indexed,
      up: "alter table plain drop constraint c; drop table plain",
    },
    "a table of the same migration": {
      up: "create table t (a int constraint c check (a > 0)); alter table t drop constraint c",
    },
  },
});

ruleTests("PG037", {
  fires: {
    "an old table": { up: "alter table plain alter id drop not null" },
    "a hypertable": { up: "alter table hyper alter series drop not null" },
  },
  quiet: {
    "a table of the same migration": {
      up: "create table t (a int not null); alter table t alter a drop not null",
    },
    "set not null": { up: "create table t (a int); alter table t alter a set not null" },
  },
});

ruleTests("PG038", {
  fires: {
    "a function": { up: "drop function f(integer)" },
    "a procedure": { up: "drop procedure if exists app.p()" },
    "an aggregate of PostgreSQL's": { up: "drop aggregate a(integer)" },
    "a view": { old: "create view v as select 1", up: "drop view v" },
    "a materialized view": {
      old: "create materialized view v as select 1",
      up: "drop materialized view v",
    },
  },
  quiet: {
    "a view that is created again": {
      old: "create view v as select 1 as a",
      up: "drop view v; create view v as select 2 as b",
    },
    "a function that is created again": {
      up: "drop function f(); create function f() returns int language sql as 'select 1'",
    },
    "a view of the same migration": { up: "create view v as select 1; drop view v" },
    "a down": { up: "create view v as select 1", down: "drop view v" },
    "a type": { up: "drop type t" },
  },
});
