import { ruleTests } from "./_lint_case.ts";

const bySeries = { segmentBy: ["series"], orderBy: ["time desc"] };
const current = "timescaledb-2.29.2/community";
const merged =
  `alter table hyper set (timescaledb.compress, timescaledb.compress_segmentby = 'series',
  timescaledb.compress_orderby = 'time desc', timescaledb.compress_chunk_time_interval = '28 days')`;

ruleTests("TS022", {
  fires: {
    "an interval that is not a multiple": {
      up: (m) => m.setCompression("hyper", { ...bySeries, rollup: "30 days" }),
    },
    "an interval of one chunk": {
      up: (m) => m.setCompression("hyper", { ...bySeries, rollup: "7 days" }),
    },
    "a key with several columns outside of segmentby": {
      target: current,
      up: `alter table hyper set (timescaledb.compress, timescaledb.compress_segmentby = '',
        timescaledb.compress_orderby = 'time desc, series', timescaledb.compress_chunk_time_interval = '28 days')`,
    },
    "an index over another column": {
      target: current,
      up: `create index i on hyper (value); ${merged}`,
    },
    "an index that is added later": {
      target: current,
      old: `create table hyper (series int not null, time timestamptz not null, value int);
        select create_hypertable('hyper', by_range('time')); ${merged}`,
      up: "create index i on hyper (value)",
    },
  },
  quiet: {
    "a multiple": { up: (m) => m.setCompression("hyper", { ...bySeries, rollup: "28 days" }) },
    "no other index": { target: current, up: merged },
    "an index over another column, before 2.22": {
      up: `create index i on hyper (value); ${merged}`,
    },
    "a named sparse index": {
      target: current,
      up: `create index i on hyper (value); ${merged};
        alter table hyper set (timescaledb.sparse_index = 'minmax(time)')`,
    },
    "no merging": {
      target: current,
      up: (m) => {
        m.sql("create index i on hyper (value)");
        m.setCompression("hyper", bySeries);
      },
    },
    "an interval that is removed again": {
      up: (m) => {
        m.setCompression("hyper", { ...bySeries, rollup: "30 days" });
        m.setCompression("hyper", { ...bySeries, rollup: null });
      },
    },
  },
});

ruleTests("TS031", {
  fires: {
    "a year": { up: (m) => m.setCompression("hyper", { ...bySeries, rollup: "1 year" }) },
    "a month by hand": {
      up: "alter table packed set (timescaledb.compress_chunk_time_interval = '1 month')",
    },
  },
  quiet: {
    "days": { up: (m) => m.setCompression("hyper", { ...bySeries, rollup: "28 days" }) },
    "none": { up: (m) => m.setCompression("hyper", { ...bySeries, rollup: null }) },
  },
});
