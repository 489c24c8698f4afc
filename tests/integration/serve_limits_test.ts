import assert from "node:assert/strict";
import { createApi } from "../../src/answers/serve/mod.ts";
import { loadSettings } from "../../src/base/settings/mod.ts";
import { createDatabase } from "../../src/database/mod.ts";
import { FaultProxy } from "../support/fault_proxy.ts";
import { openClient } from "../support/mod.ts";
import { readingTest } from "./point_in_time_support.ts";
import { activity, addManyRevisions, serveOnLoopback, token, until } from "./serve_support.ts";

const at = "asOf=2025-01-01T00:00:00Z";
const many = `/v1/series/ALFRED/MANY/revisions?${at}`;

readingTest("too many rows are 413, before the first byte or by a broken connection", async (t) => {
  await addManyRevisions(t.client);
  await using few = serveOnLoopback(t.database, { limits: { rows: 1_000 } });
  const early = await few.ask(many);
  assert.equal(early.status, 413);
  assert.match((await early.json()).detail, /more than 1000 rows/);
  const instants = "from=2024-01-01&to=2024-12-31&days=all&time=18:00&timeZone=UTC";
  const panel = await few.ask(`/v1/panel?${"series=ALFRED/MANY&".repeat(3)}${instants}`);
  assert.equal(panel.status, 413);
  await panel.body?.cancel();
  // Past what is held before the first byte, the status is told: only the connection can say it.
  await using more = serveOnLoopback(t.database, { limits: { rows: 200_000, heldBytes: 1_000 } });
  const late = await more.ask(many);
  assert.equal(late.status, 200);
  await assert.rejects(late.text());
  await until("the statement has ended", async () => (await activity(t.client)).length === 0);
});

readingTest("what takes too long is 504, and ends on the server", async (t) => {
  await addManyRevisions(t.client);
  await using served = serveOnLoopback(t.database, { limits: { timeoutMs: 500 } });
  const locker = await openClient(t.url);
  await locker.query("begin; lock table macro_series");
  const response = await served.ask(many);
  assert.equal(response.status, 504);
  assert.equal((await response.json()).type, "/docs#too-slow");
  await until("the statement has ended", async () => (await activity(t.client)).length === 0);
  await locker.end();
});

readingTest("more requests than there are turns are 429, and say when to come again", async (t) => {
  await addManyRevisions(t.client);
  const [desk, other] = [token("desk"), token("other")];
  await using served = serveOnLoopback(t.database, {
    tokens: [desk, other],
    limits: { concurrency: 2, perToken: 1, waiting: 1, waitMs: 60_000 },
  });
  const ask = async ({ header }: { readonly header: string }) => {
    const response = await served.ask(many, { headers: { authorization: header } });
    await response.body?.cancel();
    return [response.status, response.headers.get("retry-after")];
  };
  const locker = await openClient(t.url);
  await locker.query("begin; lock table macro_series");
  const first = ask(desk);
  await until("the first waits for the lock", async () => (await activity(t.client)).length === 1);
  assert.deepEqual(await ask(desk), [429, "1"]);
  const second = ask(other);
  await until("so does the second", async () => (await activity(t.client)).length === 2);
  await locker.query("rollback");
  assert.deepEqual([await first, await second], [[200, null], [200, null]]);
  assert.deepEqual(await ask(desk), [200, null]);
  await locker.end();
});

readingTest("while the database is away, answers are 503 and health is told apart", async (t) => {
  await using proxy = await FaultProxy.before(t.url);
  await using database = createDatabase({
    url: proxy.through(t.url),
    limits: { connectTimeoutMs: 500, acquireTimeoutMs: 500 },
  });
  await using served = serveOnLoopback(database);
  const statusOf = async (path: string) => {
    const response = await served.ask(path);
    const text = await response.text();
    assert.doesNotMatch(text, /127\.0\.0\.1|postgres|ECONN/);
    return [response.status, response.headers.get("retry-after")];
  };
  assert.deepEqual(await statusOf("/readyz"), [200, null]);
  await proxy.refuse();
  proxy.reset();
  assert.deepEqual(await statusOf("/v1/series"), [503, "5"]);
  assert.deepEqual(await statusOf("/readyz"), [503, "5"]);
  assert.deepEqual(await statusOf("/healthz"), [200, null]);
  await proxy.listen();
  assert.deepEqual(await statusOf("/readyz"), [200, null]);
  assert.deepEqual(await statusOf("/v1/series"), [200, null]);
});

readingTest("a database without the functions is not ready, and says what to do", async (t) => {
  await t.client.query("drop schema strata cascade");
  await using served = serveOnLoopback(t.database);
  for (const path of ["/readyz", `/v1/panel?series=ALFRED/MANY&${at}`]) {
    const response = await served.ask(path);
    assert.equal(response.status, 503);
    assert.match((await response.json()).detail, /run "deno task migrate"/);
  }
});

readingTest("reads run on the replicas in turn, and on the primary without them", async (t) => {
  await using first = await FaultProxy.before(t.url);
  await using second = await FaultProxy.before(t.url);
  const settings = loadSettings({
    envFile: false,
    env: {
      DATABASE_URL: t.url,
      DATABASE_REPLICA_URLS: `${first.through(t.url)},${second.through(t.url)}`,
    },
  });
  await using database = createDatabase({ settings });
  const api = createApi(database);
  const ask = async () => {
    const response = await api.fetch(new Request("http://api/v1/series"));
    await response.body?.cancel();
    return response.status;
  };
  assert.deepEqual([await ask(), await ask()], [200, 200]);
  assert.deepEqual([first.connections, second.connections], [1, 1]);
  assert.equal(database.pool.totalCount, 0);
  await first.refuse();
  await second.refuse();
  first.reset();
  second.reset();
  const statuses = [await ask(), await ask(), await ask()];
  assert.equal(statuses.at(-1), 200);
  assert.equal(database.pool.totalCount, 1);
  await api.end();
});

readingTest(
  "an API that ends refuses, finishes what is under way, and breaks off the rest",
  async (t) => {
    await addManyRevisions(t.client);
    await using served = serveOnLoopback(t.database);
    const whole = await served.ask(`${many}&format=csv`);
    const finishing = served.api.end({ timeoutMs: 30_000 });
    const refused = await served.ask("/v1/series");
    assert.deepEqual([refused.status, refused.headers.get("retry-after")], [503, "5"]);
    await refused.body?.cancel();
    assert.equal(
      (await served.ask("/readyz").then(async (one) => (await one.text(), one))).status,
      503,
    );
    const text = await whole.text();
    assert.equal(text.trimEnd().split("\n").length, 300_001);
    await finishing;

    await using cut = serveOnLoopback(t.database);
    const broken = await cut.ask(many);
    await cut.api.end({ timeoutMs: 100 });
    await assert.rejects(broken.text());
    await until("the statement has ended", async () => (await activity(t.client)).length === 0);
  },
);
