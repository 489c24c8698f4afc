import assert from "node:assert/strict";
import { openClient, throwawayDatabase } from "../support/mod.ts";
import { type ReadingTest, readingTest } from "./point_in_time_support.ts";
import { activity, addManyRevisions, token, until } from "./serve_support.ts";

/** The command of `deno task serve`, with its permissions. */
const command: string = JSON.parse(await Deno.readTextFile("deno.json")).tasks.serve.command;

/** A server in a process of its own. */
interface Served extends AsyncDisposable {
  readonly origin: string;
  readonly child: Deno.ChildProcess;
  /** What it has written on stderr. */
  readonly log: () => string;
}

async function start(
  { url }: Pick<ReadingTest, "url">,
  flags: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<Served> {
  const [program = "", ...args] = command.split(" ");
  const child = new Deno.Command(program === "deno" ? Deno.execPath() : program, {
    args: [...args, ...flags.some((one) => one.startsWith("--port")) ? [] : ["--port=0"], ...flags],
    env: { DATABASE_URL: url, NO_COLOR: "1", ...env },
    stdout: "null",
    stderr: "piped",
  }).spawn();
  let log = "";
  const reading = (async () => {
    for await (const text of child.stderr.pipeThrough(new TextDecoderStream())) log += text;
  })();
  let isOver = false;
  const over = child.status.then(() => isOver = true);
  await until("the server listens", () => isOver || /Serving on \S+,/.test(log));
  return {
    child,
    log: () => log,
    origin: /Serving on (\S+),/.exec(log)?.[1] ?? "",
    async [Symbol.asyncDispose]() {
      if (!isOver) child.kill("SIGKILL");
      await over;
      await reading;
    },
  };
}

const gdp = "/v1/series/ALFRED/MANY/revisions?asOf=2025-01-01T00:00:00Z&format=csv";

readingTest("the task serves, finishes what is under way after SIGTERM, and exits 0", async (t) => {
  await addManyRevisions(t.client);
  await using served = await start(t, [], { LOG_LEVEL: "info" });
  const ready = await fetch(`${served.origin}/readyz`);
  assert.deepEqual(await ready.json(), { status: "ready" });
  const response = await fetch(`${served.origin}${gdp}`);
  served.child.kill("SIGTERM");
  const text = await response.text();
  assert.equal(text.trimEnd().split("\n").length, 300_001);
  assert.equal((await served.child.status).code, 0);
  assert.match(served.log(), /"GET" "\/v1\/series\/ALFRED\/MANY\/revisions" 200 \d+ bytes/);
  assert.doesNotMatch(served.log(), /legacy|unstable|asOf/);
  await until("no session is left", async () => (await activity(t.client)).length === 0);
});

readingTest("off loopback the task wants tokens, which no log repeats", async (t) => {
  const { token: secret, header } = token("desk");
  await using refused = await start(t, ["--host=0.0.0.0"]);
  assert.equal((await refused.child.status).code, 2);
  assert.match(refused.log(), /Cannot serve on "0\.0\.0\.0" without a token: .*set API_TOKENS/);

  await using served = await start(t, ["--host=0.0.0.0", "-v"], {
    API_TOKENS: `desk:${secret.reveal()}`,
  });
  const origin = served.origin.replace("0.0.0.0", "127.0.0.1");
  const without = await fetch(`${origin}/v1/series`);
  assert.equal(without.status, 401);
  await without.body?.cancel();
  for (const query of ["", `?api_key=${secret.reveal()}`]) {
    const response = await fetch(`${origin}/v1/series${query}`, {
      headers: { authorization: header },
    });
    assert.equal(response.status, query === "" ? 200 : 400);
    await response.body?.cancel();
  }
  served.child.kill("SIGTERM");
  await served.child.status;
  assert.match(served.log(), /"GET" "\/v1\/series" 200 .* for "desk"/);
  assert.doesNotMatch(served.log(), new RegExp(secret.reveal()));
});

readingTest(
  "on loopback the task answers for no other host, and waits for migrations",
  async (t) => {
    await using served = await start(t);
    const { port } = new URL(served.origin);
    const ask = async (host: string) => {
      const connection = await Deno.connect({ port: Number(port) });
      const request = `GET /v1/series HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n`;
      await connection.write(new TextEncoder().encode(request));
      const text = await new Response(connection.readable).text();
      return Number(text.split(" ")[1]);
    };
    assert.equal(await ask("localhost"), 200);
    assert.equal(await ask("evil.example"), 404);

    const busy = await start(t, [`--port=${port}`]);
    assert.equal((await busy.child.status).code, 2);
    assert.match(busy.log(), /another program does, end it or choose another port/);
    await busy[Symbol.asyncDispose]();

    await using empty = await throwawayDatabase(t.url);
    await using bare = await start({ url: empty.url });
    const ready = await fetch(`${bare.origin}/readyz`);
    assert.equal(ready.status, 503);
    assert.match((await ready.json()).detail, /run "deno task migrate"/);
    const probe = await openClient(empty.url);
    await probe.end();
  },
);
