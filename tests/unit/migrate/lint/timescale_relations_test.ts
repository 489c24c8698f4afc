import { ruleTests, type Script } from "./_lint_case.ts";

const bySeries = { segmentBy: ["series"], orderBy: ["time desc"] };

ruleTests("TS009", {
  fires: {
    "a key in a new hypertable": {
      up: (m) => {
        m.sql(`create table t (series int, time timestamptz not null,
          constraint fk foreign key (series, time) references hyper (series, time))`);
        m.createHypertable("t", { by: "time", chunkInterval: "7 days" });
      },
    },
    "a key that is added": {
      up: "alter table packed add constraint fk foreign key (series, time) references hyper",
    },
    "a table that becomes a hypertable": {
      old: `create table a (time timestamptz not null, constraint pk_a primary key (time));
        create table b (time timestamptz not null, constraint fk foreign key (time) references a)`,
      up: (m) => {
        m.createHypertable("a", { by: "time", chunkInterval: "7 days" });
        m.createHypertable("b", { by: "time", chunkInterval: "7 days" });
      },
    },
  },
  quiet: {
    "a key to a plain table": {
      up: "alter table hyper add constraint fk foreign key (series) references plain not valid",
    },
    "a key from a plain table": {
      up: "alter table plain add constraint fk foreign key (id, at) references hyper not valid",
    },
  },
});

ruleTests("TS012", {
  fires: {
    "a start_offset beyond the retention": {
      up: (m) => {
        m.addRetentionPolicy("hyper", { after: "10 days" });
        m.addRefreshPolicy("daily", { startOffset: "30 days", endOffset: "1 day", every: "1 day" });
      },
    },
    "a refresh without bound": {
      up: (m) => {
        m.addRefreshPolicy("daily", { endOffset: "1 day", every: "1 day" });
        m.addRetentionPolicy("hyper", { after: "1 year" });
      },
    },
    "retention that is added later, by hand": {
      up:
        `select add_continuous_aggregate_policy('daily', interval '1 month', interval '1 day', interval '1 day');
        select add_retention_policy('hyper', interval '30 days')`,
    },
    "an aggregate of an aggregate": {
      up: (m) => {
        m.createContinuousAggregate("weekly", {
          query: "select time_bucket('7 days', day) as week, sum(count) from daily group by 1",
        });
        m.addRefreshPolicy("weekly", {
          startOffset: "60 days",
          endOffset: "1 day",
          every: "1 day",
        });
        m.addRetentionPolicy("daily", { after: "30 days" });
      },
    },
  },
  quiet: {
    "a start_offset within the retention": {
      up: (m) => {
        m.addRetentionPolicy("hyper", { after: "30 days" });
        m.addRefreshPolicy("daily", { startOffset: "7 days", endOffset: "1 day", every: "1 day" });
      },
    },
    "no retention": {
      up: (m) => m.addRefreshPolicy("daily", { endOffset: "1 day", every: "1 day" }),
    },
    "retention that is removed in the same migration": {
      up: (m) => {
        m.addRetentionPolicy("hyper", { after: "10 days" });
        m.addRefreshPolicy("daily", { startOffset: "30 days", endOffset: "1 day", every: "1 day" });
        m.removeRetentionPolicy("hyper");
      },
    },
  },
});

function days(chunkInterval: string, rollup?: string): Script {
  return (m) => {
    m.sql(
      "create table t (series int not null, day date not null, constraint pk primary key (series, day))",
    );
    m.createHypertable("t", { by: "day", chunkInterval });
    m.setCompression("t", {
      segmentBy: ["series"],
      orderBy: ["day desc"],
      ...(rollup === undefined ? {} : { rollup }),
    });
  };
}

ruleTests("TS016", {
  fires: {
    "days in chunks of a month": { up: days("1 month") },
    "a declared frequency": {
      up: (m) => m.setCompression("hyper", bySeries),
      definitions: { rowEvery: { hyper: "6 hours" } },
    },
  },
  quiet: {
    "days in chunks of a year": { up: days("1 year") },
    "days in chunks that are merged": { up: days("1 month", "360 days") },
    "a declared frequency with many rows": {
      up: (m) => m.setCompression("hyper", bySeries),
      definitions: { rowEvery: { hyper: "1 minute" } },
    },
    "days with several rows each": {
      up: (m) => {
        m.sql(`create table t (series int, day date, tenor int,
          constraint pk primary key (series, day, tenor))`);
        m.createHypertable("t", { by: "day", chunkInterval: "1 month" });
        m.setCompression("t", { segmentBy: ["series"], orderBy: ["day desc", "tenor"] });
      },
    },
    "instants without a declared frequency": { up: (m) => m.setCompression("hyper", bySeries) },
  },
});

ruleTests("TS023", {
  fires: {
    "retention before compression": {
      up: (m) => m.addRetentionPolicy("packed", { after: "7 days" }),
    },
  },
  quiet: {
    "retention after compression": {
      up: (m) => m.addRetentionPolicy("packed", { after: "1 year" }),
    },
    "only retention": { up: (m) => m.addRetentionPolicy("hyper", { after: "7 days" }) },
  },
});
