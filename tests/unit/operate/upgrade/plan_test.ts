import assert from "node:assert/strict";
import { planLines } from "../../../../src/operate/upgrade/mod.ts";
import { planUpgrade, updateStatement } from "../../../../src/operate/upgrade/plan_upgrade.ts";
import { missingLibrary } from "../../../../src/operate/versions/mod.ts";
import { newDifferences } from "../../../../src/operate/upgrade/schema_changes.ts";
import type { UpgradeFacts } from "../../../../src/operate/upgrade/upgrade_facts.ts";

function facts(change: Partial<UpgradeFacts> = {}): UpgradeFacts {
  return {
    database: "strata",
    postgres: "17.6",
    postgresMajor: 17,
    installed: "2.19.3",
    standard: "2.29.2",
    available: ["2.19.3", "2.28.3", "2.29.2"],
    reachable: ["2.28.3", "2.29.2"],
    libraryGone: false,
    mayUpdate: true,
    restoring: false,
    isCommunity: true,
    inRecovery: false,
    replicas: [],
    prepared: [],
    sessions: [],
    sizeBytes: 1,
    ...change,
  };
}

Deno.test("planUpgrade goes to the server's own version, with the changes on the way", () => {
  const plan = planUpgrade(facts());
  assert.equal(plan.target, "2.29.2");
  assert.equal(plan.statement, "alter extension timescaledb update to '2.29.2'");
  assert.deepEqual(plan.changes.map(({ since }) => since), [
    "2.20.0",
    "2.23.0",
    "2.25.0",
    "2.26.0",
    "2.28.0",
    "2.29.0",
  ]);
  assert.deepEqual(plan.findings, []);
  assert.equal(plan.ok, true);
  assert.equal(planUpgrade(facts(), "2.28.3").target, "2.28.3");
  const lines = planLines(plan, (kind) => kind).join("\n");
  assert.match(lines, /Update: 2\.19\.3 → 2\.29\.2, tested as it is/);
});

Deno.test("planUpgrade has nothing to do on the newest, and takes one newer than tested", () => {
  const newest = planUpgrade(facts({ installed: "2.29.2" }));
  assert.equal(newest.target, null);
  assert.equal(newest.ok, true);
  assert.match(planLines(newest, (kind) => kind).join("\n"), /Nothing to do/);
  const newer = planUpgrade(facts({
    standard: "2.31.0",
    available: ["2.31.0"],
    reachable: ["2.31.0"],
  }));
  assert.equal(newer.ok, true);
  assert.match(newer.tested ?? "", /newer than tested/);
});

Deno.test("planUpgrade names what forbids an update, and what to know before it", () => {
  const cases: readonly [Partial<UpgradeFacts>, string | undefined, string][] = [
    [{ installed: null }, undefined, "fail not-created"],
    [{}, "2.18.2", "fail downgrade"],
    [{}, "2.30.0", "fail not-available"],
    [{ reachable: [] }, undefined, "fail no-path"],
    [{ postgresMajor: 15 }, undefined, "fail postgres-not-supported"],
    [{ restoring: true }, undefined, "fail restoring-mode"],
    [{ inRecovery: true }, undefined, "fail replica"],
    [{ mayUpdate: false }, undefined, "fail not-owner"],
    [{ prepared: ["one"] }, undefined, "fail prepared-transactions"],
    [{ replicas: ["west"] }, undefined, "warn replicas"],
    [{ libraryGone: true, available: [] }, undefined, "fail library-gone,fail not-available"],
    [
      { sessions: [{ pid: 7, name: "app", inTransaction: true }] },
      undefined,
      "warn busy-sessions,warn other-sessions",
    ],
  ];
  for (const [change, to, expected] of cases) {
    const plan = planUpgrade(facts(change), to);
    const found = plan.findings.map(({ status, code }) => `${status} ${code}`).join();
    assert.equal(found, expected);
    assert.equal(plan.ok, !expected.includes("fail"), expected);
  }
});

Deno.test("planUpgrade tells the traps that an update ends, and those that stay", () => {
  const old = planUpgrade(facts({ installed: "2.18.0", reachable: ["2.29.2"] }));
  assert.match(old.mends.join(), /loses rows/);
  assert.deepEqual(old.findings, []);
  const minor = facts({ postgres: "17.12" });
  assert.deepEqual(planUpgrade(minor).findings.map(({ code }) => code), ["jobs-false-alarm"]);
  const newer = { standard: "2.31.0", available: ["2.31.0"], reachable: ["2.31.0"] };
  const ended = planUpgrade({ ...minor, ...newer });
  assert.deepEqual(ended.findings, []);
  assert.match(ended.mends.join(), /record every job as failed/);
  const apache = planUpgrade({ ...minor, isCommunity: false });
  assert.deepEqual(apache.findings, []);
});

Deno.test("planUpgrade prints the way to another PostgreSQL, and never goes it", () => {
  const steps = planUpgrade(facts({ postgresMajor: 15, installed: "2.28.3", standard: "2.28.3" }))
    .postgresSteps.join("\n");
  assert.match(steps, /TimescaleDB 2\.29\.2 does not run on PostgreSQL 15 any more/);
  assert.match(steps, /pg_upgrade: install PostgreSQL 16 with TimescaleDB 2\.28\.3/);
  assert.match(steps, /deno task backup here/);
  const newest = facts({ postgresMajor: 18, installed: "2.29.2" });
  assert.deepEqual(planUpgrade(newest).postgresSteps, []);
});

Deno.test("updateStatement quotes the version, missingLibrary reads it out of an error", () => {
  assert.equal(updateStatement("2'0"), "alter extension timescaledb update to '2''0'");
  const error = new Error(
    'could not access file "$libdir/timescaledb-2.28.3": No such file or directory',
  );
  assert.equal(missingLibrary(error), "2.28.3");
  assert.equal(missingLibrary(new Error("other")), undefined);
});

Deno.test("newDifferences leaves out what differed before", () => {
  const report = (...objects: string[]) => ({
    tables: 0,
    hypertables: 0,
    pending: [],
    deferred: [],
    differences: objects.map((object) => ({ object, property: "p", expected: 1, actual: 2 })),
  });
  const found = newDifferences(report("a"), report("a", "b")).map(({ object }) => object);
  assert.deepEqual(found, ["b"]);
  assert.equal(newDifferences(undefined, report("a")).length, 1);
});
