// What telemetry_test.ts runs in a process of its own, on the database whose URL it is given.
import { trace } from "@opentelemetry/api";
import { sql } from "drizzle-orm";
import { setTimeout as sleep } from "node:timers/promises";
import {
  appendVintages,
  asOf,
  backfill,
  createDatabase,
  dataSources,
  insertRows,
} from "../../mod.ts";
import { retry } from "../../src/base/resilience/mod.ts";
import { createMigrator, defineMigration, openPostgresSession } from "../../src/migrate/mod.ts";
import { serveApi } from "../../src/answers/serve/mod.ts";
import { fetchSeries, type SeriesSource } from "../../src/sources/mod.ts";
import { Secret } from "../../src/base/settings/mod.ts";

const [url = "", port = "0"] = Deno.args;
const expectFailure = (work: PromiseLike<unknown>): Promise<void> =>
  Promise.resolve(work).then(() => {
    throw new Error("it did not fail");
  }, () => {});

await using database = createDatabase({ url, limits: { poolSize: 2, maxOverflow: 0 } });

await trace.getTracer("user").startActiveSpan("user work", async (span) => {
  await insertRows(database, dataSources, [{ name: "traced" }, { name: "traced too" }]);
  span.end();
});
await insertRows(database, dataSources, [{ name: "traced" }, { name: 7 as never }], {
  badRows: "collect",
});
await appendVintages(database, [{ seriesId: 1, observationDate: "2024-01-01", value: 1 }], {
  releaseTime: "2024-02-01T12:00:00Z",
});
await asOf(database, { series: 1, at: "2024-03-01T00:00:00Z" });

// Failures: the server repeats values of rows in its messages.
await expectFailure(database.pool.query("select 'CANARY_literal'::int"));
await expectFailure(database.pool.query("select $1::int", ["CANARY_parameter"]));
await expectFailure(
  database.db.transaction((tx) =>
    tx.execute(sql`insert into data_sources (name) values (${"traced"})`)
  ),
);
await expectFailure(insertRows(database, dataSources, [{ name: "CANARY_row\0" }]));

// A transaction that is repeated, and a read behind a full pool.
let attempts = 0;
await database.retryTransaction(async (tx) => {
  if (attempts++ === 0) {
    await tx.execute(sql`do $$ begin raise exception 'CANARY' using errcode = '40001'; end $$`);
  }
});
await Promise.all([1, 2, 3].map(() => database.pool.query("select pg_sleep(0.3)")));
await retry(() => Promise.resolve(), { isRepeatable: () => false });

// A migration with a literal in it.
const migrations = [
  defineMigration("0001_create_canaries", {
    up: (m) => m.sql("create table canaries (a text default 'CANARY_migration')"),
    down: (m) => m.sql("drop table canaries"),
  }),
];
await createMigrator({
  open: () => openPostgresSession(url),
  migrations,
  ledger: "telemetry_ledger",
}).up();

// A source whose key stands in the URL of its requests: one that answers, and one that is away.
const key = new Secret("CANARY_key", "***");
const keyed = (name: string, origin: string): SeriesSource => ({
  name,
  title: name,
  baseUrl: origin,
  authType: "api_key",
  ratePerMinute: 600,
  locale: "en-US",
  zone: "America/New_York",
  gives: "series",
  async describe(code, { json }) {
    await json(new URL(`${origin}/describe?code=${code}`), { secrets: { key } });
    return {
      name: code,
      unit: "percent",
      frequency: "monthly",
      country: "US",
      releaseTimezone: "America/New_York",
    };
  },
  async *vintages(_series, { json, now }) {
    await json(new URL(`${origin}/values`), { secrets: { key } });
    const releaseTime = new Date(now.getTime() - 3_600_000);
    yield {
      vintages: [{ observationDate: "2024-01-01", value: 1, releaseTime, kind: "observed" }],
    };
  },
});
const away = Deno.listen({ hostname: "127.0.0.1", port: 0 });
const awayPort = away.addr.port;
away.close();
await fetchSeries(database, keyed("keyed", `http://127.0.0.1:${port}`), "A");
await expectFailure(
  fetchSeries(database, keyed("away", `http://127.0.0.1:${awayPort}`), "A", { repeatAfterMs: 1 }),
);

await backfill(database, {
  exchange: "coinbase",
  symbol: "BTC-USD",
  timeframe: "1m",
  from: new Date("2024-01-01T00:00:00Z"),
  to: new Date("2024-01-01T00:02:00Z"),
  fetch: () => [{
    time: "2024-01-01T00:00:00Z",
    open: 1,
    high: 1,
    low: 1,
    close: 1,
    volume: 1,
  }, { time: "2024-01-01T00:01:00Z", open: 1, high: 1, low: 1, close: 1, volume: 1 }],
});

const ending = new AbortController();
const origin = Promise.withResolvers<string>();
const served = serveApi(database, {
  port: 0,
  signal: ending.signal,
  onListen: (at) => origin.resolve(at),
});
const at = await origin.promise;
for (const path of ["/v1/series?search=none", "/v1/series/NONE/NO", "/nowhere"]) {
  await (await fetch(`${at}${path}`)).body?.cancel();
}
ending.abort();
await served;
// What is observed, such as the connections of a pool, is exported in turns.
await sleep(600);
