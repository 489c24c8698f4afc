import assert from "node:assert/strict";
import fc from "fast-check";
import { ohlcv } from "../../src/schema/mod.ts";
import { candleSource } from "../../src/sources/mod.ts";
import { createTestDatabase } from "../../src/testing/mod.ts";
import {
  type ExchangeHabits,
  exchangeStandIn,
  minutes,
  ohlcvClient,
} from "../support/candles/mod.ts";
import type { StandIn } from "../support/stand_in/mod.ts";
import {
  fetchNow,
  type FetchTarget,
  fetchTest,
  serverFetchTest,
  sourceErrorOf,
} from "./fetch_support.ts";

const begin = new Date("2026-03-02T00:00:00Z");
const after = (count: number, seconds = 0) =>
  new Date(begin.getTime() + count * 60_000 + seconds * 1_000);
const options = { since: begin, limit: 100, symbols: ["BTC-USD"] };
const sourceOf = (server: StandIn, more: object = {}) =>
  candleSource(ohlcvClient(server), { ...options, ...more });

/** The stored minutes of a symbol, counted from the beginning, with their close. */
async function stored(
  { db }: FetchTarget,
  symbol = "BTC-USD",
): Promise<(readonly [number, number])[]> {
  const rows = await db.select().from(ohlcv).orderBy(ohlcv.time);
  return rows.filter((row) => row.symbol === symbol)
    .map(({ time, close }) => [(time.getTime() - begin.getTime()) / 60_000, close]);
}

const closes = (candles: ReturnType<typeof minutes>) =>
  candles.map(([time, , , , close]) => [(time - begin.getTime()) / 60_000, close] as const);

fetchTest(
  "candles: pages, gaps and the minute under way, whatever the exchange's habits",
  async (db) => {
    // A pause of six hours, minutes without a trade, and a beginning after half a day.
    const all = minutes(
      begin,
      2_000,
      (i) => i >= 720 && (i < 1_000 || i >= 1_360) && i % 7 !== 3,
    );
    const habits: readonly ExchangeHabits[] = [
      { since: "from" },
      { since: "after", page: 77 },
      { since: "rounded", page: 30 },
      { since: "from", isStretch: true },
      { since: "rounded", isStretch: true },
    ];
    for (const [index, habit] of habits.entries()) {
      const symbol = `S${index}-USD`;
      let now = after(1_900, 20);
      await using server = exchangeStandIn({ [`S${index}/USD`]: all }, {
        now: () => now,
        ...habit,
      });
      const source = sourceOf(server);
      await fetchNow(db, source, symbol, {
        clock: () => now,
      });
      // The last whole minute waits for a minute, in case the exchange is late.
      const whole = (count: number) => closes(all).filter(([minute]) => minute < count);
      assert.deepEqual(await stored(db, symbol), whole(1_899));
      const { length } = server.traffic.requests;
      const again = await fetchNow(db, source, symbol, { clock: () => now });
      assert.deepEqual([again.inserted, again.changed, server.traffic.requests.length], [
        0,
        0,
        length,
      ]);
      now = after(1_950);
      await fetchNow(db, source, symbol, { clock: () => now });
      assert.deepEqual(await stored(db, symbol), whole(1_949));
    }
  },
);

serverFetchTest(
  "candles: the silence before a symbol's first trade is asked for once",
  async (db) => {
    const now = after(20_100);
    const all = minutes(after(20_000), 50);
    await using server = exchangeStandIn({ "BTC/USD": all }, { now: () => now });
    await fetchNow(db, sourceOf(server), "BTC-USD", { clock: () => now });
    assert.deepEqual(await stored(db), closes(all));
    assert.ok(server.traffic.requests.length < 6, `${server.traffic.requests.length} requests`);
  },
);

serverFetchTest(
  "candles: an exchange that is behind loses no minute, a silence is believed later",
  async (db) => {
    const all = minutes(begin, 400, (i) => i < 300 || i > 320);
    let now = after(200);
    // What it has ends ten minutes ago, and the newest of that is no finished minute there.
    const behind = () => new Date(now.getTime() - 10 * 60_000);
    await using server = exchangeStandIn({ "BTC/USD": all }, { now: behind });
    const until = async (minute: number) => {
      now = after(minute);
      await fetchNow(db, sourceOf(server), "BTC-USD", { clock: () => now });
      return (await stored(db)).at(-1)?.[0];
    };
    assert.ok((await until(200) ?? 0) >= 188);
    assert.ok((await until(203) ?? 0) >= 191);
    assert.equal(await until(318), 299, "nothing traded since");
    await until(400);
    now = after(520);
    await fetchNow(db, sourceOf(server), "BTC-USD", { clock: () => now });
    assert.deepEqual(await stored(db), closes(all));
  },
);

Deno.test("candles: any gaps and habits, in one fetch or many, with kills between", async () => {
  await using db = await createTestDatabase();
  let count = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.integer({ min: 1, max: 400 }), fc.boolean()), {
        minLength: 1,
        maxLength: 12,
      }),
      fc.record({
        page: fc.integer({ min: 1, max: 400 }),
        since: fc.constantFrom("from" as const, "after" as const, "rounded" as const),
        isStretch: fc.boolean(),
      }),
      fc.array(fc.record({ minute: fc.integer({ min: 2, max: 2_000 }), kill: fc.boolean() }), {
        minLength: 1,
        maxLength: 4,
      }),
      async (runs, habit, fetches) => {
        // A client that gives one candle at once, the one before the asked one, cannot go on.
        fc.pre(habit.since !== "rounded" || habit.page > 1);
        const traded = runs.flatMap(([length, isTraded]) => Array(length).fill(isTraded));
        const all = minutes(begin, traded.length, (index) => traded[index]);
        const symbol = `R${++count}-USD`;
        let now = begin;
        await using server = exchangeStandIn(
          { [symbol.replace("-", "/")]: all },
          { now: () => now, ...habit },
        );
        // An exchange that looks at a stretch must not be asked for a longer one.
        const source = sourceOf(server, habit.isStretch ? { limit: habit.page } : {});
        for (const { minute, kill } of fetches.toSorted((a, b) => a.minute - b.minute)) {
          now = after(minute, 30);
          const killer = new AbortController();
          const onProgress = () => kill ? killer.abort(new Error("killed")) : undefined;
          await fetchNow(db, source, symbol, {
            clock: () => now,
            signal: killer.signal,
            onProgress,
          })
            .catch((error) => assert.match(String(error), /killed/));
        }
        await fetchNow(db, source, symbol, { clock: () => now });
        const last = (now.getTime() - begin.getTime()) / 60_000 - 1.5;
        assert.deepEqual(
          await stored(db, symbol),
          closes(all).filter(([minute]) => minute < last),
        );
      },
    ),
    { numRuns: 12 },
  );
});

serverFetchTest(
  "candles: what goes wrong is said in words, and nothing wrong is stored",
  async (db) => {
    const now = after(3_000);
    const all = { "BTC/USD": minutes(begin, 3_000) };
    const failing = async (habit: ExchangeHabits, more: object = {}, symbol = "BTC-USD") => {
      await using server = exchangeStandIn(all, { now: () => now, ...habit });
      const source = sourceOf(server, more);
      return (await sourceErrorOf(fetchNow(db, source, symbol, { clock: () => now }))).message;
    };
    assert.match(
      await failing({ unit: 0.001 }),
      /^Cannot fetch "coinbase\/BTC-USD": the client gives candles that cannot be read \(its times are no milliseconds but look like seconds/,
    );
    assert.match(
      await failing({ unit: 1_000 }),
      /look like microseconds taken for milliseconds, 2026-03-02T00:/,
    );
    assert.match(
      await failing({ since: "ignored" }),
      /the client ignores since: asked for candles from 2026-03-02T00:00:00.000Z, it gave those from 2026-03-04T00:20:00.000Z to 2026-03-04T01:59:00.000Z, fetch since 2026-03-04 or later/,
    );
    assert.match(
      await failing({}, { newestOnly: 720 }),
      /has its newest 720 candles alone, those of 2026-03-02T00:00:00.000Z are gone, fetch since 2026-03-03 or/,
    );
    assert.match(await failing({}, {}, "NONE-USD"), /the client failed \(.*\), look the symbol up/);
    await using server = exchangeStandIn(all, { now: () => now });
    const source = sourceOf(server);
    const failed = async () =>
      (await sourceErrorOf(fetchNow(db, source, "BTC-USD", { clock: () => now }))).message;
    server.failWhen(() => ({ kind: "body", change: (body) => body.replace("101,", "1e400,") }));
    assert.match(await failed(), /cannot be stored \(.*\), nothing of that page is stored/);
    server.failWhen(() => ({ kind: "truncated" }));
    assert.match(await failed(), /the client failed \(.*\), try again later/);
    assert.deepEqual(await stored(db), []);
    server.failWhen(null);
    assert.equal((await fetchNow(db, source, "BTC-USD", { clock: () => now })).inserted, 2_999);
  },
);

Deno.test("candleSource takes ccxt's names of exchanges, and symbols from the settings", () => {
  const client = { fetchOHLCV: () => Promise.resolve([]) };
  assert.equal(candleSource({ ...client, id: "gateio" }).exchange, "gate");
  assert.equal(candleSource({ ...client, id: "kraken" }).name, "kraken");
  assert.deepEqual(candleSource({ ...client, id: "kraken" }, { symbols: ["A-B"] }).symbols, [
    "A-B",
  ]);
  assert.throws(() => candleSource({ ...client, id: "nowhere" }), {
    name: "ConfigError",
    message:
      'Cannot fetch candles of "nowhere": it is no exchange that is known here, set the option exchange',
  });
  const before = Deno.env.get("TOP_SYMBOLS");
  Deno.env.set("TOP_SYMBOLS", "ETH-USD,SOL-USD");
  try {
    assert.deepEqual(candleSource({ ...client, id: "kraken" }).symbols, ["ETH-USD", "SOL-USD"]);
  } finally {
    if (before === undefined) Deno.env.delete("TOP_SYMBOLS");
    else Deno.env.set("TOP_SYMBOLS", before);
  }
});
