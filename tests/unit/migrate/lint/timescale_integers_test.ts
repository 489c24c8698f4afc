import type { MigrationBuilder } from "../../../../src/migrate/mod.ts";
import { ruleTests } from "./_lint_case.ts";

function blocks(m: MigrationBuilder): void {
  m.sql(`create table blocks (chain int not null, height bigint not null,
    constraint pk_blocks primary key (chain, height));
    create function newest() returns bigint language sql stable as 'select 1::bigint'`);
  m.createHypertable("blocks", { by: "height", chunkInterval: 1000 });
}

ruleTests("TS035", {
  fires: {
    "an interval for chunks by numbers": {
      up: (m) => {
        m.sql("create table t (height int not null)");
        m.createHypertable("t", { by: "height", chunkInterval: "1 day" });
      },
    },
    "an interval for retention by numbers": {
      up: (m) => {
        blocks(m);
        m.addRetentionPolicy("blocks", { after: "1 year" });
      },
    },
    "a number for retention by times": {
      up: (m) => m.addRetentionPolicy("hyper", { after: 1000 }),
    },
    "a number for compression by times, by hand": {
      up: "select add_compression_policy('packed', 1000)",
    },
  },
  quiet: {
    "numbers": {
      up: (m) => {
        blocks(m);
        m.setIntegerNow("blocks", "newest");
        m.addRetentionPolicy("blocks", { after: 100_000 });
      },
    },
    "microseconds in the older form": {
      up: `create table t (time timestamptz not null);
        select create_hypertable('t', 'time', chunk_time_interval => 86400000000)`,
    },
    "chunks whose interval the server chooses": {
      up:
        "create table t (height bigint not null); select create_hypertable('t', by_range('height'))",
    },
    "an unknown table": {
      up: (m) => m.addRetentionPolicy("elsewhere.t", { after: 1000 }),
    },
  },
});

ruleTests("TS036", {
  fires: {
    "a retention": {
      up: (m) => {
        blocks(m);
        m.addRetentionPolicy("blocks", { after: 100 });
      },
    },
    "a compression": {
      up: (m) => {
        blocks(m);
        m.setCompression("blocks", { segmentBy: ["chain"], orderBy: ["height desc"] });
        m.addCompressionPolicy("blocks", { after: 100 });
      },
    },
  },
  quiet: {
    "a function for the current value": {
      up: (m) => {
        blocks(m);
        m.setIntegerNow("blocks", "newest");
        m.addRetentionPolicy("blocks", { after: 100 });
      },
    },
    "a timestamp": { up: (m) => m.addRetentionPolicy("hyper", { after: "1 year" }) },
    "no policy": { up: blocks },
  },
});

ruleTests("TS037", {
  fires: {
    "an interval": {
      up: (m) => {
        blocks(m);
        m.setCompression("blocks", {
          segmentBy: ["chain"],
          orderBy: ["height desc"],
          rollup: "10 days",
        });
      },
    },
    "a number, by hand": {
      old: blocks,
      up: `alter table blocks set (timescaledb.compress, timescaledb.compress_segmentby = 'chain',
        timescaledb.compress_orderby = 'height', timescaledb.compress_chunk_time_interval = '10000')`,
    },
  },
  quiet: {
    "no rollup": {
      up: (m) => {
        blocks(m);
        m.setCompression("blocks", { segmentBy: ["chain"], orderBy: ["height desc"] });
      },
    },
    "a timestamp": {
      up: (m) =>
        m.setCompression("packed", {
          segmentBy: ["series"],
          orderBy: ["time desc"],
          rollup: "70 days",
        }),
    },
  },
});

ruleTests("TS038", {
  fires: {
    "a table whose name SQL folds": {
      up: (m) => {
        m.sql("create table Trades (time timestamptz not null)");
        m.createHypertable("Trades", { by: "time", chunkInterval: "7 days" });
      },
    },
    "a schema whose name SQL folds": {
      old: "create schema raw; create table raw.trades (time timestamptz not null)",
      up: (m) => m.createHypertable("Raw.trades", { by: "time", chunkInterval: "7 days" }),
    },
    "a policy": { up: (m) => m.addRetentionPolicy("Hyper", { after: "1 year" }) },
  },
  quiet: {
    "a quoted table": {
      up: (m) => {
        m.sql('create table "Trades" (time timestamptz not null)');
        m.createHypertable("Trades", { by: "time", chunkInterval: "7 days" });
      },
    },
    "an unknown table": {
      up: (m) => m.addRetentionPolicy("Elsewhere", { after: "1 year" }),
    },
    "SQL, which folds both": {
      up: `create table Trades (time timestamptz not null);
        select create_hypertable('Trades', by_range('time'), create_default_indexes => false)`,
    },
  },
});
