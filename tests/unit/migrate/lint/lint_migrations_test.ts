import assert from "node:assert/strict";
import { integer, pgTable, primaryKey, timestamp } from "drizzle-orm/pg-core";
import { lintMigrations, lintRules } from "../../../../src/migrate/lint/mod.ts";
import { defineMigration } from "../../../../src/migrate/mod.ts";
import { hypertable } from "../../../../src/timescale/mod.ts";
import { findingsOf } from "./_lint_case.ts";

Deno.test("lintMigrations describes a finding by its place, its statement and its rule", async () => {
  const [finding] = await findingsOf({
    up: (m) => {
      m.addRetentionPolicy("hyper", { after: "1 year" });
      m.sql("select 1;\n-- as asked\n  create index i\n  on plain (note)");
    },
    down: "drop index i; select remove_retention_policy('hyper')",
  });
  const rule = lintRules.find(({ code }) => code === "PG008");
  assert.deepEqual(finding, {
    code: "PG008",
    name: "index-without-concurrently",
    severity: "warning",
    migration: "0002_tested",
    direction: "up",
    step: 2,
    index: 2,
    statement: "create index i on plain (note)",
    reason: 'the index blocks writes to "plain" while it is built',
    remedy: rule?.remedy,
    silenced: null,
  });
});

Deno.test("lintMigrations reports a problem of the schema at the statement after which it stays", async () => {
  const unique = "create unique index u on packed (time, series)";
  const findings = await findingsOf({
    up: `${unique}; drop index u; ${unique}; comment on table packed is 'x'`,
    down: "drop index u",
    target: "timescaledb-2.29.2/community",
  });
  assert.deepEqual(findings.map(({ code, index }) => [code, index]), [["TS001", 2]]);
});

Deno.test("lintMigrations sorts findings by migration, direction and statement", async () => {
  const bad = (id: string) =>
    defineMigration(id, { up: (m) => m.sql("vacuum a; vacuum b"), down: (m) => m.sql("vacuum c") });
  const findings = await lintMigrations([bad("0001_a"), bad("0002_b")]);
  assert.deepEqual(
    findings.map(({ migration, direction, index }) => `${migration} ${direction} ${index}`),
    ["0001_a up 0", "0001_a up 1", "0001_a down 0", "0002_b up 0", "0002_b up 1", "0002_b down 0"],
  );
});

const readings = pgTable("readings", {
  sensor: integer().notNull(),
  time: timestamp({ withTimezone: true }).notNull(),
}, (t) => [primaryKey({ columns: [t.sensor, t.time] })]);
const declared = hypertable(readings, {
  by: "time",
  chunkInterval: "1 day",
  compression: { segmentBy: ["sensor"], orderBy: ["time desc"], after: "7 days" },
});

Deno.test("lintMigrations prefers the migrations that create a declared hypertable to its definition", async () => {
  const migration = defineMigration("0001_a", {
    up: (m) =>
      m.sql(`create table readings (sensor integer not null, time timestamptz not null,
      constraint pk_readings primary key (sensor, time)); create index i on readings (time)`),
    down: (m) => m.sql("drop table readings"),
  });
  const definitions = { hypertables: [declared] };
  assert.deepEqual(await lintMigrations([migration], { definitions }), []);
});

Deno.test("lintMigrations knows hypertables of another package from their definitions", async () => {
  const migration = defineMigration("0001_a", {
    up: (m) =>
      m.sql("alter table readings add column a int not null; create index i on readings (time)"),
    down: (m) => m.sql("drop index i; alter table readings drop column a"),
  });
  const codes = async (hypertables: readonly (typeof declared)[]) =>
    (await lintMigrations([migration], { definitions: { hypertables } })).map(({ code }) => code);
  assert.deepEqual(await codes([declared]), ["TS013"]);
  assert.deepEqual(await codes([]), ["PG006", "PG008"]);
});

Deno.test("lintMigrations refuses a frequency that cannot be parsed", async () => {
  await assert.rejects(
    lintMigrations([], { definitions: { rowEvery: { a: "often" } } }),
    /Cannot read "often" as an interval/,
  );
});

Deno.test("lintMigrations names the migration whose function throws", async () => {
  const broken = defineMigration("0001_a", {
    up: () => {
      throw new Error("broken");
    },
  });
  await assert.rejects(lintMigrations([broken]), /"0001_a".*broken/);
});

Deno.test("lintMigrations finds nothing in the statements of the builder", async () => {
  const migration = defineMigration("0001_create_readings", {
    up(m) {
      m.sql(`create table readings (sensor integer not null, time timestamptz not null, value real,
        constraint pk_readings primary key (sensor, time))`);
      m.createHypertable("readings", { by: "time", chunkInterval: "7 days" });
      m.setCompression("readings", {
        segmentBy: [],
        orderBy: ["time desc", "sensor"],
        rollup: "28 days",
      });
      m.addCompressionPolicy("readings", { after: "7 days" });
      m.addRetentionPolicy("readings", { after: "1 year" });
      m.createContinuousAggregate("daily", {
        query:
          "select time_bucket('1 day', time) as day, sensor, avg(value) from readings group by 1, 2",
      });
      m.addRefreshPolicy("daily", { startOffset: "30 days", endOffset: "1 day", every: "1 day" });
    },
    down(m) {
      m.dropContinuousAggregate("daily");
      m.sql("drop table readings");
    },
  });
  assert.deepEqual(await lintMigrations([migration]), []);
});

Deno.test("lintRules have distinct codes and names, a reason and a remedy", () => {
  const codes = lintRules.map(({ code }) => code);
  assert.equal(new Set(codes).size, codes.length);
  for (const { code, name, reason, remedy } of lintRules) {
    assert.match(code, /^(TS|PG|SL)\d{3}$/);
    assert.match(name, /^[a-z]+(-[a-z]+)*$/);
    for (const text of [reason, remedy]) assert.match(text, /^\S[\s\S]{5,}\.$/, code);
  }
});
