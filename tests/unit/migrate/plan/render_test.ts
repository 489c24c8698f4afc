import assert from "node:assert/strict";
import { MigrationError } from "../../../../src/base/errors.ts";
import { defineMigration } from "../../../../src/migrate/author/migration.ts";
import { renderMigration } from "../../../../src/migrate/plan/render.ts";
import { parseTarget } from "../../../../src/migrate/author/target.ts";

const community = parseTarget("timescaledb-2.18.2/community");
const migration = defineMigration("0001_a", {
  up(m) {
    m.sql("create table a (b int, c timestamptz)");
    m.createHypertable("a", { by: "c", chunkInterval: "1 day" });
    m.setCompression("a", { segmentBy: ["b"], orderBy: ["c desc", "b"], rollup: "7 days" });
    m.addCompressionPolicy("a", { after: "7 days" });
    m.createContinuousAggregate("a_daily", { query: "select 1", plainQuery: "select 2" });
  },
});

Deno.test("renderMigration marks what each edition lacks as deferred", () => {
  const deferred = (target: string) =>
    renderMigration(migration, "up", parseTarget(target)).map((step) => step.deferred);
  assert.deepEqual(deferred("timescaledb-2.18.2/community"), [null, null, null, null, null]);
  assert.deepEqual(deferred("timescaledb-2.19.3/apache"), [
    null,
    null,
    "compression",
    "policy",
    "continuousAggregate",
  ]);
  assert.deepEqual(deferred("postgres-17"), [
    null,
    "hypertable",
    "compression",
    "policy",
    "continuousAggregate",
  ]);
});

Deno.test("renderMigration lets a plain view stand in for a continuous aggregate", () => {
  const last = (target: string) =>
    renderMigration(migration, "up", parseTarget(target)).at(-1)?.statements;
  assert.deepEqual(last("timescaledb-2.19.3/apache"), [
    'create view "public"."a_daily" as\nselect 1',
  ]);
  assert.deepEqual(last("postgres-17"), ['create view "public"."a_daily" as\nselect 2']);
});

Deno.test("renderMigration sets sparse indexes if automatic ones would prevent merging", () => {
  const compression = (target: string) =>
    renderMigration(migration, "up", parseTarget(target))[2]?.statements.join() ?? "";
  assert.doesNotMatch(compression("timescaledb-2.18.2/community"), /sparse_index/);
  assert.match(
    compression("timescaledb-2.29.2/community"),
    /timescaledb\.sparse_index = 'minmax\("c"\)'/,
  );
});

Deno.test("renderMigration quotes names and texts", () => {
  const quoted = defineMigration("0001_a", {
    up: (m) => m.createHypertable(`s"x.t'y`, { by: "c'd", chunkInterval: "1 day" }),
  });
  const [step] = renderMigration(quoted, "up", community);
  assert.match(step?.statements.join() ?? "", /'"s""x"\."t''y"',\n {2}by_range\('c''d'/);
});

const refused: readonly { name: string; sql: string; message: RegExp }[] = [
  { name: "a commit", sql: "commit", message: /Cannot plan "0001_a".*transaction/ },
  { name: "vacuum in a transaction", sql: "vacuum a", message: /vacuum.*transaction: false/ },
];
for (const { name, sql, message } of refused) {
  Deno.test(`renderMigration refuses ${name}`, () => {
    const bad = defineMigration("0001_a", { up: (m) => m.sql(sql) });
    assert.throws(() => renderMigration(bad, "up", community), message);
  });
}

Deno.test("renderMigration names the migration whose function throws anything", () => {
  for (const thrown of [new Error("broken"), "broken"]) {
    const bad = defineMigration("0007_bad", {
      up: () => {
        throw thrown;
      },
    });
    assert.throws(
      () => renderMigration(bad, "up", community),
      (error: unknown) =>
        error instanceof MigrationError && error.migration === "0007_bad" &&
        /broken/.test(error.message),
    );
  }
});

Deno.test("renderMigration refuses an asynchronous function", () => {
  const bad = defineMigration("0001_a", { up: () => Promise.reject(new Error("unseen")) });
  assert.throws(() => renderMigration(bad, "up", community), /asynchronous/);
});

Deno.test("renderMigration refuses to revert a migration without down", () => {
  assert.throws(() => renderMigration(migration, "down", community), /it has no down/);
});

Deno.test("renderMigration refuses intervals and orders that cannot be parsed", () => {
  const bad = [
    defineMigration("0001_a", {
      up: (m) => m.createHypertable("a", { by: "c", chunkInterval: "soon" }),
    }),
    defineMigration("0001_a", {
      up: (m) => m.setCompression("a", { segmentBy: [], orderBy: ["c down"] }),
    }),
    defineMigration("0001_a", { up: (m) => m.addRetentionPolicy("a", { after: "-1 day" }) }),
    defineMigration("0001_a", { up: (m) => m.addRetentionPolicy("a.b.c", { after: "1 day" }) }),
  ];
  for (const migration of bad) {
    assert.throws(() => renderMigration(migration, "up", community), MigrationError);
  }
});

Deno.test("renderMigration writes numbers for an integer time column as numbers", () => {
  const migration = defineMigration("0001_a", {
    up(m) {
      m.createHypertable("blocks", { by: "height", chunkInterval: 1000, migrateData: true });
      m.setChunkInterval("blocks", 2n ** 60n);
      m.setIntegerNow("blocks", "Raw.Newest Block");
      m.addCompressionPolicy("blocks", { after: 5000 });
      m.addRetentionPolicy("blocks", { after: 90_000 });
      m.addRefreshPolicy("blocks_by_day", { startOffset: 10_000, endOffset: 10, every: "1 hour" });
    },
  });
  const statements = renderMigration(migration, "up", community)
    .flatMap((step) => step.statements).map((sql) => sql.replaceAll(/\s+/g, " "));
  const expected = [
    /by_range\('height', 1000\), migrate_data => true,/,
    /set_chunk_time_interval\('"public"."blocks"', 1152921504606846976\)/,
    /set_integer_now_func\('"public"."blocks"', '"Raw"."Newest Block"', replace_if_exists => true\)/,
    /compress_after => 5000\)/,
    /drop_after => 90000\)/,
    /start_offset => 10000, end_offset => 10, schedule_interval => interval '1 hour'/,
  ];
  expected.forEach((pattern, i) => assert.match(statements[i] ?? "", pattern));
});
