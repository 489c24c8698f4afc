import assert from "node:assert/strict";
import type { CommandResult } from "../../../../src/stack/command.ts";
import { detectDocker, engineProblem } from "../../../../src/stack/docker/detect.ts";

const NOT_THERE: CommandResult = { code: 127, stdout: "", stderr: "not found" };

/** A fake machine: the answer to each command line; other commands do not exist. */
function machine(answers: Readonly<Record<string, Partial<CommandResult>>>) {
  return (command: readonly string[]): Promise<CommandResult> => {
    const answer = answers[command.slice(0, 2).join(" ")];
    return Promise.resolve(answer ? { code: 0, stdout: "", stderr: "", ...answer } : NOT_THERE);
  };
}

const detect = (answers: Readonly<Record<string, Partial<CommandResult>>>) =>
  detectDocker({ run: machine(answers), dockerHost: undefined });

const ENGINE = { "docker version": { stdout: "28.2.2 linux\n" } };

Deno.test("detectDocker takes the Compose plugin", async () => {
  const found = await detect({ ...ENGINE, "docker compose": { stdout: "v2.39.1\n" } });
  assert.deepEqual(found, {
    available: true,
    reason: "engine 28.2.2 answers, with Compose 2.39.1",
    compose: ["docker", "compose"],
  });
});

Deno.test("detectDocker takes a standalone docker-compose of version 2", async () => {
  const found = await detect({ ...ENGINE, "docker-compose version": { stdout: "2.26.1-4\n" } });
  assert.deepEqual(found.compose, ["docker-compose"]);
  const alone = await detect({
    "docker-compose version": { stdout: "2.26.1-4\n" },
    "docker-compose ls": {},
  });
  assert.deepEqual(alone.compose, ["docker-compose"]);
});

Deno.test("detectDocker gives each lack its own reason", async () => {
  const dead = { code: 1, stderr: "Cannot connect to the Docker daemon at unix:///run/d.sock." };
  const cases: [Readonly<Record<string, Partial<CommandResult>>>, RegExp][] = [
    [{}, /there is no docker command: install/],
    [ENGINE, /engine 28\.2\.2 answers, but the Compose plugin is missing: install/],
    [
      { ...ENGINE, "docker-compose version": { stdout: "1.29.2" } },
      /1\.29\.2: version 2 is needed/,
    ],
    [{ "docker-compose version": { stdout: "1.29.2" } }, /1\.29\.2: version 2 is needed/],
    [{ "docker version": dead }, /not running \(nothing answers at unix:\/\/\/run\/d\.sock\)/],
    [{ "docker-compose version": { stdout: "2.1.0" }, "docker-compose ls": dead }, /not running/],
    [{ "docker version": { stdout: "27.0 windows" } }, /runs Windows containers/],
  ];
  const reasons = new Set<string>();
  for (const [answers, reason] of cases) {
    const found = await detect(answers);
    assert.equal(found.available, false);
    assert.match(found.reason, reason);
    assert.equal(found.compose, undefined);
    reasons.add(found.reason);
  }
  assert.ok(reasons.size >= 6);
});

Deno.test("detectDocker gives up on an engine that does not answer", async () => {
  const run = (
    _command: readonly string[],
    { signal }: { signal?: AbortSignal | undefined } = {},
  ) =>
    new Promise<CommandResult>((_resolve, reject) => {
      signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
    });
  const found = await detectDocker({ run, timeoutMs: 20, dockerHost: undefined });
  assert.match(found.reason, /does not answer within a few seconds/);
});

Deno.test("detectDocker ends with the caller's signal", async () => {
  const run = (
    _command: readonly string[],
    { signal }: { signal?: AbortSignal | undefined } = {},
  ) => Promise.reject(signal?.reason);
  const signal = AbortSignal.abort(new Error("enough"));
  await assert.rejects(detectDocker({ run, signal, dockerHost: undefined }), /enough/);
});

Deno.test("detectDocker refuses an engine on another machine", async () => {
  const run = machine({ ...ENGINE, "docker compose": { stdout: "2.39.1" } });
  const cases: [string, boolean][] = [
    ["tcp://10.0.0.1:2375", false],
    ["ssh://me@host", false],
    ["tcp://127.0.0.1:2375", true],
    ["tcp://localhost:2375", true],
    ["unix:///var/run/docker.sock", true],
    ["npipe:////./pipe/docker_engine", true],
    ["", true],
  ];
  for (const [dockerHost, available] of cases) {
    assert.equal((await detectDocker({ run, dockerHost })).available, available, dockerHost);
  }
});

Deno.test("engineProblem tells permission, context and a dead engine apart", () => {
  const cases: [string, RegExp][] = [
    [
      "permission denied while trying to connect to the Docker daemon socket at " +
      "unix:///var/run/docker.sock: dial unix /var/run/docker.sock: connect: permission denied",
      /group docker/,
    ],
    [
      'Failed to initialize: unable to resolve docker endpoint: context "nope": context not found',
      /docker context use default/,
    ],
    [
      "error during connect: this error may indicate that the docker daemon is not running",
      /start it/,
    ],
    ["Error response from daemon: client version 1.50 is too new", /no usable answer: .*too new/],
    ["", /nothing at all/],
  ];
  for (const [complaint, reason] of cases) assert.match(engineProblem(complaint), reason);
});
