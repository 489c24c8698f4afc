import assert from "node:assert/strict";
import { compareLedger, ledgerProblems } from "../../../../src/migrate/plan/compare.ts";
import type { LedgerRow } from "../../../../src/migrate/ledger/ledger.ts";
import { defineMigration } from "../../../../src/migrate/author/migration.ts";
import { planDown, planUp, withoutCapabilities } from "../../../../src/migrate/plan/plan.ts";
import { migrationChecksum } from "../../../../src/migrate/plan/checksum.ts";
import { parseTarget } from "../../../../src/migrate/author/target.ts";

const migrations = ["0001_a", "0002_b", "0003_c"].map((id) =>
  defineMigration(id, {
    up: (m) => m.sql(`create table t${id} (a int)`),
    down: (m) => m.sql(`drop table t${id}`),
  })
);

function row(id: string, change: Partial<LedgerRow> = {}): LedgerRow {
  const migration = migrations.find((candidate) => candidate.id === id);
  return {
    id,
    checksum: migration === undefined ? "gone" : migrationChecksum(migration),
    state: "applied",
    done: 0,
    doneSteps: [],
    started: null,
    deferred: [],
    startedAt: new Date("2026-01-02T03:04:05Z"),
    finishedAt: null,
    durationMs: 1,
    server: "",
    tool: "",
    appliedBy: "",
    outOfOrder: false,
    error: null,
    ...change,
  };
}

const states = (rows: readonly LedgerRow[]) =>
  compareLedger(migrations, rows).map(({ id, state, outOfOrder }) =>
    `${id} ${state}${outOfOrder ? " late" : ""}`
  );

Deno.test("compareLedger finds applied, pending, failed, edited, missing and late migrations", () => {
  assert.deepEqual(states([]), ["0001_a pending", "0002_b pending", "0003_c pending"]);
  assert.deepEqual(states([row("0001_a"), row("0002_b", { state: "running" })]), [
    "0001_a applied",
    "0002_b failed",
    "0003_c pending",
  ]);
  assert.deepEqual(
    states([row("0001_a", { checksum: "other" }), row("0003_c"), row("0004_gone")]),
    [
      "0001_a edited",
      "0002_b pending late",
      "0003_c applied",
      "0004_gone missing",
    ],
  );
});

Deno.test("compareLedger orders ids of five digits by number", () => {
  const many = ["9999_a", "10000_b"].map((id) =>
    defineMigration(id, { up: (m) => m.sql("select 1") })
  );
  const [sameChecksum = ""] = many.map(migrationChecksum);
  const statuses = compareLedger(many, [row("10000_b", { checksum: sameChecksum })]);
  assert.deepEqual(statuses.map(({ id, state, outOfOrder }) => [id, state, outOfOrder]), [
    ["9999_a", "pending", true],
    ["10000_b", "applied", false],
  ]);
});

Deno.test("ledgerProblems finds an edited down, and a checksum of a newer release", () => {
  const [first] = migrations;
  assert.ok(first);
  const recorded = migrationChecksum({ ...first, down: null });
  const texts = (checksum: string) =>
    ledgerProblems(compareLedger(migrations, [row("0001_a", { checksum, tool: "9.9.9" })]))
      .map(({ text }) => text);
  assert.match(texts(recorded)[0] ?? "", /^the down of "0001_a" was edited.*repair 0001_a/);
  assert.match(texts("3:a:b")[0] ?? "", /applied by a newer release \(9\.9\.9\).*use that release/);
});

Deno.test("ledgerProblems names each with its remedy", () => {
  const statuses = compareLedger(migrations, [
    row("0001_a", { checksum: "other" }),
    row("0003_c"),
    row("0004_gone"),
  ]);
  const texts = ledgerProblems(statuses).map((problem) => problem.text);
  assert.match(
    texts[0] ?? "",
    /"0001_a" was edited after it was applied on 2026-01-02.*repair 0001_a/,
  );
  assert.match(texts[1] ?? "", /"0002_b" is pending although.*--allow-out-of-order/);
  assert.match(texts[2] ?? "", /"0004_gone" was applied.*not among/);
  assert.equal(ledgerProblems(statuses, { allowOutOfOrder: true }).length, 2);
});

const target = parseTarget("timescaledb-2.18.2/community");

Deno.test("planUp plans pending migrations in order, up to a number", () => {
  const statuses = compareLedger(migrations, [row("0001_a")]);
  const ids = (to?: number) =>
    planUp(statuses, { target, to }).map((action) => action.migration.id);
  assert.deepEqual(ids(), ["0002_b", "0003_c"]);
  assert.deepEqual(ids(2), ["0002_b"]);
  assert.deepEqual(ids(1), []);
});

Deno.test("planUp plans deferred steps first, and only those the server can apply now", () => {
  const deferring = defineMigration("0001_a", {
    up(m) {
      m.sql("create table a (b timestamptz)");
      m.createHypertable("a", { by: "b", chunkInterval: "1 day" });
      m.setCompression("a", { segmentBy: [], orderBy: ["b"] });
    },
  });
  const statuses = compareLedger([deferring], [
    row("0001_a", {
      checksum: migrationChecksum(deferring),
      deferred: [
        { step: 1, title: "hypertable a", needs: "hypertable" },
        { step: 2, title: "compression of a", needs: "compression" },
      ],
    }),
  ]);
  const steps = (text: string) =>
    planUp(statuses, { target: parseTarget(text) }).flatMap((action) =>
      action.steps.map((step) => step.title)
    );
  assert.deepEqual(steps("postgres-17"), []);
  assert.deepEqual(steps("timescaledb-2.19.3/apache"), ["hypertable a"]);
  assert.deepEqual(steps("timescaledb-2.19.3/community"), ["hypertable a", "compression of a"]);
  const [first] = planUp(statuses, { target });
  assert.match(first?.steps[0]?.statements[0] ?? "", /migrate_data => true/);
});

Deno.test("planDown plans the newest first, by number or by steps", () => {
  const statuses = compareLedger(migrations, migrations.map(({ id }) => row(id)));
  const ids = (options: { to?: number; steps?: number }) =>
    planDown(statuses, { target, ...options }).map((action) => action.migration.id);
  assert.deepEqual(ids({}), ["0003_c"]);
  assert.deepEqual(ids({ steps: 2 }), ["0003_c", "0002_b"]);
  assert.deepEqual(ids({ to: 0 }), ["0003_c", "0002_b", "0001_a"]);
});

Deno.test("withoutCapabilities removes capabilities that a migration never had", () => {
  assert.equal(withoutCapabilities(target, []).edition, "community");
  assert.equal(withoutCapabilities(target, ["policy"]).edition, "apache");
  assert.equal(withoutCapabilities(target, ["policy", "hypertable"]).edition, "none");
});
