import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { fredKey, fredStandIn, realVintages } from "../support/fred/mod.ts";
import type { StandIn } from "../support/stand_in/mod.ts";

const histories = await realVintages();
const path = `/fred/series?series_id=GDPC1&file_type=json&api_key=${fredKey}`;

async function get({ url }: StandIn, headers: Record<string, string> = {}): Promise<Response> {
  return await fetch(url + path, { headers, signal: AbortSignal.timeout(5000) });
}

Deno.test("a stand-in refuses what comes too fast and takes it again after the minute", async () => {
  let ms = 0;
  await using server = fredStandIn(histories, { rateClock: () => ms, retryAfter: "30" });
  const status = async () => {
    const response = await get(server);
    await response.body?.cancel();
    return response.status;
  };
  for (let count = 0; count < 120; count++, ms += 100) assert.equal(await status(), 200);
  const refused = await get(server);
  assert.equal(refused.status, 429);
  assert.equal(refused.headers.get("retry-after"), "30");
  assert.deepEqual(await refused.json(), {
    "error_code": 429,
    "error_message": "Too Many Requests.  Exceeded Rate Limit",
  });
  ms = 60_000;
  assert.equal(await status(), 200);
  assert.equal(await status(), 429);
  ms = 200_000;
  assert.equal(await status(), 200);
  assert.deepEqual(server.traffic.counts, { "/fred/series": 124 });
  assert.equal(server.traffic.busiest(), 122);
  assert.equal(server.traffic.busiest(1000), 10);
});

Deno.test("a stand-in keeps a tighter rule beside the limit a minute", async () => {
  let ms = 0;
  const rates = [{ requests: 120, withinMs: 60_000 }, { requests: 2, withinMs: 1000 }];
  await using server = fredStandIn(histories, { rateClock: () => ms, rates });
  const statuses: number[] = [];
  for (ms of [0, 400, 999, 1000, 1399, 1400]) {
    const response = await get(server);
    await response.body?.cancel();
    statuses.push(response.status);
  }
  assert.deepEqual(statuses, [200, 200, 429, 200, 429, 200]);
});

Deno.test("a stand-in records who asks and what for, without the key", async () => {
  await using server = fredStandIn(histories);
  const headers = { "user-agent": "me/1", "if-none-match": '"1"', "if-modified-since": "then" };
  await (await get(server, headers)).body?.cancel();
  const [request] = server.traffic.requests;
  assert.deepEqual({ ...request, at: 0 }, {
    endpoint: "/fred/series",
    parameters: { "series_id": "GDPC1", "file_type": "json" },
    at: 0,
    status: 200,
    userAgent: "me/1",
    ifNoneMatch: '"1"',
    ifModifiedSince: "then",
  });
});

Deno.test("a stand-in breaks its answers on demand", async () => {
  const now = () => new Date("2026-06-15T18:00:00Z");
  await using server = fredStandIn(histories, { now });
  const whole = await (await get(server)).text();
  server.failNext(
    { kind: "status", status: 502, retryAfter: "5" },
    { kind: "html" },
    null,
    { kind: "truncated" },
    { kind: "clock", offsetMs: 86_400_000 },
    { kind: "contentType", contentType: "text/plain" },
    { kind: "body", change: (body) => body.replace("GDPC1", "GDPC2") },
    { kind: "cut" },
  );
  const bad = await get(server);
  assert.deepEqual([bad.status, bad.headers.get("retry-after")], [502, "5"]);
  assert.match(await bad.text(), /<html>/);
  const page = await get(server);
  assert.deepEqual([page.status, page.headers.get("content-type")], [
    200,
    "text/html; charset=utf-8",
  ]);
  assert.match(await page.text(), /<html>/);
  const right = await get(server);
  assert.equal(right.headers.get("date"), "Mon, 15 Jun 2026 18:00:00 GMT");
  assert.equal(await right.text(), whole);
  const half = await (await get(server)).text();
  assert.equal(half, whole.slice(0, Math.floor(whole.length / 2)));
  const late = await get(server);
  assert.equal(late.headers.get("date"), "Tue, 16 Jun 2026 18:00:00 GMT");
  await late.body?.cancel();
  const plain = await get(server);
  assert.equal(plain.headers.get("content-type"), "text/plain");
  await plain.body?.cancel();
  assert.match(await (await get(server)).text(), /GDPC2/);
  const cut = await get(server);
  await assert.rejects(cut.text(), /error reading a body from connection/);
  server.failWhen(({ parameters }) =>
    parameters["series_id"] === "GDPC1" ? { kind: "status", status: 500 } : null
  );
  const failed = await get(server);
  await failed.body?.cancel();
  assert.equal(failed.status, 500);
  server.failWhen(null);
  assert.equal(await (await get(server)).text(), whole);
});

Deno.test("a stand-in that is slow keeps nobody waiting when it stops", async () => {
  const start = performance.now();
  const waiting = await (async () => {
    await using server = fredStandIn(histories);
    server.failNext({ kind: "slow", delayMs: 100 }, { kind: "slow", delayMs: 60_000 });
    await (await get(server)).body?.cancel();
    assert.ok(performance.now() - start >= 90);
    const answer = get(server).then((response) => response.text());
    while (server.traffic.count() < 1) await delay(5);
    await delay(50);
    return answer;
  })();
  assert.match(waiting, /GDPC1/);
  assert.ok(performance.now() - start < 10_000);
});
