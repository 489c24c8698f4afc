import assert from "node:assert/strict";
import { createDatabase } from "../../src/database/mod.ts";
import { openClient } from "../support/mod.ts";
import { readingTest } from "./point_in_time_support.ts";
import { activity, addManyRevisions, serveOnLoopback, until } from "./serve_support.ts";

const path = "/v1/series/ALFRED/MANY/revisions?asOf=2025-01-01T00:00:00Z";

/** Sends a request on a connection of its own, which reads nothing by itself. */
async function send(origin: string, path: string): Promise<Deno.TcpConn> {
  const { hostname, port } = new URL(origin);
  const connection = await Deno.connect({ hostname, port: Number(port) });
  await connection.write(
    new TextEncoder().encode(
      `GET ${path} HTTP/1.1\r\nhost: ${hostname}\r\nconnection: close\r\n\r\n`,
    ),
  );
  return connection;
}

readingTest("a client that reads slowly slows the server, and gets everything", async (t) => {
  await addManyRevisions(t.client);
  await using served = serveOnLoopback(t.database);
  const response = await served.ask(`${path}&format=csv`);
  assert.equal(response.headers.get("content-length"), null);
  await until(
    "the server waits for its reader",
    async () => (await activity(t.client)).includes("ClientWrite"),
  );
  const before = Deno.memoryUsage().rss;
  let [bytes, most] = [0, 0];
  assert.ok(response.body);
  for await (const chunk of response.body) {
    bytes += chunk.length;
    most = Math.max(most, Deno.memoryUsage().rss - before);
    if (bytes < 4_000_000) await new Promise((resolve) => setTimeout(resolve, 10));
  }
  assert.ok(most < 128 * 2 ** 20, `${most >> 20} MiB more`);
  await until("the statement has ended", async () => (await activity(t.client)).length === 0);
  assert.equal(t.database.pool.idleCount, t.database.pool.totalCount);
});

readingTest("a client that hangs up in the middle ends the statement", async (t) => {
  await addManyRevisions(t.client);
  await using served = serveOnLoopback(t.database, { limits: { concurrency: 1, waiting: 0 } });
  for (let i = 0; i < 3; i++) {
    const connection = await send(served.origin, path);
    await connection.read(new Uint8Array(100));
    await until("the server waits", async () => (await activity(t.client)).length === 1);
    connection.close();
    await until("the statement has ended", async () => (await activity(t.client)).length === 0);
  }
  // The only turn is free again, and no connection is lent.
  await until("the connection is back", async () => {
    const response = await served.ask("/v1/series");
    await response.body?.cancel();
    return response.status === 200;
  });
  assert.equal(t.database.pool.idleCount, t.database.pool.totalCount);
});

readingTest("a client that hangs up while the server still works ends the statement", async (t) => {
  await addManyRevisions(t.client);
  await using served = serveOnLoopback(t.database);
  const locker = await openClient(t.url);
  await locker.query("begin; lock table macro_series");
  const connection = await send(served.origin, path);
  await until(
    "the statement waits for the lock",
    async () => (await activity(t.client)).includes("relation"),
  );
  connection.close();
  await until("the statement has ended", async () => (await activity(t.client)).length === 0);
  await locker.end();
  assert.equal(t.database.pool.idleCount, t.database.pool.totalCount);
});

readingTest("a client that reads nothing is broken off when its time is over", async (t) => {
  await addManyRevisions(t.client);
  await using served = serveOnLoopback(t.database, { limits: { timeoutMs: 6_000 } });
  const connection = await send(served.origin, path);
  await until(
    "the server waits for its reader",
    async () => (await activity(t.client)).includes("ClientWrite"),
  );
  await until("the statement has ended", async () => (await activity(t.client)).length === 0);
  let [text, read] = ["", 0];
  const buffer = new Uint8Array(65_536);
  const decoder = new TextDecoder();
  // The connection ends without the last chunk, which would say that the answer is complete.
  for (;;) {
    const count = await connection.read(buffer).catch(() => null);
    if (count === null) break;
    read += count;
    text = (text + decoder.decode(buffer.subarray(0, count))).slice(-7);
  }
  connection.close();
  assert.ok(read > 0);
  assert.notEqual(text, "\r\n0\r\n\r\n");
  await until(
    "the connection is back",
    () => t.database.pool.idleCount === t.database.pool.totalCount,
  );
});

readingTest("HEAD tells what GET would, and leaves nothing open", async (t) => {
  await addManyRevisions(t.client);
  await using database = createDatabase({ url: t.url });
  await using served = serveOnLoopback(database);
  for (const query of [path, "/v1/series?format=csv"]) {
    const head = await served.ask(query, { method: "HEAD" });
    const get = await served.ask(query);
    await get.body?.cancel();
    assert.equal(await head.text(), "");
    for (const name of ["content-type", "etag", "content-disposition", "strata-as-of"]) {
      assert.equal(head.headers.get(name), get.headers.get(name), `${query} ${name}`);
    }
  }
  await until("every statement has ended", async () => (await activity(t.client)).length === 0);
  await until(
    "the connections are back",
    () => database.pool.idleCount === database.pool.totalCount,
  );
});
