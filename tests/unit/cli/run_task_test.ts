import assert from "node:assert/strict";

const fixture = new URL("./fixture_task.ts", import.meta.url).pathname;

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

interface RunOptions {
  readonly env?: Record<string, string>;
  /** Signals to send; the first one when the task prints "waiting". */
  readonly signals?: readonly Deno.Signal[];
}

async function run(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "--quiet", "--allow-env", "--allow-read", fixture, ...args],
    env: { NO_COLOR: "1", POSTGRES_PASSWORD: "", LOG_LEVEL: "", DEBUG: "", ...options.env },
    cwd: new URL(".", import.meta.url),
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  let stderr = "";
  const reading = (async () => {
    let sent = false;
    for await (const text of child.stderr.pipeThrough(new TextDecoderStream())) {
      stderr += text;
      if (sent || !stderr.includes("waiting")) continue;
      sent = true;
      for (const signal of options.signals ?? []) {
        child.kill(signal);
        await new Promise((resolve) => setTimeout(resolve, 300));
      }
    }
  })();
  const stdout = await new Response(child.stdout).text();
  await reading;
  return { code: (await child.status).code, stdout, stderr };
}

const outcomes: readonly [args: string, code: number, stdout: RegExp, stderr: RegExp][] = [
  ["ok", 0, /^done\n$/, /^working\n$/],
  ["ok -q", 0, /^done\n$/, /^$/],
  ["failed", 1, /^$/, /^$/],
  [
    "config",
    2,
    /^$/,
    /^error: Cannot load the settings: 2 problems\n {2}- A is 1\n {2}- B is 2\n$/,
  ],
  ["connection", 3, /^$/, /^error: Cannot reach "redis": .*\n {2}cause: .*ECONNREFUSED 127/],
  ["bug", 1, /^$/, /^error: TypeError: x is not a function\n {2}-v shows where it comes from\n$/],
  ["bug -v", 1, /^$/, /\n {6}at .*fixture_task\.ts:/],
  ["nothing", 1, /^$/, /^error: Cannot finish the task/],
  ["", 2, /^$/, /^error: Cannot run "fixture": WHAT is missing/],
  ["ok --jsno", 2, /^$/, /^error: Cannot use "--jsno" with "fixture": .*did you mean --json\?/],
  ["ok --to=-1", 2, /^$/, /^error: Cannot use "--to": "-1" is not a whole number from 0/],
  ["stray", 1, /^$/, /^error: nobody awaits this\n/],
  ["exit", 1, /^$/, /^error: Cannot finish "fixture": the process ended before it was done\n/],
  ["leak", 0, /^$/, /^$/],
  ["ask", 0, /^false false\n$/, /^$/],
  ["slow", 0, /^$/, /^loading: half \(1 s\)\n$/],
  ["slow -q", 0, /^$/, /^$/],
  [
    "--help",
    0,
    /^Example:\n {2}deno task fixture ok\n\nUsage: deno task fixture WHAT \[OPTIONS\]\n/,
    /^$/,
  ],
];

for (const [args, code, stdout, stderr] of outcomes) {
  Deno.test(`runTask ends with ${code} for "${args}"`, async () => {
    const ended = await run(args.split(" ").filter(Boolean));
    assert.match(ended.stderr, stderr);
    assert.match(ended.stdout, stdout);
    assert.equal(ended.code, code);
  });
}

const documents: readonly [args: string, code: number, document: unknown][] = [
  ["ok --to=3", 0, { ok: true, to: "3" }],
  ["failed", 1, { ok: false, checks: [] }],
  ["leak", 0, { ok: true }],
  ["config", 2, {
    ok: false,
    error: {
      name: "ConfigError",
      message: "Cannot load the settings: 2 problems",
      problems: ["A is 1", "B is 2"],
    },
  }],
  ["connection", 3, {
    ok: false,
    error: {
      name: "ConnectionError",
      message: 'Cannot reach "redis": nothing listens',
      service: "redis",
      causes: ["connect ECONNREFUSED 127.0.0.1:1"],
    },
  }],
  ["half", 1, {
    applied: ["0001"],
    ok: false,
    error: { name: "StrataError", message: "Cannot go on" },
  }],
  ["ok --unknown", 2, undefined],
  ["exit", 1, undefined],
  ["--help", 0, undefined],
];

for (const [args, code, document] of documents) {
  Deno.test(`runTask prints one JSON document for "${args} --json"`, async () => {
    const ended = await run([...args.split(" "), "--json"]);
    const parsed: unknown = JSON.parse(ended.stdout);
    if (document !== undefined) assert.deepEqual(parsed, document);
    assert.equal(ended.code, code);
  });
}

Deno.test("runTask hides secrets in all that it writes", async () => {
  const env = { POSTGRES_PASSWORD: "hun/ter%2é" };
  const plain = await run(["secret", "-v"], { env });
  const json = await run(["secret", "-v", "--json"], { env });
  const all = plain.stdout + plain.stderr + json.stdout + json.stderr;
  assert.doesNotMatch(all, /hun/);
  assert.match(plain.stdout, /^print \*\*\*\n$/);
  assert.match(
    plain.stderr,
    /note \*\*\*\n.*log .*\*\*\*.*\nerror: thrown \*\*\*\n {2}cause: cause \*\*\*\n/,
  );
  assert.equal(JSON.parse(json.stdout).url, "postgres://u:***@h/d");
});

const logLevels: readonly [args: string, env: Record<string, string>, lines: number][] = [
  ["logs", {}, 2],
  ["logs -q", {}, 1],
  ["logs -v", {}, 4],
  ["logs", { LOG_LEVEL: "info" }, 3],
  ["logs", { DEBUG: "true" }, 4],
  ["logs -q", { LOG_LEVEL: "debug" }, 1],
];

for (const [args, env, lines] of logLevels) {
  Deno.test(`runTask writes ${lines} log lines for "${args}" with ${JSON.stringify(env)}`, async () => {
    const { stdout, stderr } = await run(args.split(" "), { env });
    assert.equal(stdout, "");
    const written = stderr.trim().split("\n");
    assert.equal(written.length, lines, stderr);
    for (const line of written) {
      assert.match(line, /^\d{4}-\d\d-\d\dT[\d:.]+Z \[\w+\] strata\.fixture: /);
    }
  });
}

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  Deno.test(`runTask ends with 130 after ${signal}`, async () => {
    const ended = await run(["wait"], { signals: [signal] });
    assert.equal(ended.code, 130);
    assert.match(
      ended.stderr,
      new RegExp(`Stopping after ${signal}.*\nInterrupted by ${signal}\n$`),
    );
  });
}

Deno.test("runTask ends with 0 where a task has finished in spite of a signal", async () => {
  assert.equal((await run(["finish"], { signals: ["SIGINT"] })).code, 0);
});

Deno.test("runTask ends at once after a second signal, with one JSON document", async () => {
  const started = performance.now();
  const ended = await run(["deaf", "--json"], { signals: ["SIGINT", "SIGINT"] });
  assert.equal(ended.code, 130);
  assert.ok(performance.now() - started < 10_000);
  assert.deepEqual(JSON.parse(ended.stdout), {
    ok: false,
    error: { name: "Interrupted", message: "Interrupted by SIGINT" },
  });
});

async function pipeToHead(what: string): Promise<Ended> {
  const { code, stdout, stderr } = await new Deno.Command("bash", {
    args: [
      "-c",
      'set -o pipefail; "$1" run --no-prompt --quiet --allow-env --allow-read "$2" "$3" | head -1',
      "bash",
      Deno.execPath(),
      fixture,
      what,
    ],
    env: { NO_COLOR: "1" },
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

Deno.test("runTask goes on quietly when nobody reads its output any more", async () => {
  assert.deepEqual(await pipeToHead("lines"), {
    code: 0,
    stdout: "line 0\n",
    stderr: "closed: true\n",
  });
});

Deno.test("runTask tells a task that follows something when nobody reads any more", async () => {
  assert.deepEqual(await pipeToHead("follow"), { code: 0, stdout: "a line\n", stderr: "" });
});
