import assert from "node:assert/strict";
import { bars, latestBars } from "../../src/market/mod.ts";
import type { Queryable } from "../../src/base/sql/mod.ts";
import { makeInstruments } from "./market_support.ts";
import { compress, readingTest } from "./point_in_time_support.ts";

async function writeBars(
  client: Queryable,
  instrument: number,
  closes: Readonly<Record<string, number>>,
): Promise<void> {
  await client.query(
    `insert into market_data (instrument_id, frequency, timestamp, open, close, volume)
    select $1, 'daily', t, null, close, 100.5
    from unnest($2::timestamptz[], $3::float8[]) as bar (t, close)`,
    [instrument, Object.keys(closes), Object.values(closes)],
  );
}

const daily = {
  "2024-09-20T00:00:00Z": 1,
  "2024-09-23T00:00:00Z": 2,
  "2024-09-24T00:00:00Z": 3,
};

readingTest(
  "latestBars gives each instrument its last bar that was over, young enough",
  async (t) => {
    const { client, database: db } = t;
    const ids = await makeInstruments(client, ["A", "B", "NONE"]);
    const [a = 0, b = 0, none = 0] = [ids.get("A"), ids.get("B"), ids.get("NONE")];
    await writeBars(client, a, daily);
    await writeBars(client, b, { "2024-08-01T00:00:00Z": 9 });
    for (const isCompressed of [false, true]) {
      if (isCompressed && !await compress(client, "market_data")) break;
      const instruments = [none, "B", a, "A"];
      const closes = async (at: string, options: object = {}): Promise<unknown[]> => {
        const asked = {
          instruments,
          frequency: "daily" as const,
          at,
          maxAge: "10 days",
          ...options,
        };
        return (await latestBars(db, asked)).map(({ bar }) => bar?.close ?? null);
      };
      assert.deepEqual(await closes("2024-09-25T00:00:00Z"), [null, null, 3, 3]);
      assert.deepEqual(await closes("2024-09-24T23:59:59Z"), [null, null, 2, 2]);
      assert.deepEqual(await closes("2024-09-24T21:00:00Z", { delay: "21 hours" }), [
        null,
        null,
        3,
        3,
      ]);
      assert.deepEqual(await closes("2024-09-24T00:00:00Z", { delay: null }), [null, null, 3, 3]);
      assert.deepEqual(await closes("2024-09-25T00:00:00Z", { maxAge: null }), [null, 9, 3, 3]);
      assert.deepEqual(await closes("2024-09-25T00:00:00Z", { maxAge: "2 months" }), [
        null,
        9,
        3,
        3,
      ]);
      const [, first] = await latestBars(db, {
        instruments,
        frequency: "daily",
        at: "2024-09-25T00:00:00Z",
        maxAge: null,
      });
      assert.deepEqual(first, {
        instrument: "B",
        instrumentId: b,
        bar: {
          timestamp: new Date("2024-08-01T00:00:00Z"),
          open: null,
          high: null,
          low: null,
          close: 9,
          volume: 100.5,
          adjustedClose: null,
        },
      });
    }
  },
);

readingTest("bars reads a range that holds its beginning and not its end", async (t) => {
  const { client, database: db } = t;
  const ids = await makeInstruments(client, ["A"]);
  await writeBars(client, ids.get("A") ?? 0, daily);
  const range = { from: "2024-09-20T00:00:00Z", to: "2024-09-24T00:00:00Z" };
  const found = await bars(db, { instrument: "A", frequency: "daily", ...range });
  assert.deepEqual(found.map(({ close }) => close), [1, 2]);
  assert.equal(found[0]?.timestamp.toISOString(), "2024-09-20T00:00:00.000Z");
  assert.deepEqual(await bars(db, { instrument: "A", frequency: "hourly", ...range }), []);
});

readingTest(
  "bars and latestBars refuse instruments that are not there",
  async ({ database: db }) => {
    const at = "2024-09-25T00:00:00Z";
    const lost = { name: "RangeError", message: /Cannot find the instrument "(77|XX)"/ };
    for (const instrument of [77, "XX"]) {
      await assert.rejects(bars(db, { instrument, frequency: "daily", from: at, to: at }), lost);
      const asked = { instruments: [instrument], frequency: "daily" as const, at, maxAge: null };
      await assert.rejects(latestBars(db, asked), lost);
    }
    await assert.rejects(
      latestBars(db, { instruments: [], frequency: "irregular", at, maxAge: null }),
      { name: "TypeError", message: /pass delay/ },
    );
    await assert.rejects(
      bars(db, { instrument: 1, frequency: "daily", from: at, to: "2024-09-24T00:00Z" }),
      { name: "RangeError", message: /"from" is after "to"/ },
    );
    await assert.rejects(
      latestBars(db, { instruments: [1], frequency: "daily", at: "2024-09-25", maxAge: null }),
      { name: "TypeError", message: /a day without a time/ },
    );
  },
);
