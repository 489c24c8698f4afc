import assert from "node:assert/strict";
import { connect, createServer, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { FaultProxy } from "../../support/fault_proxy.ts";

/** A server that answers each piece with the same bytes, behind a proxy, and one client of it. */
interface Echo extends AsyncDisposable {
  readonly proxy: FaultProxy;
  readonly client: Socket;
  /** What the server got. */
  readonly asked: () => string;
  /** What the client got. */
  readonly answered: () => string;
  /** How the client's connection ended; undefined while it is open. */
  readonly ended: () => "closed" | "reset" | undefined;
}

async function startEcho(): Promise<Echo> {
  let asked = "";
  let answered = "";
  let ended: "closed" | "reset" | undefined;
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {}).on("data", (chunk) => asked += chunk).pipe(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  const address = server.address();
  assert.ok(typeof address === "object" && address !== null);
  const proxy = await FaultProxy.before(`redis://127.0.0.1:${address.port}`);
  const client = connect(proxy.port, "127.0.0.1");
  client.on("data", (chunk) => answered += chunk)
    .on("error", () => ended = "reset")
    .on("close", () => ended ??= "closed");
  await new Promise<void>((resolve) => client.once("connect", () => resolve()));
  return {
    proxy,
    client,
    asked: () => asked,
    answered: () => answered,
    ended: () => ended,
    async [Symbol.asyncDispose]() {
      client.destroy();
      await proxy[Symbol.asyncDispose]();
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

async function until(holds: () => boolean, what: string): Promise<void> {
  const end = performance.now() + 10_000;
  while (!holds()) {
    assert.ok(performance.now() < end, `${what} within 10 s`);
    await sleep(5);
  }
}

/** How long a question and its answer take. */
async function roundTrip({ client, answered }: Echo, text: string): Promise<number> {
  const begun = performance.now();
  const length = answered().length + text.length;
  client.write(text);
  await until(() => answered().length >= length, "an answer");
  assert.equal(answered().slice(length - text.length), text);
  return performance.now() - begun;
}

const text = "0123456789".repeat(200);

Deno.test("FaultProxy delays what goes through it", async () => {
  await using echo = await startEcho();
  echo.proxy.faults = { delayMs: 100 };
  assert.ok(await roundTrip(echo, "one") >= 190);
});

Deno.test("FaultProxy holds answers back while requests go through", async () => {
  await using echo = await startEcho();
  echo.proxy.faults = { answerLateMs: 400 };
  echo.client.write("one");
  await until(() => echo.asked() === "one", "the question");
  assert.equal(echo.answered(), "");
  await until(() => echo.answered() === "one", "the answer");
});

Deno.test("FaultProxy narrows a connection to some bytes a second", async () => {
  await using echo = await startEcho();
  echo.proxy.faults = { bytesPerSecond: 10_000 };
  // 2,000 bytes in four pieces, 50 ms apart; the answer comes back beside them.
  assert.ok(await roundTrip(echo, text) >= 140);
  echo.proxy.heal();
  assert.equal(echo.asked(), text);
});

Deno.test("FaultProxy slices what goes through it", async () => {
  await using echo = await startEcho();
  echo.proxy.faults = { pieceBytes: 1 };
  await roundTrip(echo, text);
  assert.equal(echo.asked(), text);
});

Deno.test("FaultProxy holds everything in a black hole, and gives it after healing", async () => {
  await using echo = await startEcho();
  await roundTrip(echo, "one");
  echo.proxy.faults = { blackHole: true };
  echo.client.write("two");
  await sleep(100);
  assert.deepEqual([echo.asked(), echo.ended()], ["one", undefined]);
  echo.proxy.heal();
  await until(() => echo.answered() === "onetwo", "the answer");
});

Deno.test("FaultProxy cuts and resets connections", async () => {
  for (const how of ["cut", "reset"] as const) {
    await using echo = await startEcho();
    await roundTrip(echo, "one");
    echo.proxy[how]();
    await until(() => echo.ended() !== undefined, "the end");
    assert.equal(echo.ended(), how === "cut" ? "closed" : "reset");
  }
});

Deno.test("FaultProxy ends the server's half alone", async () => {
  await using echo = await startEcho();
  await roundTrip(echo, "one");
  echo.proxy.halfOpen();
  echo.client.write("two");
  await sleep(100);
  assert.deepEqual([echo.asked(), echo.answered(), echo.ended()], ["one", "one", undefined]);
  assert.equal(echo.proxy.connections, 1);
});

Deno.test("FaultProxy loses an answer whose question went through", async () => {
  await using echo = await startEcho();
  echo.proxy.faults = { loseAnswerTo: "commit" };
  echo.client.write("commit");
  await until(() => echo.ended() !== undefined, "the end");
  assert.deepEqual([echo.asked(), echo.answered(), echo.ended()], ["commit", "", "reset"]);
  assert.equal(echo.proxy.lostAnswers, 1);
});

Deno.test("FaultProxy answers with garbage, and refuses", async () => {
  await using echo = await startEcho();
  const { proxy } = echo;
  proxy.faults = { garbage: new TextEncoder().encode("nonsense") };
  let got = "";
  const client = connect(proxy.port, "127.0.0.1").on("error", () => {});
  client.on("data", (chunk) => got += chunk);
  await until(() => got === "nonsense", "nonsense");
  client.destroy();
  await proxy.refuse();
  const refused = connect(proxy.port, "127.0.0.1");
  const code = await new Promise((resolve) => {
    refused.once("error", (error) => resolve("code" in error ? error.code : error));
  });
  assert.equal(code, "ECONNREFUSED");
  await proxy.listen();
});

Deno.test("FaultProxy slows a writer whose reader is slow", async () => {
  await using echo = await startEcho();
  const { client } = echo;
  client.pause();
  const block = "x".repeat(1_000_000);
  let sent = 0;
  // Without an end to what the proxy holds, it would take everything.
  while (client.write(block) || await wasDrained(client)) if (++sent === 200) break;
  assert.ok(sent < 200, `${sent} MB went into a connection that nobody reads`);
});

async function wasDrained(socket: Socket): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const drained = () => resolve(true);
  socket.once("drain", drained);
  const timer = setTimeout(() => resolve(false), 500);
  const was = await promise;
  clearTimeout(timer);
  socket.off("drain", drained);
  return was;
}
