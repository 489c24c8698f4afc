import { ruleTests, type Script } from "./_lint_case.ts";

const policy: Script = (m) =>
  m.addRefreshPolicy("daily", { startOffset: "30 days", endOffset: "1 day", every: "1 day" });
const whole = "call refresh_continuous_aggregate('daily', null, null)";

ruleTests("TS032", {
  fires: {
    "an aggregate of an existing table": { up: policy },
    "a policy by hand with an unreadable window": {
      up:
        `select add_continuous_aggregate_policy('daily', now() - $$2024-01-01$$, null, interval '1 day')`,
    },
    "rows kept longer than the window": {
      up: (m) => {
        m.addRetentionPolicy("hyper", { after: "1 year" });
        m.addRefreshPolicy("daily", { startOffset: "30 days", endOffset: "1 day", every: "1 day" });
      },
    },
    "an aggregate of an existing aggregate": {
      up: (m) => {
        m.createContinuousAggregate("weekly", {
          query: "select time_bucket('7 days', day) as week, count(*) from daily group by 1",
        });
        m.addRefreshPolicy("weekly", {
          startOffset: "60 days",
          endOffset: "7 days",
          every: "1 day",
        });
      },
    },
  },
  quiet: {
    "a window without bound": {
      up: (m) => m.addRefreshPolicy("daily", { endOffset: "1 day", every: "1 day" }),
    },
    "a table of the same migration": {
      up: (m) => {
        m.sql("create table t (time timestamptz not null)");
        m.createHypertable("t", { by: "time", chunkInterval: "7 days" });
        m.createContinuousAggregate("v", {
          query: "select time_bucket('1 day', time) as day, count(*) from t group by 1",
        });
        m.addRefreshPolicy("v", { startOffset: "30 days", endOffset: "1 day", every: "1 day" });
      },
    },
    "rows kept shorter than the window": {
      up: (m) => {
        m.addRetentionPolicy("hyper", { after: "30 days" });
        m.addRefreshPolicy("daily", { startOffset: "30 days", endOffset: "1 day", every: "1 day" });
      },
    },
    "an aggregate refreshed from its oldest row": {
      up: `${whole};
        select add_continuous_aggregate_policy('daily', interval '30 days', null, interval '1 day')`,
      transaction: false,
    },
    "an aggregate created with data": {
      up: `create materialized view v with (timescaledb.continuous) as
          select time_bucket('1 day', time) as day, count(*) from hyper group by 1;
        select add_continuous_aggregate_policy('v', interval '30 days', null, interval '1 day')`,
      transaction: false,
    },
    "an unknown view": {
      up: (m) => m.addRefreshPolicy("elsewhere.v", { startOffset: "30 days", every: "1 day" }),
    },
  },
});

ruleTests("TS033", {
  fires: {
    "a refresh from the oldest row": {
      old: (m) => {
        m.sql("create table t (time timestamptz not null)");
        m.createHypertable("t", { by: "time", chunkInterval: "7 days" });
        m.createContinuousAggregate("daily", {
          query: "select time_bucket('1 day', time) as day, count(*) from t group by 1",
        });
        m.addRetentionPolicy("t", { after: "30 days" });
      },
      up: whole,
      transaction: false,
    },
  },
  quiet: {
    "a source that keeps everything": { up: whole, transaction: false },
    "a refresh with a beginning": {
      old: (m) => {
        m.sql("create table t (time timestamptz not null)");
        m.createHypertable("t", { by: "time", chunkInterval: "7 days" });
        m.createContinuousAggregate("daily", {
          query: "select time_bucket('1 day', time) as day, count(*) from t group by 1",
        });
        m.addRetentionPolicy("t", { after: "30 days" });
      },
      up: "call refresh_continuous_aggregate('daily', now() - interval '20 days', null)",
      transaction: false,
    },
  },
});

ruleTests("PG002", {
  fires: { "a refresh of a continuous aggregate": { up: whole } },
  quiet: { "a refresh without a transaction": { up: whole, transaction: false } },
});

ruleTests("TS034", {
  fires: {
    "the builder's step": { up: (m) => m.dropContinuousAggregate("daily") },
    "SQL": { up: "drop materialized view if exists daily" },
  },
  quiet: {
    "an aggregate of the same migration": {
      up: (m) => {
        m.createContinuousAggregate("v", {
          query: "select time_bucket('1 day', time) as day, count(*) from hyper group by 1",
        });
        m.dropContinuousAggregate("v");
      },
    },
    "a materialized view of PostgreSQL's": {
      old: "create materialized view v as select 1",
      up: "drop materialized view v",
    },
  },
});
