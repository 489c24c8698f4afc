import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { serverTest, type ThrowawayDatabase } from "../support/mod.ts";
import { scratchDatabases, testRole } from "./drift_reference_support.ts";

const script = new URL("../fixtures/reference_task.ts", import.meta.url).pathname;

function spawn(
  args: readonly string[],
  env: { readonly DATABASE_URL: string; readonly [name: string]: string },
): Deno.ChildProcess {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "-A", "--no-check", script, ...args],
    env: { ...env, NO_COLOR: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

async function run(...given: Parameters<typeof spawn>) {
  const child = spawn(...given);
  const { code, stdout, stderr } = await child.output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr), pid: child.pid };
}

async function scratchOf(db: ThrowawayDatabase, pid: number): Promise<void> {
  while ((await scratchDatabases(db, pid)).length === 0) await delay(50);
}

serverTest(
  "timescaledb",
  "check and converge say once on stderr why they use a scratch database, and drop it",
  async (_t, db) => {
    const env = { DATABASE_URL: db.url };
    assert.equal((await run(["up"], env)).code, 0);
    for (const args of [["check", "--json"], ["converge", "--dry-run"]]) {
      const { code, stdout, stderr, pid } = await run(args, env);
      assert.equal(code, 1, stderr);
      const lines = stderr.split("\n").filter((line) => line.includes("scratch"));
      assert.deepEqual(lines, [
        'Tried in a scratch database: "0001_create_notes" runs "create extension pg_trgm"',
      ]);
      assert.match(stdout, /notes\.body/);
      assert.deepEqual(await scratchDatabases(db, pid), []);
    }
    const quiet = await run(["check", "-q"], env);
    assert.equal(quiet.stderr, "");
  },
);

serverTest(
  "timescaledb",
  "new writes the difference to migrations that create extensions, with each suitable --reference",
  async (_t, db) => {
    await using role = await testRole(db);
    const folder = await Deno.makeTempDir({ prefix: "strata_reference_" });
    const write = async (...args: readonly string[]) => {
      await Deno.writeTextFile(
        `${folder}/mod.ts`,
        'import first from "./0001_create_notes.ts";\n\nexport const migrations = [first];\n',
      );
      await Deno.remove(`${folder}/0002_add_body.ts`).catch(() => {});
      const env = { DATABASE_URL: role.url, STRATA_TEST_FOLDER: folder };
      const outcome = await run(["new", "add", "body", ...args], env);
      const source = await Deno.readTextFile(`${folder}/0002_add_body.ts`).catch(() => "");
      assert.deepEqual(await scratchDatabases(db, outcome.pid), []);
      return { ...outcome, source };
    };
    try {
      const refused = await write();
      assert.equal(refused.code, 1);
      assert.match(
        refused.stderr,
        /Cannot try "0001_create_notes": .*pg_trgm.*alter role strata_test_\w+ createdb.*--reference=postgres:/,
      );
      assert.equal((await write("--reference=embedded")).code, 1);
      assert.equal((await write("--reference=elsewhere")).code, 2);
      const elsewhere = await write(`--reference=${db.url}`);
      assert.equal(elsewhere.code, 0, elsewhere.stderr);
      assert.match(elsewhere.source, /add column body text/);

      await db.client.query(`alter role ${role.name} createdb`);
      for (const args of [[], ["--reference=scratch"]]) {
        const { code, source, stderr } = await write(...args);
        assert.equal(code, 0, stderr);
        assert.match(source, /add column body text/);
      }
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
);

serverTest(
  "timescaledb",
  "check drops its scratch database at SIGINT and SIGTERM, and exits with 130",
  async (_t, db) => {
    const env = { DATABASE_URL: db.url, STRATA_TEST_MIGRATIONS: "slow" };
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      const child = spawn(["check"], env);
      await scratchOf(db, child.pid);
      await delay(700);
      child.kill(signal);
      const { code } = await child.output();
      assert.equal(code, 130);
      assert.deepEqual(await scratchDatabases(db, child.pid), []);
    }
  },
);
