import assert from "node:assert/strict";
import { setImmediate as turn } from "node:timers/promises";
import { QueryQueue, type SharedSession } from "../../../src/stack/embedded/query_queue.ts";
import { isCopyData, refuseCopy } from "../../../src/stack/embedded/refuse_copy.ts";
import { endsRequest, errorResponse, qualifyStatement } from "../../../src/stack/embedded/wire.ts";

/** Builds a client message from its type and body, with NUL written as `\0`. */
function wire(type: string, body: string): Uint8Array {
  const text = new TextEncoder().encode(body);
  const bytes = new Uint8Array(5 + text.length);
  bytes[0] = type.charCodeAt(0);
  new DataView(bytes.buffer).setInt32(1, 4 + text.length);
  bytes.set(text, 5);
  return bytes;
}

Deno.test("qualifyStatement puts the prefix before the statement's name alone", () => {
  const cases: [type: string, before: string, after: string][] = [
    ["P", "q\0select 1\0\0\0", "7_q\0select 1\0\0\0"],
    ["P", "\0select 1\0\0\0", "\0select 1\0\0\0"],
    ["B", "\0q\0\0\0", "\x007_q\0\0\0"],
    ["B", "portal\0q\0\0\0", "portal\x007_q\0\0\0"],
    ["B", "portal\0\0\0\0", "portal\0\0\0\0"],
    ["D", "Sq\0", "S7_q\0"],
    ["D", "Pq\0", "Pq\0"],
    ["C", "Sq\0", "S7_q\0"],
    ["Q", "select 1\0", "select 1\0"],
    ["E", "q\0\0\0\0\0", "q\0\0\0\0\0"],
  ];
  for (const [type, before, after] of cases) {
    assert.deepEqual(qualifyStatement(wire(type, before), "7_"), wire(type, after), type + before);
  }
});

Deno.test("endsRequest holds the extended protocol together until Sync", () => {
  const ends = (type: string) => endsRequest(wire(type, ""));
  assert.deepEqual([..."PBDECH"].filter(ends), []);
  assert.deepEqual([..."QSFX"].filter(ends), [..."QSFX"]);
});

Deno.test("refuseCopy replaces COPY FROM STDIN and leaves everything else", () => {
  const refused = (type: string, body: string) => {
    const bytes = refuseCopy(wire(type, body));
    assert.equal(new DataView(bytes.buffer).getInt32(1), bytes.length - 1);
    return new TextDecoder().decode(bytes).includes("COPY FROM STDIN does not work");
  };
  assert.ok(refused("Q", "copy t (a) from stdin\0"));
  assert.ok(refused("Q", "begin; COPY t\nFROM STDIN with (format csv)\0"));
  assert.ok(refused("P", "name\0copy t from stdin\0\0\0"));
  assert.ok(!refused("Q", "copy t to stdout\0"));
  assert.ok(!refused("Q", "select 'copy t from stdin'\0"));
  assert.ok(!refused("Q", "copy t from '/tmp/stdin'\0"));
  assert.ok(isCopyData(wire("d", "1\n")) && !isCopyData(wire("D", "S\0")));
});

Deno.test("errorResponse is a message that a client understands", () => {
  const bytes = errorResponse("53300", "too many");
  assert.equal(
    new TextDecoder().decode(bytes.subarray(5)),
    "SFATAL\0VFATAL\0C53300\0Mtoo many\0\0",
  );
  assert.equal(new DataView(bytes.buffer).getInt32(1), bytes.length - 1);
});

/** A session that records what it runs, and is in a transaction between `begin` and `commit`. */
function recordingSession(): { session: SharedSession; ran: string[] } {
  const ran: string[] = [];
  let inTransaction = false;
  const run = (text: string) => {
    ran.push(text);
    if (text.includes("begin")) inTransaction = true;
    if (/commit|rollback/.test(text)) inTransaction = false;
  };
  const session = {
    isInTransaction: () => inTransaction,
    runExclusive: <T>(work: () => Promise<T>) => work(),
    exec: (text: string) => Promise.resolve([]).then((results) => (run(text), results)),
    execProtocolRawStream: async (bytes: Uint8Array) => {
      await turn();
      run(new TextDecoder().decode(bytes.subarray(5)).replaceAll("\0", " ").trim() || "sync");
    },
  };
  // as: the queue uses only these; the rest of their types is for other ways of calling them.
  return { session: session as SharedSession, ran };
}

Deno.test("QueryQueue keeps a client's request together while another waits", async () => {
  const { session, ran } = recordingSession();
  const queue = new QueryQueue(session);
  const send = (client: number, bytes: Uint8Array) => queue.enqueue(client, bytes, () => {});
  const both = [1, 2].map(async (client) => {
    await send(client, wire("P", `\0select ${client}\0\0\0`));
    await send(client, wire("E", `portal ${client}`));
    await send(client, wire("S", ""));
  });
  await Promise.all(both);
  assert.deepEqual(ran, ["select 1", "portal 1", "sync", "select 2", "portal 2", "sync"]);
});

Deno.test("QueryQueue keeps a transaction together, and rolls back one whose client has gone", async () => {
  const { session, ran } = recordingSession();
  const queue = new QueryQueue(session);
  const send = (client: number, text: string) => queue.enqueue(client, wire("Q", text), () => {});
  await send(1, "begin");
  const waiting = send(2, "from 2");
  await send(1, "from 1");
  assert.deepEqual(ran, ["begin", "from 1"]);
  queue.clearQueueForHandler(1);
  await queue.clearTransactionIfNeeded(1);
  await waiting;
  assert.deepEqual(ran, ["begin", "from 1", "sync", "rollback", "from 2"]);
  await queue.clearTransactionIfNeeded(2);
  assert.equal(ran.at(-1), "discard all");
});

Deno.test("QueryQueue rejects what a client that has gone still waited for", async () => {
  const { session, ran } = recordingSession();
  const queue = new QueryQueue(session);
  const send = (client: number, text: string) => queue.enqueue(client, wire("Q", text), () => {});
  await send(1, "begin");
  const waiting = send(2, "from 2");
  assert.equal(queue.getQueueLength(), 1);
  queue.clearQueueForHandler(2);
  await assert.rejects(waiting, /the client has gone/);
  await queue.clearTransactionIfNeeded(2);
  await send(1, "commit");
  assert.deepEqual(ran, ["begin", "commit"]);
});

Deno.test("QueryQueue goes on after a message that fails", async () => {
  const { session, ran } = recordingSession();
  let fail = true;
  const queue = new QueryQueue({
    ...session,
    runExclusive: (work) => {
      if (!fail) return work();
      fail = false;
      return Promise.reject(new Error("lost"));
    },
  });
  await assert.rejects(queue.enqueue(1, wire("Q", "a"), () => {}), /lost/);
  await queue.enqueue(2, wire("Q", "b"), () => {});
  assert.deepEqual(ran, ["b"]);
});
