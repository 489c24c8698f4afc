import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { type EngineTest, engineTest } from "./_engine.ts";

const script = new URL("../fixtures/migrate_task.ts", import.meta.url).pathname;

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function spawn(url: string, args: readonly string[], kind = "engine"): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "-A", "--no-check", script, ...args],
    env: { DATABASE_URL: url, STRATA_TEST_MIGRATIONS: kind, NO_COLOR: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

async function run(url: string, args: readonly string[], kind?: string): Promise<Outcome> {
  const { code, stdout, stderr } = await spawn(url, args, kind).output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

engineTest(
  "the task applies, reports and reverts, with its exit codes and documents",
  async (t) => {
    const pending = await run(t.url, ["status", "--json"]);
    assert.equal(pending.code, 1);
    const before = JSON.parse(pending.stdout);
    assert.deepEqual(before.migrations.map((m: { state: string }) => m.state), [
      "pending",
      "pending",
      "pending",
    ]);

    const plan = JSON.parse((await run(t.url, ["plan", "--json"])).stdout);
    assert.ok(plan.steps.length > 10);
    assert.deepEqual(Object.keys(plan.steps[0]).sort(), [
      "deferred",
      "migration",
      "sql",
      "title",
      "transaction",
    ]);

    const up = await run(t.url, []);
    assert.equal(up.code, 0, up.stderr);
    assert.match(up.stdout, /^Applied 0001_create_readings \(\d+ ms\)$/m);
    const again = await run(t.url, []);
    assert.match(again.stdout, /Nothing to do/);

    const status = await run(t.url, ["status", "--json"]);
    assert.equal(status.code, 0);
    const document = JSON.parse(status.stdout);
    assert.equal(document.ok, true);
    assert.match(document.server.edition, /^(apache|community)$/);
    for (const migration of document.migrations) {
      assert.equal(migration.state, "applied");
      assert.match(migration.checksum, /^2:[0-9a-f]{64}:[0-9a-f]{64}$/);
      assert.ok(!Number.isNaN(Date.parse(migration.appliedAt)));
      assert.ok(Array.isArray(migration.deferred));
    }

    const unasked = await run(t.url, ["down"]);
    assert.equal(unasked.code, 2);
    assert.match(unasked.stderr, /pass --yes/);
    assert.equal((await run(t.url, ["down", "--to=0", "--yes"])).code, 0);
    assert.equal((await t.one("select to_regclass('readings') as t")).t, null);
  },
);

engineTest(
  "the task cancels its statement at SIGINT, rolls back, releases the lock and exits with 130",
  async (t) => {
    const child = spawn(t.url, ["up"], "slow");
    const output = child.output();
    const running =
      "select count(*)::int as n from pg_stat_activity where datname = current_database() " +
      "and query like '%pg_sleep%' and pid <> pg_backend_pid()";
    for (let i = 0; i < 200 && (await t.one(running)).n === 0; i++) await delay(50);
    child.kill("SIGINT");
    const { code } = await output;
    assert.equal(code, 130);
    assert.equal((await t.one("select to_regclass('slow') as t")).t, null);
    assert.equal((await t.one(running)).n, 0);
    assert.equal(await heldLocks(t), 0);
  },
);

engineTest("the task reports what is wrong with a server, and exits with 3", async (t) => {
  const wrong = new URL(t.url);
  wrong.password = "not-the-password";
  const refused = await run(wrong.href, ["up"]);
  assert.equal(refused.code, 3);
  assert.match(refused.stderr, /the password is wrong; check POSTGRES_PASSWORD/);
  assert.ok(!(refused.stderr + refused.stdout).includes("not-the-password"));

  const nowhere = new URL(t.url);
  nowhere.port = "1";
  const missing = await run(nowhere.href, ["status", "--json"]);
  assert.equal(missing.code, 3);
  assert.equal(JSON.parse(missing.stdout).ok, false);

  const unknown = new URL(t.url);
  unknown.pathname = "/strata_no_such_database";
  assert.match((await run(unknown.href, ["up"])).stderr, /the database does not exist/);
});

engineTest("the task reports modules that cannot be loaded, and wrong usage", async (t) => {
  const thrown = await run(t.url, ["up"], "throw");
  assert.equal(thrown.code, 1);
  assert.match(thrown.stderr, /Cannot load the migrations: a module threw/);
  assert.equal((await run(t.url, ["sideways"])).code, 2);
  assert.equal((await run(t.url, ["plan", "--target=oracle-9"])).code, 2);
  assert.equal((await run(t.url, ["repair", "1"])).code, 2);
});

async function heldLocks(t: EngineTest): Promise<number> {
  return (await t.one(
    "select count(*)::int as n from pg_locks where locktype = 'advisory' " +
      "and database = (select oid from pg_database where datname = current_database())",
  )).n;
}

engineTest(
  "the task lists undeclared grants and owners on request, not as drift",
  async (t) => {
    await run(t.url, []);
    const [plain, listed] = [
      await run(t.url, ["check"]),
      await run(t.url, ["check", "--grants"]),
    ];
    assert.doesNotMatch(plain.stdout, /owned by/);
    assert.match(listed.stdout, /^Note: .*readings.*: owned by \w+, which is not declared$/m);
    assert.equal(listed.code, plain.code);
  },
);
