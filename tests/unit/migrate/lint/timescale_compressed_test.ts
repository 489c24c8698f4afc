import { ruleTests } from "./_lint_case.ts";

const current = "timescaledb-2.29.2/community";
const unpacked = `create table t (series int not null, time timestamptz not null);
  select create_hypertable('t', by_range('time'), create_default_indexes => false);
  alter table t set (timescaledb.compress, timescaledb.compress_segmentby = 'series',
    timescaledb.compress_orderby = 'time');`;

ruleTests("TS013", {
  fires: {
    "a volatile default": {
      up: "alter table packed add column a uuid default gen_random_uuid()",
      target: current,
    },
    "now() as a default": {
      up: "alter table packed add column a timestamptz default now()",
      target: current,
    },
    "current_timestamp as a default": {
      up: "alter table packed add column a timestamptz default current_timestamp",
    },
    "an expression as a default, before 2.25": {
      up: "alter table packed add column a text default 'x'::text",
    },
    "not null without a default": { up: "alter table packed add column a int not null" },
    "references": {
      up: "alter table packed add column a int constraint fk references plain",
      target: current,
    },
    "a check, before 2.20": {
      up: "alter table packed add column a int constraint c check (a > 0)",
    },
    "an identity": {
      up: "alter table packed add column a int generated always as identity",
      target: current,
    },
    "a generated column": {
      up: "alter table packed add column a int generated always as (series + 1) stored",
      target: current,
    },
    "a serial": { up: "alter table packed add column a serial", target: current },
    "a table compressed in the same migration": { up: `${unpacked} alter table t add a serial` },
  },
  quiet: {
    "a literal default": { up: "alter table packed add column a int not null default 5" },
    "a boolean default": { up: "alter table packed add column a bool default true" },
    "no default": { up: "alter table packed add column a int" },
    "an expression as a default, from 2.25 on": {
      up: "alter table packed add column a text default 'x'::text",
      target: current,
    },
    "a check, from 2.20 on": {
      up: "alter table packed add column a int constraint c check (a > 0)",
      target: current,
    },
    "a hypertable without compression": {
      up: "alter table hyper add column a uuid default gen_random_uuid()",
    },
    "a plain table": { up: "alter table plain add column a int references plain" },
  },
});

ruleTests("TS014", {
  fires: {
    "another type": { up: "alter table packed alter column value type numeric", target: current },
    "another type in a new table, before 2.24": {
      up: `${unpacked} alter table t alter series type bigint`,
    },
    "a segmentby column that is dropped": {
      up: "alter table packed drop column series",
      target: current,
    },
    "an orderby column that is dropped": { up: "alter table packed drop column time" },
    "set not null, before 2.19": { up: "alter table packed alter value set not null" },
    "row security": {
      up: "alter table packed enable row level security",
      target: current,
    },
  },
  quiet: {
    "another type in a new table, from 2.24 on": {
      up: `${unpacked} alter table t alter series type bigint`,
      target: current,
    },
    "another column that is dropped": { up: "alter table packed drop column value" },
    "a column that is renamed": { up: "alter table packed rename column series to id" },
    "set not null, from 2.19 on": {
      up: "alter table packed alter value set not null",
      target: current,
    },
    "a hypertable without compression": { up: "alter table hyper alter value type numeric" },
  },
});

ruleTests("TS015", {
  fires: {
    "a check": { up: "alter table packed add constraint c check (value > 0)" },
    "a foreign key that is not valid": {
      up: "alter table packed add constraint c foreign key (series) references plain not valid",
    },
    "a unique index": { up: "create unique index u on packed (time, series)" },
  },
  quiet: {
    "TimescaleDB 2.20": {
      up: "alter table packed add constraint c check (value > 0)",
      target: "timescaledb-2.20.0/community",
    },
    "a table of the same migration": {
      up: `${unpacked} alter table t add constraint c check (series > 0)`,
    },
    "a plain index": { up: "create index i on packed (value)" },
    "a hypertable without compression": {
      up: "alter table hyper add constraint c check (value > 0)",
    },
  },
});

ruleTests("TS027", {
  fires: {
    "an update": { up: "update packed set value = 1 where series = 1" },
    "a delete within another statement": {
      up: `with gone as (delete from packed where series = 1 returning *)
        insert into hyper select * from gone`,
    },
  },
  quiet: {
    "an update with the limit lifted": {
      up: `set local timescaledb.max_tuples_decompressed_per_dml_transaction = 0;
        update packed set value = 1 where series = 1`,
    },
    "a hypertable without compression": { up: "update hyper set value = 1 where series = 1" },
    "an insert": { up: "insert into packed select * from hyper" },
  },
});

ruleTests("TS028", {
  fires: {
    "disabling compression with its policy in place": {
      up: (m) => m.removeCompression("packed"),
    },
    "disabling compression without decompressing chunks": {
      up: `select remove_compression_policy('packed');
        alter table packed set (timescaledb.compress = false)`,
    },
    "disabling compression by hand": {
      up: "alter table packed set (timescaledb.enable_columnstore = false)",
    },
  },
  quiet: {
    "the builder's two steps": {
      up: (m) => {
        m.removeCompressionPolicy("packed");
        m.removeCompression("packed");
      },
    },
    "a table of the same migration": { up: `${unpacked} alter table t set (tsdb.compress = off)` },
    "a table without compression": { up: "alter table hyper set (timescaledb.compress = false)" },
    "a down": { up: "select 1", down: (m) => m.removeCompression("packed") },
  },
});
