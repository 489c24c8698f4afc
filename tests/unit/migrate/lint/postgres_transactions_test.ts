import { ruleTests } from "./_lint_case.ts";

ruleTests("PG001", {
  fires: {
    "a typo": { up: "alter tabel plain add column a int" },
    "a typo in a down": { up: "select 1", down: "drop tabel t" },
    "a block": { up: "do $$ begin if then end $$" },
  },
  quiet: {
    "syntax of PostgreSQL 18": {
      up: "alter table plain add constraint n not null note not valid",
    },
  },
});

ruleTests("PG002", {
  fires: {
    "vacuum": { up: "vacuum plain" },
    "a concurrent build": { up: "create index concurrently i on plain (note)" },
    "a refresh": { up: "call refresh_continuous_aggregate('daily', null, null)" },
    "a block that commits": { up: "do $$ begin perform 1; commit; end $$" },
    "compressing chunks": {
      up: (m) => m.compressChunks("packed", { olderThan: "30 days" }),
    },
    "a down": { up: "select 1", down: "vacuum plain" },
  },
  quiet: {
    "vacuum without a transaction": { up: "vacuum plain", transaction: false },
    "compressing chunks without a transaction": {
      up: (m) => m.compressChunks("packed", { olderThan: "30 days" }),
      transaction: false,
    },
    "a block that only names a commit": {
      up: "do $$ begin raise notice 'nothing to commit'; end $$",
    },
    "an aggregate with data, which TS011 reports": {
      up: `create materialized view a with (timescaledb.continuous) as
        select time_bucket('1 day', time), count(*) from hyper group by 1`,
    },
  },
});

ruleTests("PG003", {
  fires: { "a commit": { up: "commit" }, "a savepoint": { up: "savepoint a" } },
  quiet: { "an ordinary statement": { up: "select 1" } },
});

ruleTests("PG004", {
  fires: {
    "a limit of 0": { up: "set local lock_timeout = 0" },
    "a limit of 0 seconds": { up: "set local lock_timeout = '0s'" },
    "the default": { up: "set lock_timeout to default" },
    "a reset": { up: "reset lock_timeout" },
    "vacuum full without a transaction": { up: "vacuum full plain", transaction: false },
  },
  quiet: {
    "a longer limit": { up: "set local lock_timeout = '10s'" },
    "an ordinary statement, for which the engine sets a limit": {
      up: "alter table plain add a int",
    },
    "a concurrent build, which blocks nobody while it waits": {
      up: "create index concurrently i on plain (note)",
      transaction: false,
    },
    "vacuum full after a limit": {
      up: "set lock_timeout = '2s'; vacuum full plain",
      transaction: false,
    },
  },
});

ruleTests("PG005", {
  fires: {
    "a setting that outlives its migration": { up: "set work_mem = '1GB'" },
    "set local without a transaction": {
      up: "set local work_mem = '1GB'; vacuum plain",
      transaction: false,
    },
  },
  quiet: {
    "set local in a transaction": { up: "set local work_mem = '1GB'" },
    "set and reset without a transaction": {
      up: "set work_mem = '1GB'; vacuum plain; reset work_mem",
      transaction: false,
    },
  },
});
