import assert from "node:assert/strict";
import { migrations } from "../../migrations/mod.ts";
import { FaultProxy } from "../support/fault_proxy.ts";
import { serverTest } from "../support/mod.ts";
import { openPool, readEvents, serveDashboardOn } from "./dashboard_support.ts";
import { until } from "./serve_support.ts";

const READINGS = `
  create table readings (time timestamptz not null, value float8);
  select create_hypertable('readings', by_range('time', interval '1 day'));
  insert into readings values ('2026-01-01Z', 1)`;

serverTest(
  "timescaledb",
  "a change is told to an open page, and only the change",
  async (_t, db) => {
    await db.client.query(READINGS);
    await using database = openPool(db.url);
    await using served = serveDashboardOn(database, db.url, { limits: { everyMs: 100 } });
    await until("all is read", async () => !/Being read/.test((await served.page("/")).words));
    const page = await served.page("/");
    await using events = await readEvents(served.origin, page);
    const seen = new Set(Object.keys(await events.next()));
    await db.client.query("insert into readings values ('2026-01-03Z', 1)");
    let cards: readonly string[] = [];
    for (let i = 0; i < 100 && cards.length === 0; i++) {
      const change = await events.next();
      cards = Object.entries(change).filter(([id]) => id.startsWith("table-")).map(([, html]) =>
        html
      );
      Object.keys(change).forEach((id) => seen.add(id));
    }
    assert.match(cards[0] ?? "", /2026-01-03 to 2026-01-04 · 1 chunk/);
    assert.ok(!seen.has("services") && !seen.has("jobs") && !seen.has("tables"), [...seen].join());
    assert.ok(page.html.length > 5 * (cards[0]?.length ?? 0));
  },
  { timescaledb: true },
);

serverTest(
  "timescaledb",
  "1,000 open pages cost one read, and none are left after they hang up",
  async (_t, db) => {
    await db.client.query(READINGS);
    await using database = openPool(db.url);
    const statements: string[] = [];
    const { pool } = database;
    const connect = pool.connect.bind(pool);
    const counted = {
      connect: async () => {
        const client = await connect();
        return new Proxy(client, {
          get(target, name) {
            const value = Reflect.get(target, name);
            if (typeof value !== "function") return value;
            return (...given: readonly unknown[]) => {
              if (name === "query") statements.push(String(given[0]));
              return value.apply(target, given);
            };
          },
        });
      },
    };
    await using served = serveDashboardOn(
      { pool: counted as unknown as typeof pool }, // as: all that reads of it
      db.url,
      { limits: { everyMs: 1_000, lateMs: 60_000 } },
    );
    await until("all is read", async () => !/Being read/.test((await served.page("/")).words));
    const page = await served.page("/");
    const path = /data-live-url="([^"]*)"/.exec(page.html)?.[1] ?? "";
    const streams = await Promise.all(Array.from({ length: 1_000 }, async () => {
      const { body } = await served.dashboard.fetch(new Request(`http://127.0.0.1${path}`));
      assert.ok(body);
      return body.getReader();
    }));
    assert.equal(served.dashboard.viewers, 1_000);
    const refused = await served.page("/live");
    assert.equal(refused.status, 503);
    assert.match(refused.words, /too many pages are open/);
    await Promise.all(streams.map((one) => one.read()));
    const before = statements.length;
    await Promise.all(streams.map((one) => one.read()));
    const told = statements.slice(before);
    assert.ok(told.length > 0 && told.length <= 12, told.join("\n"));
    assert.ok(!told.some((one) => one.includes("pg_total_relation_size")), "sizes are kept");
    for (const stream of streams) await stream.cancel();
    assert.equal(served.dashboard.viewers, 0);
    const after = statements.length;
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    assert.equal(statements.length, after, "nobody looks, nothing is read");
  },
  { timescaledb: true },
);

serverTest(
  "timescaledb",
  "a page that hangs up in the middle leaves nothing behind",
  async (_t, db) => {
    await using database = openPool(db.url);
    await using served = serveDashboardOn(database, db.url, { limits: { everyMs: 100 } });
    const { hostname, port } = new URL(served.origin);
    for (let i = 0; i < 5; i++) {
      const connection = await Deno.connect({ hostname, port: Number(port) });
      const request = `GET /live HTTP/1.1\r\nhost: ${hostname}\r\n\r\n`;
      await connection.write(new TextEncoder().encode(request));
      await connection.read(new Uint8Array(100));
      assert.equal(served.dashboard.viewers, 1);
      connection.close();
      await until("the viewer is gone", () => served.dashboard.viewers === 0);
    }
    await until(
      "no connection is lent",
      () => database.pool.idleCount === database.pool.totalCount,
    );
  },
  { timescaledb: true },
);

serverTest(
  "timescaledb",
  "a database that is away leaves the last good state, and comes back",
  async (_t, db) => {
    await db.client.query(READINGS);
    await using proxy = await FaultProxy.before(db.url);
    await using database = openPool(proxy.through(db.url));
    await using served = serveDashboardOn(database, proxy.through(db.url), {
      limits: { everyMs: 100, lateMs: 100, migrationsMs: 100 },
    });
    const shows = (path: string, words: RegExp) =>
      until(`${path} shows ${words}`, async () => words.test((await served.page(path)).words));
    await db.client.query(
      "create view curves as select 'A' as curve_id, date '2026-01-02' as curve_date, " +
        "365 as tenor_days, null::text as tenor_label, 3.5::float8 as rate",
    );
    await shows(
      "/",
      new RegExp(`readings size [\\d.]+ kB.*${migrations.length} migrations not in step`),
    );
    await shows("/curves", /The curve of 2026-01-02/);
    const page = await served.page("/");
    await using events = await readEvents(served.origin, page);
    await proxy.refuse();
    proxy.reset();
    let trouble = "";
    for (let i = 0; i < 50 && trouble === ""; i++) trouble = (await events.next())["trouble"] ?? "";
    assert.match(trouble, /Cannot read the catalog: .*deno task ps/);
    assert.match(trouble, /What is shown was read <time/);
    await shows("/", /Cannot read the catalog.*What is shown was read.*readings size [\d.]+ kB/);
    await shows(
      "/curves",
      /Cannot read the data: .*What is shown was read.*The curve of 2026-01-02/,
    );
    const other = await served.page("/curves?day=2026-01-02");
    assert.equal(other.status, 503);
    assert.match(other.words, /Cannot read the data/);
    await proxy.listen();
    let back = "stays";
    for (let i = 0; i < 50 && back !== ""; i++) back = (await events.next())["trouble"] ?? "stays";
    assert.equal(back, "");
    await shows("/curves", /^(?!.*Cannot read).*The curve of 2026-01-02/);
  },
  { timescaledb: true },
);
