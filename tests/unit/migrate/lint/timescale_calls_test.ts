import { ruleTests } from "./_lint_case.ts";

const table = "create table t (time timestamptz not null, part int);";

ruleTests("TS017", {
  fires: {
    "positional arguments in the older form": {
      up:
        `${table} select create_hypertable('t', 'time', null, null, null, null, interval '1 day')`,
    },
    "positional arguments in the newer form": {
      up: `${table} select create_hypertable('t', by_range('time'), false, true)`,
    },
  },
  quiet: {
    "named arguments": {
      up: `${table} select create_hypertable('t', 'time', chunk_time_interval => interval '1 day')`,
    },
    "the builder": {
      up: (m) => {
        m.sql(table);
        m.createHypertable("t", { by: "time", chunkInterval: "1 day" });
      },
    },
  },
});

ruleTests("TS018", {
  fires: {
    "a hypertable": {
      up: `${table} select create_hypertable('t', by_range('time'), if_not_exists => true)`,
    },
    "a hypertable, by position in the newer form": {
      up: `${table} select create_hypertable('t', by_range('time'), false, true)`,
    },
    "a hypertable, by position in the older form": {
      up:
        `${table} select create_hypertable('t', 'time', null, null, null, null, null, false, true)`,
    },
    "a policy": {
      up: "select add_retention_policy('hyper', interval '1 year', if_not_exists => true)",
    },
    "a policy with call": {
      up:
        "call add_columnstore_policy('packed', after => interval '9 days', if_not_exists => true)",
    },
    "a block": {
      up: "do $$ begin perform add_retention_policy('hyper', interval '1 year', true); end $$",
    },
  },
  quiet: {
    "a policy without it": { up: "select add_retention_policy('hyper', interval '1 year')" },
    "a false if_not_exists": {
      up: "select add_retention_policy('hyper', interval '1 year', if_not_exists => false)",
    },
    "if_exists": {
      up: "select remove_retention_policy('hyper', if_exists => true)",
    },
    "a function that only mentions it": {
      up: `create function f() returns int language sql
        begin atomic select add_retention_policy('hyper', interval '1 year', true); end`,
    },
  },
});

ruleTests("TS019", {
  fires: {
    "a call by hand": { up: `${table} select create_hypertable('t', by_range('time'))` },
    "a call that asks for the index": {
      up: `${table} select create_hypertable('t', 'time', create_default_indexes => true)`,
    },
  },
  quiet: {
    "a call without the index": {
      up:
        `${table} select create_hypertable('t', by_range('time'), create_default_indexes => false)`,
    },
    "the builder": {
      up: (m) => {
        m.sql(table);
        m.createHypertable("t", { by: "time", chunkInterval: "1 day" });
      },
    },
  },
});

ruleTests("TS020", {
  fires: {
    "a table of an earlier migration": {
      old: table,
      up: (m) => m.createHypertable("t", { by: "time", chunkInterval: "1 day" }),
    },
    "an unknown table": {
      up: "select create_hypertable('elsewhere.t', by_range('time'), migrate_data => true)",
    },
  },
  quiet: {
    "a table of the same migration": {
      up: (m) => {
        m.sql(table);
        m.createHypertable("t", { by: "time", chunkInterval: "1 day" });
      },
    },
    "a table that is renamed in between": {
      up: (m) => {
        m.sql(`${table} alter table t rename to u`);
        m.createHypertable("u", { by: "time", chunkInterval: "1 day" });
      },
    },
  },
});

ruleTests("TS024", {
  fires: {
    "a table option": {
      up:
        "create table t (time timestamptz not null) with (tsdb.hypertable, tsdb.partition_column = 'time')",
    },
  },
  quiet: {
    "another option": { up: "create table t (a int) with (fillfactor = 70)" },
    "the option turned off": { up: "create table t (a int) with (tsdb.hypertable = false)" },
  },
});

ruleTests("TS025", {
  fires: {
    "a call": { up: "select drop_chunks('hyper', older_than => interval '1 year')" },
    "a query over calls": { up: "select count(*) from drop_chunks('hyper', interval '1 year')" },
  },
  quiet: { "chunks that are shown": { up: "select show_chunks('hyper')" } },
});
