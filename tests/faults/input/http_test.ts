import assert from "node:assert/strict";
import { connect } from "node:net";
import { createDatabase } from "../../../src/database/mod.ts";
import { serveDashboardOn } from "../../integration/dashboard_support.ts";
import { migratedTest } from "../../integration/schema_support.ts";
import { seed, serveOnLoopback } from "../../integration/serve_support.ts";
import { effort } from "../effort.ts";
import { recordFigures } from "../figures.ts";
import { httpCases } from "./http_cases.ts";

/** Sends bytes, and returns the answer, or what comes back until the server closes. */
function send(origin: string, request: string | Uint8Array): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  const socket = connect({ port: Number(new URL(origin).port), host: "127.0.0.1" });
  let text = "";
  const end = () => {
    clearTimeout(timer);
    socket.destroy();
    resolve(text);
  };
  const timer = setTimeout(end, 5_000);
  socket.on("data", (bytes) => {
    text += bytes.toString("latin1");
    // A server may wait for the rest of a body that never comes.
    if (isWhole(text)) end();
  });
  socket.on("error", end);
  socket.on("close", end);
  socket.write(request);
  return promise;
}

/** Tells whether an answer is there to the last byte that it announces. */
function isWhole(answer: string): boolean {
  const body = answer.indexOf("\r\n\r\n") + 4;
  const length = /^content-length: (\d+)/im.exec(answer.slice(0, body))?.[1];
  return body > 4 && length !== undefined && answer.length >= body + Number(length);
}

const statusOf = (answer: string) => Number(/^HTTP\/1\.[01] (\d{3})/.exec(answer)?.[1] ?? 0);

migratedTest("timescaledb", "no request brings down the API or the dashboard", async (t) => {
  await seed(t.client);
  await using database = createDatabase({ url: t.url });
  await using api = serveOnLoopback(database);
  await using dashboard = serveDashboardOn(database, t.url);
  for (const { origin } of [api, dashboard]) {
    await Promise.all(httpCases.map(async ({ name, request, statuses }) => {
      const answer = await send(origin, request);
      const what = `${name} at ${origin}: ${answer.slice(0, 300)}`;
      assert.ok(statuses.includes(statusOf(answer)), what);
      assert.doesNotMatch(answer, /\.ts:\d|root:x:|"imports"|at async |select .* from /i, what);
    }));
    // A hundred clients that begin a request and say no more keep nobody waiting.
    const idle = Array.from({ length: effort({ short: 100, long: 500 }) }, () => {
      const socket = connect({ port: Number(new URL(origin).port), host: "127.0.0.1" });
      socket.on("error", () => {});
      socket.write("GET / HTTP/1.1\r\nhost: local");
      return socket;
    });
    for (const path of ["/", "/health"]) {
      const response = await fetch(`${origin}${path}`, { redirect: "manual" });
      await response.body?.cancel();
      assert.ok(response.status < 500, `${origin}${path} ${response.status}`);
    }
    for (const socket of idle) socket.destroy();
  }
  await recordFigures("bad-requests", { inputs: 2 * httpCases.length });
});
