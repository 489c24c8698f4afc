import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { serverTest } from "../support/mod.ts";
import { freePort } from "./stack_support.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const config = JSON.parse(await Deno.readTextFile(join(root, "deno.json")));
// The task's own permissions are tested with it.
const FLAGS: string[] = config.tasks.doctor.command.split(" ").filter((word: string) =>
  word.startsWith("--")
);

interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

interface Found {
  readonly status: string;
  readonly subject: string;
  readonly detail: string;
}

interface Place {
  readonly folder: string;
  readonly run: (env: Record<string, string>, ...args: string[]) => Promise<Run>;
}

/** Runs the task in a folder of its own with hardly any environment. */
async function withFolder(work: (place: Place) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "strata é 'x " });
  const run = async (env: Record<string, string>, ...args: string[]): Promise<Run> => {
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        ...FLAGS,
        "--no-check",
        "--quiet",
        `--config=${join(root, "deno.json")}`,
        join(root, "tasks/doctor.ts"),
        ...args,
      ],
      cwd: folder,
      clearEnv: true,
      env: {
        NO_COLOR: "1",
        PATH: Deno.env.get("PATH") ?? "/usr/bin:/bin",
        // No HOME: only Deno's own cache must be found.
        DENO_DIR: await denoFolder(),
        DOCKER_HOST: "unix:///nowhere/docker.sock",
        POSTGRES_PORT: String(freePort()),
        REDIS_PORT: String(freePort()),
        ...env,
      },
    }).output();
    const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
    return { code, stdout: text(stdout), stderr: text(stderr) };
  };
  try {
    await work({ folder, run });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function denoFolder(): Promise<string> {
  const { stdout } = await new Deno.Command(Deno.execPath(), { args: ["info", "--json"] }).output();
  return JSON.parse(new TextDecoder().decode(stdout)).denoDir;
}

function findings(stdout: string): Found[] {
  return JSON.parse(stdout).sections.flatMap((one: { findings: Found[] }) => one.findings);
}

Deno.test("doctor shows no secret anywhere, and its report is for the owner alone", async () => {
  await withFolder(async ({ folder, run }) => {
    await Deno.writeTextFile(
      join(folder, ".env"),
      "# mine\nPOSTGRES_PASSWORD=canary-one\nREDIS_PASSWORD='canary two'\n" +
        "MINIO_SECRET_KEY=canary-three\nFRED_API_KEY=broken-canary-four\n",
    );
    const env = {
      MIGRATION_DATABASE_URL: "postgres://me:canary-five@127.0.0.1:1/x",
      DATABASE_REPLICA_URLS: "postgres://me:canary-six@127.0.0.1:1/x",
      MONGO_PASSWORD: "canary-seven",
      API_TOKENS: "desk:canary-eight-canary-eight-canary-eight",
      AWS_SECRET_ACCESS_KEY: "canary-nine",
      HTTPS_PROXY: "http://me:canary-ten@127.0.0.1:1",
    };
    const [shown, json] = await Promise.all([run(env, "--report", "-v"), run(env, "--json")]);
    const names = (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name);
    const name = names.find((one) => /^strata-report-\d{4}-\d\d-\d\d\.txt$/.test(one));
    assert.ok(name, `${names}: ${shown.stderr}`);
    const path = join(folder, name);
    assert.equal(((await Deno.stat(path)).mode ?? 0) & 0o777, 0o600);
    const report = await Deno.readTextFile(path);
    assert.doesNotMatch(shown.stdout + shown.stderr + report + json.stdout + json.stderr, /canary/);
    for (const title of ["Backends", "Ports", "Machine", "Tools", "Network", "Settings"]) {
      assert.match(report, new RegExp(`^== ${title}$`, "m"));
    }
    assert.match(report, /POSTGRES_PASSWORD\s+\*\*\* \(\.env line 2\)/);
    assert.match(report, /DB_POOL_SIZE\s+20 \(default\)/);
    assert.match(report, /MIGRATION_DATABASE_URL\s+postgres:\/\/me:\*\*\*@.* \(environment\)/);
    const again = await run(env, `--report=${name}`);
    assert.equal(again.code, 2);
    assert.match(again.stderr, /it is there already/);
    assert.equal(await Deno.readTextFile(path), report);
  });
});

Deno.test("doctor names the process that holds a port that was set, and exits with 1", async () => {
  await withFolder(async ({ run }) => {
    using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const { port } = listener.addr;
    const { code, stdout, stderr } = await run({ REDIS_PORT: String(port) }, "--json");
    assert.equal(code, 1, stderr);
    const redis = findings(stdout).find(({ subject, status }) =>
      subject === "redis" && status === "fail"
    );
    const holder = Deno.build.os === "linux" ? `\\w+ \\(process ${Deno.pid}\\)` : "another process";
    assert.match(redis?.detail ?? "", new RegExp(`^${port} is held by ${holder}`));
  });
});

Deno.test("doctor goes on after a setting that cannot be used, and exits with 1", async () => {
  await withFolder(async ({ folder, run }) => {
    await Deno.writeTextFile(join(folder, ".env"), "LOG_LEVEL=loud\nnot a line\n");
    const { code, stdout, stderr } = await run({});
    assert.equal(code, 1, stderr);
    assert.match(stdout, /✗ fail +settings +LOG_LEVEL is "loud" \(\.env\), want one of debug/);
    assert.match(stdout, /✗ fail +settings +\.env line 2: there is no `=`/);
    assert.match(stdout, /pass +deno +2\./);
    assert.match(stdout, /2 problems stop "deno task up": settings\n/);
  });
});

Deno.test("doctor exits with 0 where up could start something, without HOME as well", async () => {
  await withFolder(async ({ run }) => {
    const { code, stdout, stderr } = await run({}, "--json");
    const { ok, backend, problems } = JSON.parse(stdout);
    assert.deepEqual(problems, []);
    assert.equal(code, 0, stderr);
    assert.equal(ok, true);
    assert.ok(["docker", "native", "embedded"].includes(backend), backend);
    const network = findings(stdout).filter(({ subject }) => /registry|mirror/.test(subject));
    assert.ok(network.length >= 3);
    assert.match(findings(stdout).find(({ subject }) => subject === "docker")?.detail ?? "", /\w/);
  });
});

serverTest("timescaledb", "doctor tells the versions of a server and its traps", async (_t, db) => {
  await withFolder(async ({ run }) => {
    const { stdout } = await run({ DATABASE_URL: db.url }, "--json");
    const all = findings(stdout);
    const server = all.find(({ subject }) => subject === "server");
    assert.match(server?.detail ?? "", /PostgreSQL \d+\.\d+.*(tested|TimescaleDB)/);
    assert.equal(all.find(({ subject }) => subject === "server's clock")?.status, "pass");
  });
});
