import assert from "node:assert/strict";
import { createDatabase } from "../../src/database/mod.ts";
import { getRedis } from "../../src/redis/mod.ts";
import { databaseLimiter } from "../../src/sources/ask/database_limiter.ts";
import { localLimiter, type RequestLimiter } from "../../src/sources/ask/limiter.ts";
import { redisLimiter } from "../../src/sources/ask/redis_limiter.ts";
import { takeLease, waitForLease } from "../../src/sources/book/lease.ts";
import { fetchSeries, fred, SourceError } from "../../src/sources/mod.ts";
import { dailyHistory, fredKey, fredStandIn } from "../support/fred/mod.ts";
import { readingTest } from "./point_in_time_support.ts";
import { zonedInstant } from "../../src/base/time/zoned_instant.ts";
import { redisSettings, redisTest } from "./redis_support.ts";
import { noLimit } from "../support/no_limit.ts";

/** What two processes reserve: the instants of 20 slots, by the clock here. */
async function slots(
  limiters: readonly RequestLimiter[],
  source: string,
): Promise<readonly number[]> {
  const begun = performance.now();
  const taken = await Promise.all(
    Array.from({ length: 20 }, async (_, index) => {
      const slot = await limiters[index % limiters.length]?.reserve(source, 120);
      return performance.now() - begun + (slot?.waitMs ?? 0);
    }),
  );
  return taken.toSorted((a, b) => a - b);
}

/** Asserts that the slots lie apart, and that a pause moves the next one. */
async function keepsApart(limiters: readonly RequestLimiter[], source: string): Promise<void> {
  const [first] = limiters;
  assert.ok(first);
  const taken = await slots(limiters, source);
  // The last of 20 slots, at two a second and a hundredth more. Each wait is told after its round
  // trip, which can only make it look later.
  const span = (taken.at(-1) ?? 0) - (taken[0] ?? 0);
  assert.ok(span > 19 * 490, `20 requests took ${span} ms`);
  const { left } = await first.reserve(source, 120);
  assert.ok(left >= 98 && left <= 99, `${left} left of 120 after 21`);
  await first.pause(source, 60_000);
  const { waitMs } = await first.reserve(source, 120);
  assert.ok(waitMs > 55_000, `a pause of a minute leaves ${waitMs} ms`);
}

Deno.test("localLimiter spaces requests, and waits for a pause", async () => {
  await keepsApart([localLimiter()], "test");
});

readingTest("databaseLimiter spaces the requests of several processes", async ({ database }) => {
  await keepsApart([databaseLimiter(database), databaseLimiter(database)], "test");
});

redisTest("redisLimiter spaces the requests of several processes", async ({ url, prefix }) => {
  const redis = await getRedis(redisSettings(url));
  await keepsApart([redisLimiter(redis), redisLimiter(redis)], prefix);
  await redis.del(`strata:requests:${prefix}`);
});

readingTest(
  "a lease is one process's, is given back, and runs out when its process is gone",
  async ({ client, database }) => {
    const signal = AbortSignal.timeout(30_000);
    {
      await using lease = await takeLease(database, "work");
      assert.ok(lease);
      assert.equal(await takeLease(database, "work"), undefined);
      assert.equal(await waitForLease(database, "work", { signal, forMs: 600 }), undefined);
    }
    await client.query(
      "insert into strata_ingest.leases values ('work', 'a killed process', now() + interval '2 seconds')",
    );
    await using lease = await waitForLease(database, "work", { signal });
    assert.ok(lease);
  },
);

readingTest(
  "work under a lease fails with its own error where the database is gone at its end",
  async ({ url }) => {
    const gone = createDatabase({ url });
    const work = async () => {
      await using _lease = await takeLease(gone, "work");
      await gone.close();
      throw new Error("what ended the work");
    };
    await assert.rejects(work(), { name: "Error", message: "what ended the work" });
  },
);

readingTest(
  "a source that stumbles is asked again; one that lies is told, and nothing is stored",
  async ({ client, database }) => {
    const history = dailyHistory({ vintages: 20, snapshot: 10 });
    await using server = fredStandIn([history], { rates: [], retryAfter: "1" });
    const source = fred({ key: fredKey, baseUrl: `${server.url}/fred` });
    const options = { limiter: noLimit, repeatAfterMs: 20 };
    const count = async () =>
      (await client.query<{ n: number }>("select count(*)::int as n from macro_series")).rows[0]?.n;

    server.failWhen(({ endpoint }) => endpoint.endsWith("observations") ? { kind: "html" } : null);
    const html = await fetchSeries(database, source, "DAILY", options).catch((error) => error);
    assert.ok(html instanceof SourceError);
    assert.match(html.message, /"fred\/DAILY": .*observations.* answered 200 with an HTML page/);
    assert.equal(server.traffic.count("/fred/series/observations"), 5, "it was asked five times");
    server.failWhen(({ endpoint }) =>
      endpoint.endsWith("observations") ? { kind: "truncated" } : null
    );
    const cut = await fetchSeries(database, source, "DAILY", options).catch((error) => error);
    assert.match(cut.message, /"fred\/DAILY": .*JSON that is cut off/);
    assert.equal(await count(), 0);

    server.failWhen(null);
    server.failNext(
      { kind: "status", status: 502 },
      { kind: "cut" },
      null,
      { kind: "status", status: 503, retryAfter: "0" },
      { kind: "status", status: 429, retryAfter: "0" },
      { kind: "html" },
    );
    const { inserted } = await fetchSeries(database, source, "DAILY", options);
    assert.ok(inserted > 0);
    const agents = new Set(server.traffic.requests.map(({ userAgent }) => userAgent));
    assert.match(
      [...agents].join(),
      /^strata\/\d+\.\d+\.\d+ \(\+https:\/\/jsr\.io\/@strata\/foundation\)$/,
    );
  },
);

readingTest(
  "a clock that is minutes behind dates no value before it was published",
  async ({ client, database }) => {
    const history = dailyHistory({ vintages: 20, snapshot: 10 });
    const day = history.vintages.at(-1)?.vintageDate ?? "";
    // Published at 16:15 in New York, and asked for a minute later, by a clock nine minutes behind.
    const published = zonedInstant(day, { time: "16:15", zone: "America/New_York" });
    const now = new Date(published.getTime() + 60_000);
    const behind = new Date(now.getTime() - 9 * 60_000);
    await using server = fredStandIn([history], { now: () => now, rates: [] });
    const source = fred({ key: fredKey, baseUrl: `${server.url}/fred` });
    await fetchSeries(database, source, "DAILY", { limiter: noLimit, clock: () => behind });
    const { rows: [newest] } = await client.query<{ at: Date }>(
      "select max(release_time) as at from macro_series",
    );
    assert.deepEqual(newest?.at, published);
  },
);

Deno.test("a source that cannot be reached is named without its key", async () => {
  const { createAsker } = await import("../../src/sources/ask/asker.ts");
  const asker = createAsker({
    source: { ...fred(), name: "fred" },
    series: "GDP",
    limiter: noLimit,
    signal: new AbortController().signal,
    firstDelayMs: 1,
  });
  const error = await asker.json(new URL("http://127.0.0.1:1/fred/series?series_id=GDP"), {
    secrets: { "api_key": fredKey },
  }).catch((error) => error);
  assert.ok(error instanceof SourceError);
  assert.match(error.message, /"fred\/GDP": 127\.0\.0\.1:1 cannot be reached/);
  assert.ok(!error.message.includes(fredKey));
});

readingTest(
  "two fetches of one series at once store it once, one after the other",
  async ({ client, database }) => {
    await using server = fredStandIn([dailyHistory({ vintages: 30, snapshot: 10 })], { rates: [] });
    const source = fred({ key: fredKey, baseUrl: `${server.url}/fred` });
    const both = await Promise.all(
      [0, 1].map(() => fetchSeries(database, source, "DAILY", { limiter: noLimit })),
    );
    const { rows: [stored] } = await client.query("select count(*)::int as n from macro_series");
    assert.deepEqual(both.map(({ inserted }) => inserted).toSorted((a, b) => a - b), [0, stored.n]);
  },
);

Deno.test("a key that a source put into its URLs is in no message and no archive", async () => {
  const { createAsker } = await import("../../src/sources/ask/asker.ts");
  const bodies = ["{}", "{"];
  await using server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen() {} },
    () => new Response(bodies.shift() ?? "{"),
  );
  const kept: string[] = [];
  const asker = createAsker({
    source: { ...fred(), name: "bank" },
    series: "X",
    limiter: noLimit,
    signal: new AbortController().signal,
    firstDelayMs: 1,
    onAnswer: ({ url }) => void kept.push(url),
  });
  const url = new URL(
    `http://bob:hunter2@127.0.0.1:${server.addr.port}/X?api_key=${fredKey}&day=1`,
  );
  await asker.json(url);
  const error = await asker.json(url).catch((error) => error);
  assert.match(error.message, /day=1 answered 200 with JSON that is cut off/);
  for (const text of [error.message, ...kept]) assert.ok(!/hunter2|abcdefgh/.test(text), text);
  assert.equal(kept.length, 1);
});

readingTest(
  "a dry run of one series does not hold up another of its source",
  async ({ database }) => {
    const [daily] = [dailyHistory({ vintages: 30, snapshot: 10 })];
    await using server = fredStandIn([daily, { ...daily, seriesId: "OTHER" }, {
      ...daily,
      seriesId: "THIRD",
    }], { rates: [] });
    const source = fred({ key: fredKey, baseUrl: `${server.url}/fred` });
    const limiter = noLimit;
    await fetchSeries(database, source, "THIRD", { limiter });
    const reached = Promise.withResolvers<void>();
    const go = Promise.withResolvers<void>();
    const slow: RequestLimiter = {
      ...noLimit,
      reserve: async () => {
        if (server.traffic.count("/fred/series/vintagedates") > 1) {
          reached.resolve();
          await go.promise;
        }
        return { waitMs: 0, left: 1 };
      },
    };
    const dry = fetchSeries(database, source, "DAILY", { limiter: slow, dryRun: true });
    await reached.promise;
    // It would wait for the end of the dry run, which waits for it.
    assert.ok((await fetchSeries(database, source, "OTHER", { limiter })).inserted > 0);
    go.resolve();
    assert.ok((await dry).inserted > 0);
  },
);

readingTest(
  "a description that cannot be stored, and a since that comes late, are told",
  async ({ database }) => {
    await using server = fredStandIn([dailyHistory({ vintages: 5, snapshot: 5 })], { rates: [] });
    const source = fred({ key: fredKey, baseUrl: `${server.url}/fred` });
    const odd = {
      ...source,
      describe: () =>
        Promise.resolve({
          name: "Odd",
          unit: "percent",
          frequency: "fortnightly" as "weekly",
          country: "US" as const,
          releaseTimezone: "America/New_York",
        }),
    };
    const error = await fetchSeries(database, odd, "DAILY", { limiter: noLimit }).catch((e) => e);
    assert.ok(error instanceof SourceError);
    assert.match(error.message, /cannot be stored \(frequency: got "fortnightly", expected one of/);
    await fetchSeries(database, source, "DAILY", { limiter: noLimit });
    const { notes } = await fetchSeries(database, source, "DAILY", {
      limiter: noLimit,
      since: "1990-01-01",
    });
    assert.match(notes.join(), /since=1990-01-01 changes nothing of what is fetched already/);
  },
);
