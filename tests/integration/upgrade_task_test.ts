import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  openClient,
  serverTest,
  testServer,
  testServers,
  type ThrowawayDatabase,
  throwawayDatabase,
} from "../support/mod.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const config = JSON.parse(await Deno.readTextFile(join(root, "deno.json")));
// The task's own permissions are tested with it.
const FLAGS: string[] = config.tasks.upgrade.command.split(" ").filter((word: string) =>
  word.startsWith("--")
);

interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function upgrade(url: string, ...args: string[]): Promise<Run> {
  const folder = await Deno.makeTempDir();
  try {
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: [
        ...["run", ...FLAGS, "--no-check", "--quiet", `--config=${join(root, "deno.json")}`],
        ...[join(root, "tasks/upgrade.ts"), ...args],
      ],
      cwd: folder,
      env: { NO_COLOR: "1", DATABASE_URL: url },
    }).output();
    const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
    return { code, stdout: text(stdout), stderr: text(stderr) };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

serverTest("timescaledb", "upgrade has a plan for any server, and says why not", async (t, db) => {
  await t.step("a database without the extension", async () => {
    const { code, stdout } = await upgrade(db.url, "--plan", "--json");
    assert.equal(code, 1);
    const [finding] = JSON.parse(stdout).findings;
    assert.equal(finding.code, "not-created");
  });
  await db.client.query("create extension timescaledb");
  await t.step("a version that the server does not have", async () => {
    const { code, stdout } = await upgrade(db.url, "--plan", "--json", "--to=99.1.0");
    assert.equal(code, 1);
    const { findings, statement } = JSON.parse(stdout);
    assert.equal(statement, "alter extension timescaledb update to '99.1.0'");
    const codes = findings.map(({ code }: { code: string }) => code);
    // The test's own connection is the other session.
    assert.deepEqual(codes, ["other-sessions", "not-available"]);
  });
  await t.step("an older one, and what is no version", async () => {
    const { code, stdout } = await upgrade(db.url, "--yes", "--to=1.0.0");
    assert.equal(code, 1);
    assert.match(stdout, /downgrade: 1\.0\.0 is older than/);
    assert.equal((await upgrade(db.url, "--to=new")).code, 2);
  });
  await t.step("the newest already", async () => {
    const { code, stdout } = await upgrade(db.url, "--yes");
    assert.equal(code, 0, stdout);
    assert.match(stdout, /Nothing to do/);
  });
});

/** A server that has the scripts of two versions, and both of them. */
async function findTwoVersions(): Promise<{ url: string; from: string; to: string } | undefined> {
  const server = testServer("timescaledb");
  const urls = [
    ...testServers("community"),
    ..."url" in server ? [server.url] : [],
    Deno.env.get("STRATA_TEST_UPGRADE_URL") ?? "",
  ].filter((url) => url !== "");
  for (const url of urls) {
    const client = await openClient(url);
    try {
      const { rows: [row] } = await client.query<{ from: string; to: string }>(`
        select v.version as from, e.default_version as to
        from pg_available_extensions e
        join pg_available_extension_versions v using (name)
        where name = 'timescaledb' and v.version <> e.default_version and exists (
          select from pg_extension_update_paths('timescaledb')
          where source = v.version and target = e.default_version and path is not null)
        limit 1`);
      if (row !== undefined) return { url, ...row };
    } finally {
      await client.end();
    }
  }
  return undefined;
}

const two = await findTwoVersions();
const skipped = two === undefined
  ? " (skipped: it needs a server with two versions of TimescaleDB, set STRATA_TEST_UPGRADE_URL)"
  : "";

Deno.test({
  name: `upgrade updates a database from one version to the next${skipped}`,
  ignore: two === undefined, // the name says that it is skipped and what it needs
  fn: async (t) => {
    if (two === undefined) return;
    const { from, to } = two;
    await using db = await throwawayDatabase(two.url);
    await db.client.query(`create extension timescaledb version '${from}'`);
    await db.client.query("create table readings (time timestamptz not null, value float8)");
    await db.client.query("select create_hypertable('readings', by_range('time'))");
    await db.client.query("insert into readings values ('2026-01-01', 1), ('2026-06-01', 2)");

    await t.step("the plan changes nothing", async () => {
      const { code, stdout } = await upgrade(db.url, "--plan", "--json");
      assert.equal(code, 0, stdout);
      const plan = JSON.parse(stdout);
      assert.equal(plan.installed, from);
      assert.equal(plan.target, to);
      assert.equal(await version(db.url), from);
    });
    await t.step("a rehearsal needs the database for itself", async () => {
      const { code, stderr } = await upgrade(db.url, "--dry-run");
      assert.equal(code, 1);
      assert.match(stderr, /others are connected to it/);
    });
    await db.client.end();
    await t.step("a rehearsal leaves neither a change nor a copy", async () => {
      const { code, stdout, stderr } = await upgrade(db.url, "--dry-run", "--json");
      assert.equal(code, 0, stderr);
      const { applied } = JSON.parse(stdout);
      assert.equal(applied.rehearsal, true);
      assert.equal(applied.version, to);
      assert.equal(await version(db.url), from);
      assert.deepEqual(await copies(two.url), []);
    });
    await t.step("a session in a transaction makes it wait 10 s and end, with a word", async () => {
      const blocker = await openClient(db.url);
      await blocker.query("begin; lock table pg_catalog.pg_extension in share mode");
      const { code, stdout, stderr } = await upgrade(db.url, "--yes");
      await blocker.query("rollback");
      await blocker.end();
      assert.equal(code, 1);
      assert.match(stdout, /warn +busy-sessions: in a transaction: /);
      assert.match(stderr, /another session is at work in it/);
      assert.equal(await version(db.url), from);
    });
    await t.step("nobody to ask is no yes", async () => {
      assert.equal((await upgrade(db.url)).code, 2);
      assert.equal(await version(db.url), from);
    });
    await t.step("the update keeps the rows", async () => {
      const { code, stdout, stderr } = await upgrade(db.url, "--yes");
      assert.equal(code, 0, stderr);
      assert.match(stdout, /The schema is as it was before/);
      assert.equal(await version(db.url), to);
      assert.equal(await one(db.url, "select sum(value) from readings"), 3);
    });
  },
});

function version(url: string): Promise<unknown> {
  return one(url, "select extversion from pg_extension where extname = 'timescaledb'");
}

async function copies(url: string): Promise<unknown> {
  return await one(
    url,
    "select coalesce(json_agg(datname), '[]') from pg_database where datname like 'strata_upgrade_%'",
  );
}

async function one(url: string, sql: string): Promise<unknown> {
  const client: ThrowawayDatabase["client"] = await openClient(url);
  try {
    const { rows } = await client.query({ text: sql, rowMode: "array" });
    return rows[0]?.[0];
  } finally {
    await client.end();
  }
}
