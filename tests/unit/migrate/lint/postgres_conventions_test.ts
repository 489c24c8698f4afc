import { ruleTests } from "./_lint_case.ts";

ruleTests("PG010", {
  fires: {
    "a primary key": { up: "create table t (a int primary key)" },
    "a check": { up: "create table t (a int, check (a > 0))" },
    "a foreign key of a new column": { up: "alter table plain add a int references plain" },
    "a unique constraint": { up: "alter table hyper add unique (time, series)" },
    "an index": { up: "create index on hyper (value)" },
  },
  quiet: {
    "names": {
      up: `create table t (a int constraint pk primary key, constraint c check (a > 0));
        create index i on t (a)`,
    },
    "not null": { up: "create table t (a int not null)" },
    "a temporary table": { up: "create temporary table t (a int primary key)" },
  },
});

ruleTests("PG028", {
  fires: { "a migration without a down": { up: "select 1", down: null } },
  quiet: { "a migration with one": { up: "select 1", down: "select 1" } },
});

ruleTests("PG029", {
  fires: {
    "a table left behind": { up: "create table t (a int)", down: "select 1" },
    "a column left behind": { up: "alter table plain add a int", down: "select 1" },
    "an index left behind": { up: "create index i on hyper (value)", down: "select 1" },
    "a policy left behind": {
      up: (m) => m.addRetentionPolicy("hyper", { after: "1 year" }),
      down: "select 1",
    },
    "a column that is not restored": {
      up: "alter table plain drop column note",
      down: "select 1",
    },
    "a table that is not restored": { up: "drop table plain", down: "select 1" },
  },
  quiet: {
    "a table that is dropped": { up: "create table t (a int)", down: "drop table t" },
    "a column that is dropped": {
      up: "alter table plain add a int constraint c check (a > 0)",
      down: "alter table plain drop a",
    },
    "a name that is restored": {
      up: "alter table plain rename note to remark",
      down: "alter table plain rename remark to note",
    },
    "a column that is restored in an unknown table": {
      up: "alter table elsewhere.t drop column a",
      down: "alter table elsewhere.t add column a int",
    },
    "an index and a policy that are removed": {
      up: (m) => {
        m.sql("create index i on hyper (value)");
        m.addRetentionPolicy("hyper", { after: "1 year" });
      },
      down: (m) => {
        m.removeRetentionPolicy("hyper");
        m.sql("drop index i");
      },
    },
  },
});

ruleTests("PG030", {
  fires: {
    "a table": { up: "create table if not exists t (a int)" },
    "a column": { up: "alter table plain add column if not exists a int" },
    "an index": { up: "create index if not exists i on hyper (value)" },
  },
  quiet: {
    "a schema": { up: "create schema if not exists s" },
    "an extension": { up: "create extension if not exists pgcrypto" },
    "if exists": { up: "drop index if exists i" },
  },
});

ruleTests("PG031", {
  fires: {
    "a long name": { up: `create index ${"i".repeat(64)} on hyper (value)` },
    "a long name with letters of two bytes": { up: `create table "${"é".repeat(32)}" (a int)` },
  },
  quiet: {
    "63 bytes": { up: `create index ${"i".repeat(63)} on hyper (value)` },
    "a long text": { up: `comment on table plain is '${"x".repeat(80)}'` },
  },
});
