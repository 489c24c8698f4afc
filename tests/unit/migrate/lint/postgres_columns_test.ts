import { ruleTests } from "./_lint_case.ts";

ruleTests("PG006", {
  fires: {
    "a plain table": { up: "alter table plain add column a int not null" },
    "an unknown table": { up: "alter table elsewhere.t add column a int not null" },
    "a hypertable": { up: "alter table hyper add column a int not null" },
    "a block": { up: "do $$ begin alter table plain add column a int not null; end $$" },
  },
  quiet: {
    "a default": { up: "alter table plain add column a int not null default 0" },
    "an identity": { up: "alter table plain add column a int generated always as identity" },
    "a table of the same migration": {
      up: "create table t (a int); alter table t add column b int not null",
    },
    "a temporary table": {
      up: "create temporary table t (a int); alter table t add column b int not null",
    },
  },
});

ruleTests("PG007", {
  fires: {
    "no proof": { up: "alter table plain alter note set not null" },
    "a check that is not validated": {
      up: `alter table plain add constraint c check (note is not null) not valid;
        alter table plain alter note set not null`,
    },
    "a check that proves another column": {
      up: `alter table plain add constraint c check (size is not null);
        alter table plain alter note set not null`,
    },
    "a check that proves one of two": {
      up: `alter table plain add constraint c check (note is not null or size is not null);
        alter table plain alter note set not null`,
    },
  },
  quiet: {
    "a check that is validated": {
      up: `alter table plain add constraint c check (note is not null) not valid;
        alter table plain validate constraint c;
        alter table plain alter note set not null`,
    },
    "a check with another condition": {
      up: `alter table plain add constraint c check (note is not null and note <> '');
        alter table plain alter note set not null`,
    },
    "a column that is already not null": { up: "alter table plain alter id set not null" },
    "a table of the same migration": {
      up: "create table t (a int); alter table t alter a set not null",
    },
  },
});

ruleTests("PG015", {
  fires: {
    "a column": { up: "alter table plain drop column note" },
    "a column of a hypertable": { up: "alter table hyper drop column value" },
  },
  quiet: {
    "a table of the same migration": {
      up: "create table t (a int, b int); alter table t drop column b",
    },
    "a down": { up: "alter table plain add b int", down: "alter table plain drop column b" },
  },
});

ruleTests("PG019", {
  fires: {
    "another type": { up: "alter table plain alter id type bigint" },
    "a shorter varchar": { up: "alter table plain alter size type varchar(5)" },
    "a type of an unknown table": { up: "alter table t alter a type text" },
  },
  quiet: {
    "a longer varchar": { up: "alter table plain alter size type varchar(20)" },
    "text for varchar": { up: "alter table plain alter size type text" },
    "a table of the same migration": {
      up: "create table t (a int); alter table t alter a type bigint",
    },
  },
});

ruleTests("PG023", {
  fires: {
    "a volatile default": { up: "alter table plain add a uuid default gen_random_uuid()" },
    "an unknown function": { up: "alter table plain add a text default my_function()" },
    "a stored generated column": {
      up: "alter table plain add a int generated always as (id + 1) stored",
    },
    "an identity": { up: "alter table plain add a int generated always as identity" },
  },
  quiet: {
    "a stable default": { up: "alter table plain add a timestamptz not null default now()" },
    "a constant default": { up: "alter table plain add a jsonb not null default '{}'::jsonb" },
    "a virtual generated column": {
      up: "alter table plain add a int generated always as (id + 1) virtual",
    },
    "a table of the same migration": {
      up: "create table t (a int); alter table t add b uuid default gen_random_uuid()",
    },
  },
});
