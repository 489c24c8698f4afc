import assert from "node:assert/strict";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import {
  freePorts,
  hasNative,
  nativeTest,
  PROJECT,
  settingsOf,
  start,
  stop,
  withProject,
} from "./stack_support.ts";

// The permissions that deno.json gives these tasks at most.
const PERMISSIONS = [
  "--no-prompt",
  "--allow-run",
  "--allow-read=.,/etc/apt,/usr/share/zoneinfo",
  "--allow-write=.strata",
  "--allow-env",
  "--allow-net=127.0.0.1",
  "--allow-sys=uid",
];

interface TaskResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function command(root: string, task: string, args: readonly string[], env = {}): Deno.Command {
  return new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      ...PERMISSIONS,
      `--config=${join(PROJECT, "deno.json")}`,
      join(PROJECT, "tasks", `${task}.ts`),
      ...args,
    ],
    cwd: root,
    env: { DOCKER_HOST: "unix:///nowhere/docker.sock", ...env },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  });
}

async function run(root: string, line: string, env = {}): Promise<TaskResult> {
  const [task = "", ...args] = line.split(" ");
  const { code, stdout, stderr } = await command(root, task, args, env).output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

/** Puts the unpacked servers into a project, so that its tasks do not download them. */
async function unpack(root: string): Promise<void> {
  await start(root, settingsOf({}, freePorts()));
  await stop(root, { volumes: true });
}

nativeTest(
  "up, ps, logs and down work as tasks, and start nothing twice",
  () =>
    withProject(async (root) => {
      await unpack(root);
      const ports = freePorts();
      const up = await run(root, "up --json", ports);
      assert.equal(up.code, 0, up.stderr);
      const document = JSON.parse(up.stdout);
      assert.equal(document.ok, true);
      assert.equal(document.backend, "native");
      assert.equal(document.started, true);
      assert.match(document.reason, /not docker: /);
      assert.equal(String(document.services[0].port), ports["POSTGRES_PORT"]);
      const again = await run(root, "up", ports);
      assert.equal(again.code, 0);
      assert.match(again.stdout, /runs already, with the backend native/);
      const other = await run(root, "up --backend=embedded", ports);
      assert.equal(other.code, 1);
      assert.match(other.stderr, /"native" runs already, stop it with "deno task down"/);

      const ps = JSON.parse((await run(root, "ps --json")).stdout);
      assert.equal(ps.backend, "native");
      assert.deepEqual(
        ps.services.map((service: { state: string }) => service.state),
        ["running", "running", "absent", "absent", "absent"],
      );
      const logs = await run(root, "logs redis --lines=2");
      assert.equal(logs.code, 0);
      assert.equal(logs.stdout.trim().split("\n").length, 2);
      assert.equal((await run(root, "logs mongodb")).code, 1);
      assert.equal((await run(root, "logs nothing")).code, 2);

      assert.equal((await run(root, "down --volumes")).code, 2);
      const down = await run(root, "down --json");
      assert.deepEqual(JSON.parse(down.stdout).stopped, ["timescaledb", "redis"]);
      const nothing = await run(root, "down");
      assert.equal(nothing.code, 0);
      assert.match(nothing.stdout, /Nothing was running/);
      assert.match((await run(root, "ps")).stdout, /Nothing is running/);
    }),
);

nativeTest("logs --follow ends when it is interrupted", () =>
  withProject(async (root) => {
    await start(root, settingsOf({}, freePorts()));
    await using following = command(root, "logs", ["--follow", "--lines=1"]).spawn();
    const reader = following.stdout.getReader();
    assert.equal((await reader.read()).done, false);
    following.kill("SIGINT");
    while (!(await reader.read()).done);
    await following.stderr.cancel();
    assert.equal((await following.status).code, 130);
  }));

nativeTest(
  "up recovers from an up that was killed, at whatever moment",
  () =>
    withProject(async (root) => {
      await unpack(root);
      const ports = freePorts();
      for (const delayMs of [150, 300, 450, 600, 800, 1_000, 1_300]) {
        await using starting = command(root, "up", [], ports).spawn();
        const ended = await Promise.race([starting.status, sleep(delayMs)]);
        if (ended === undefined) starting.kill("SIGKILL");
        await Promise.all([starting.stdout.cancel(), starting.stderr.cancel(), starting.status]);
        // It finished too soon: stop the stack, so that the next attempt has work to do.
        if (ended !== undefined) await stop(root, { volumes: true });
      }
      const up = await run(root, "up --json", ports);
      assert.equal(up.code, 0, up.stderr);
      assert.equal(String(JSON.parse(up.stdout).services[0].port), ports["POSTGRES_PORT"]);
      assert.equal((await run(root, "down")).code, 0);
    }),
);

Deno.test("up takes embedded when native's packages cannot be fetched, and says so", () =>
  withProject(async (root) => {
    // Nothing listens on port 1.
    const proxy = "http://me:canary@127.0.0.1:1";
    const env = { ...freePorts(), "http_proxy": proxy, "https_proxy": proxy };
    const up = await run(root, "up --json", env);
    assert.equal(up.code, 0, up.stderr);
    const document = JSON.parse(up.stdout);
    assert.equal(document.backend, "embedded");
    if (hasNative) assert.match(document.notes[0], /Cannot fetch .*taking the backend embedded/s);
    assert.doesNotMatch(up.stdout + up.stderr, /canary/);
  }));

Deno.test("up names what is wrong with its flags, the settings or the machine", async (t) => {
  using taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const port = String(taken.addr.port);
  const cases: [
    name: string,
    line: string,
    env: Record<string, string>,
    code: number,
    says: RegExp,
  ][] = [
    ["an unknown backend", "up --backend=podman", {}, 2, /podman.*auto, docker, native, embedded/],
    [
      "a dead engine",
      "up --backend=docker",
      {},
      1,
      /Cannot use the backend "docker": .*docker\.sock/,
    ],
    ["a port in use", "up --backend=embedded", { POSTGRES_PORT: port }, 2, /set POSTGRES_PORT/],
    ["a wrong port", "up", { REDIS_PORT: "65536" }, 2, /REDIS_PORT/],
  ];
  for (const [name, line, env, code, says] of cases) {
    await t.step(name, () =>
      withProject(async (root) => {
        const result = await run(root, line, env);
        assert.equal(result.code, code, result.stderr);
        assert.match(result.stderr, says);
        assert.equal(result.stdout, "");
      }));
  }
});
