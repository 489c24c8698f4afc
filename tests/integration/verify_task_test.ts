import assert from "node:assert/strict";
import { serverTest } from "../support/mod.ts";

const root = new URL("../../", import.meta.url);

interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the task in a folder without a stack, with its own permissions. */
async function verify(env: Record<string, string>, ...flags: string[]): Promise<Run> {
  const folder = await Deno.makeTempDir();
  try {
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "--no-prompt",
        "--no-check",
        "--quiet",
        "--allow-net",
        "--allow-env",
        "--allow-read",
        `--config=${new URL("deno.json", root).pathname}`,
        new URL("tasks/verify.ts", root).pathname,
        ...flags,
      ],
      cwd: folder,
      env: { NO_COLOR: "1", ...env },
    }).output();
    const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
    return { code, stdout: text(stdout), stderr: text(stderr) };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

serverTest(
  "timescaledb",
  "verify exits with 0 where everything asked for answers",
  async (_t, { url }) => {
    const { code, stdout, stderr } = await verify(
      { DATABASE_URL: url },
      "--service=timescaledb",
      "--json",
    );
    assert.equal(code, 0, stderr);
    const report = JSON.parse(stdout);
    assert.equal(report.ok, true);
    assert.equal(report.backend, null);
    assert.deepEqual(Object.keys(report.checks[0]).toSorted(), [
      "detail",
      "latencyMs",
      "name",
      "status",
    ]);
  },
);

serverTest(
  "timescaledb",
  "verify exits with 1 where the log-in is refused",
  async (_t, { url }) => {
    const wrong = new URL(url);
    wrong.password = "canary-password";
    const { code, stdout, stderr } = await verify(
      { DATABASE_URL: wrong.href },
      "--service=timescaledb",
    );
    assert.equal(code, 1);
    assert.match(stdout, /^✗ fail\s+timescaledb .* refused the log-in/);
    assert.match(stdout, /1 of 1 service failed: timescaledb\n$/);
    assert.doesNotMatch(stdout + stderr, /canary/);
  },
);

Deno.test("verify exits with 3 where a service cannot be reached", async () => {
  const { code, stdout } = await verify({ REDIS_PORT: "1" }, "--service=redis", "--json");
  assert.equal(code, 3);
  const report = JSON.parse(stdout);
  assert.equal(report.ok, false);
  assert.equal(report.checks[0].status, "fail");
  assert.equal(report.checks[0].cause, "unreachable");
});

Deno.test("verify exits with 2 for an unknown service and for wrong settings", async () => {
  const unknown = await verify({}, "--service=nothing");
  assert.equal(unknown.code, 2);
  assert.match(unknown.stderr, /timescaledb, redis, mongodb, kafka, minio/);
  const wrong = await verify({ REDIS_PORT: "none" }, "--service=redis");
  assert.equal(wrong.code, 2);
  assert.match(wrong.stderr, /REDIS_PORT/);
});

serverTest(
  "timescaledb",
  "verify tells advice in JSON, on screen and as JUnit, and fails by it on request",
  async (_t, { url, client }) => {
    await client.query("create table twice (id int)");
    await client.query("insert into twice values (1), (1)");
    await assert.rejects(client.query("create unique index concurrently once on twice (id)"));
    const run = (...flags: string[]) =>
      verify({ DATABASE_URL: url }, "--service=timescaledb", ...flags);
    const json = await run("--json");
    assert.equal(json.code, 0, json.stderr);
    const { findings } = JSON.parse(json.stdout);
    const codes = findings.map(({ code }: { code: string }) => code);
    assert.ok(codes.includes("backup-none"), `${codes}`);
    const unread = await run("--json", "--backups=s3://");
    assert.match(unread.stdout, /"backup-unread"/);
    const found = findings.find((one: { code: string }) => one.code === "invalid-index");
    assert.deepEqual(Object.keys(found).toSorted(), [
      "code",
      "object",
      "remedy",
      "sentence",
      "service",
      "severity",
    ]);
    const screen = await run();
    assert.equal(screen.code, 0);
    assert.match(
      screen.stdout,
      /^! warn +timescaledb .*\n(.*\n)* +! warn +The index public\.once of twice/,
    );
    assert.match(
      screen.stdout,
      /\[invalid-index\]\n +drop index public\.once; create unique index/i,
    );
    const failing = await run("--fail-on=warning", "--junit");
    assert.equal(failing.code, 1);
    assert.match(failing.stdout, /^<\?xml [^>]+>\n<testsuites name="verify" /);
    assert.match(failing.stdout, /name="invalid-index"><failure type="warning"/);
    assert.equal((await run("--junit", "--json")).code, 2);
  },
);
