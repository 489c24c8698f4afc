import { ruleTests, type Script } from "./_lint_case.ts";

/**
 * Creates a hypertable with these columns and keys, compressed if segmentby and orderby are given.
 */
function table(
  columns: string,
  compression?: { readonly segmentBy: readonly string[]; readonly orderBy: readonly string[] },
): Script {
  return (m) => {
    m.sql(`create table t (${columns})`);
    m.createHypertable("t", { by: "time", chunkInterval: "7 days" });
    if (compression !== undefined) m.setCompression("t", compression);
  };
}

const bySeries = { segmentBy: ["series"], orderBy: ["time desc"] };
const natural =
  "series int not null, time timestamptz not null, constraint pk primary key (series, time)";

ruleTests("TS001", {
  fires: {
    "a primary key and a unique constraint": {
      up: table(`id int, ${natural}, constraint u unique (id, time)`, bySeries),
    },
    "a unique index that is added later": {
      up: "create unique index u on packed (time, series)",
    },
    "compression for a table with two keys": {
      up: (m) => {
        m.sql("create unique index u on hyper (time, series)");
        m.setCompression("hyper", bySeries);
      },
    },
  },
  quiet: {
    "one key": { up: table(natural, bySeries) },
    "two keys without compression": {
      up: table(`id int, ${natural}, constraint u unique (id, time)`),
    },
    "a key that replaces another": {
      up: `alter table packed add constraint k unique (time, series);
        alter table packed drop constraint pk_packed`,
    },
    "a plain index": { up: "create index i on packed (value)" },
    "two existing keys": {
      old: table(`id int, ${natural}, constraint u unique (id, time)`, bySeries),
      up: "comment on table t is 'x'",
    },
  },
});

ruleTests("TS002", {
  fires: {
    "a key column in neither": {
      up: table(
        "series int not null, kind int not null, time timestamptz not null, " +
          "constraint pk primary key (series, kind, time)",
        bySeries,
      ),
    },
    "settings written by hand": {
      up: `alter table hyper set (timescaledb.compress, timescaledb.compress_segmentby = '',
        timescaledb.compress_orderby = 'time desc')`,
    },
  },
  quiet: {
    "a key column in orderby": {
      up: table(
        "series int not null, kind int not null, time timestamptz not null, " +
          "constraint pk primary key (series, kind, time)",
        { segmentBy: ["series"], orderBy: ["time desc", "kind"] },
      ),
    },
    "quoted names written by hand": {
      up: `alter table hyper set (tsdb.enable_columnstore, tsdb.segmentby = '"series"',
        tsdb.orderby = '"time" desc nulls last')`,
    },
  },
});

ruleTests("TS003", {
  fires: {
    "a serial": {
      up: table("id serial, time timestamptz not null, constraint pk primary key (id, time)"),
    },
    "an identity": {
      up: table(
        "id int generated always as identity, time timestamptz not null, constraint pk primary key (id, time)",
      ),
    },
    "a random uuid": {
      up: table(
        "id uuid default gen_random_uuid(), time timestamptz not null, constraint pk primary key (id, time)",
      ),
    },
  },
  quiet: {
    "a serial outside of the key": { up: table(`id serial, ${natural}`) },
    "a serial in the key of a plain table": {
      up: "create table t (id serial, constraint pk primary key (id))",
    },
    "a constant default": {
      up: table(
        "series int not null default 1, time timestamptz not null, constraint pk primary key (series, time)",
      ),
    },
  },
});

ruleTests("TS004", {
  fires: {
    "a generated column": {
      up: table(
        "a int, b int generated always as (a + 1) stored, time timestamptz not null, " +
          "constraint pk primary key (b, time)",
      ),
    },
  },
  quiet: {
    "a generated column outside of the key": {
      up: table(`a int, b int generated always as (a + 1) stored, ${natural}`),
    },
  },
});

ruleTests("TS005", {
  fires: {
    "a nullable column of a unique constraint": {
      up: table("series int, time timestamptz not null, constraint u unique (series, time)"),
    },
    "a column that becomes nullable again": {
      old: table(
        "series int not null, time timestamptz not null, constraint u unique (series, time)",
      ),
      up: "alter table t alter column series drop not null",
    },
  },
  quiet: {
    "a primary key, which has no nulls": {
      up: table("series int, time timestamptz, constraint pk primary key (series, time)"),
    },
    "a plain table": { up: "create table t (a int, constraint u unique (a))" },
    "a column that is set not null in the same migration": {
      up:
        `create table t (series int, time timestamptz not null, constraint u unique (series, time));
        alter table t alter column series set not null;
        select create_hypertable('t', by_range('time'))`,
    },
  },
});

ruleTests("TS006", {
  fires: {
    "a compressed table": {
      up: table(
        "series int, time timestamptz not null, constraint u unique nulls not distinct (series, time)",
        bySeries,
      ),
    },
    "a unique index": {
      old: table("series int not null, time timestamptz not null", bySeries),
      up: "create unique index u on t (series, time) nulls not distinct",
    },
  },
  quiet: {
    "a table without compression": {
      up: table(
        "series int, time timestamptz not null, constraint u unique nulls not distinct (series, time)",
      ),
    },
  },
});

ruleTests("TS007", {
  fires: {
    "a primary key without the time": {
      up: table("id int, time timestamptz not null, constraint pk primary key (id)"),
    },
    "a unique index over an expression": { up: "create unique index u on hyper ((date(time)))" },
    "a unique column": { up: "alter table hyper add column code text unique" },
  },
  quiet: {
    "the time in the key": { up: table(natural) },
    "a unique index of a plain table": { up: "create unique index u on plain (note)" },
    "an index that becomes the constraint": {
      up: `create unique index u on plain (note);
        alter table plain add constraint u unique using index u`,
    },
  },
});
