import { ruleTests } from "./_lint_case.ts";

ruleTests("PG008", {
  fires: {
    "a plain table": { up: "create index i on plain (note)" },
    "a unique index": { up: "create unique index i on plain (note)" },
    "an unknown table": { up: "create index i on elsewhere.t (a)" },
  },
  quiet: {
    "a concurrent build": {
      up: "create index concurrently i on plain (note)",
      transaction: false,
    },
    "a hypertable": { up: "create index i on hyper (value)" },
    "a continuous aggregate": { up: "create index i on daily (day)" },
    "a table of the same migration": { up: "create table t (a int); create index i on t (a)" },
    "a declared hypertable": {
      up: "select create_hypertable('t', by_range('a')); create index i on t (a)",
    },
  },
});

ruleTests("PG009", {
  fires: {
    "if not exists": {
      up: "create index concurrently if not exists i on plain (note)",
      transaction: false,
    },
    "no name": { up: "create index concurrently on plain (note)", transaction: false },
  },
  quiet: {
    "a name": { up: "create index concurrently i on plain (note)", transaction: false },
  },
});

ruleTests("PG020", {
  fires: {
    "a check": { up: "alter table plain add constraint c check (id > 0)" },
    "a foreign key": {
      up: "alter table plain add constraint c foreign key (id) references plain",
    },
  },
  quiet: {
    "a check that is not valid": {
      up: "alter table plain add constraint c check (id > 0) not valid",
    },
    "a table of the same migration": {
      up: "create table t (a int); alter table t add constraint c check (a > 0)",
    },
    "a foreign key of a new, empty column": {
      up: "alter table plain add column a int constraint c references plain",
    },
  },
});

ruleTests("PG021", {
  fires: {
    "a unique constraint": { up: "alter table plain add constraint u unique (note)" },
    "a primary key": { up: "alter table elsewhere.t add constraint pk primary key (a)" },
  },
  quiet: {
    "an existing index": {
      up: "alter table plain add constraint u unique using index i",
    },
    "a hypertable, which has no other form": {
      up: "alter table hyper add constraint u unique (time, series)",
    },
    "a table of the same migration": {
      up: "create table t (a int); alter table t add constraint u unique (a)",
    },
  },
});

const notValid = "alter table plain add constraint c check (id > 0) not valid";

ruleTests("PG022", {
  fires: {
    "the same transaction": { up: `${notValid}; alter table plain validate constraint c` },
  },
  quiet: {
    "an earlier migration": { old: notValid, up: "alter table plain validate constraint c" },
    "no transaction": {
      up: `${notValid}; alter table plain validate constraint c`,
      transaction: false,
    },
  },
});

ruleTests("PG027", {
  fires: {
    "vacuum full": { up: "vacuum (full, analyze) plain", transaction: false },
    "cluster": { up: "cluster plain using pk_plain" },
    "another tablespace": { up: "alter table plain set tablespace fast" },
    "reindex": { up: "reindex table plain" },
    "a refresh": {
      old: "create materialized view v as select 1",
      up: "refresh materialized view v",
    },
  },
  quiet: {
    "vacuum": { up: "vacuum plain", transaction: false },
    "a concurrent reindex": { up: "reindex table concurrently plain", transaction: false },
    "a concurrent refresh": {
      old: "create materialized view v as select 1",
      up: "refresh materialized view concurrently v",
    },
    "a table of the same migration": { up: "create table t (a int); reindex table t" },
  },
});

ruleTests("PG033", {
  fires: {
    "the strongest mode, which is the default": { up: "lock table plain" },
    "a mode that blocks writes": { up: "lock table plain, hyper in share mode" },
    "a block": { up: "do $$ begin lock table plain in exclusive mode; end $$" },
  },
  quiet: {
    "a mode that blocks no writes": { up: "lock table plain in row exclusive mode" },
    "a table of the same migration": { up: "create table t (a int); lock table t" },
  },
});

ruleTests("PG043", {
  fires: {
    "an old table": { up: "alter table plain add constraint e exclude using gist (size with =)" },
  },
  quiet: {
    "a table of the same migration": {
      up: `create table t (a int4range);
        alter table t add constraint e exclude using gist (a with &&)`,
    },
  },
});

ruleTests("PG044", {
  fires: {
    "a check": { up: "alter domain d add constraint c check (value > 0)" },
  },
  quiet: {
    "a check that is not valid": {
      up: "alter domain d add constraint c check (value > 0) not valid",
    },
    "a domain of the same migration": {
      up: "create domain d as int; alter domain d add constraint c check (value > 0)",
    },
  },
});
