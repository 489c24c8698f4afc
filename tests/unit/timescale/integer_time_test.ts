import assert from "node:assert/strict";
import { bigint, integer, pgTable, smallint, timestamp } from "drizzle-orm/pg-core";
import { ConfigError } from "../../../src/base/errors.ts";
import {
  continuousAggregate,
  hypertable,
  type HypertableOptions,
  readSpan,
  spanText,
} from "../../../src/timescale/mod.ts";
import { count } from "drizzle-orm";

const blocks = pgTable("blocks", {
  height: bigint({ mode: "number" }).notNull(),
  small: smallint().notNull(),
  time: timestamp({ withTimezone: true }).notNull(),
  slot: integer().notNull(),
});
type Options = HypertableOptions<typeof blocks>;

const refused: readonly [string, Options, RegExp][] = [
  [
    "an interval for a number",
    { by: "height", chunkInterval: "1 day" },
    /chunkInterval 1 day is an interval, and height is a bigint: write a number/,
  ],
  [
    "a number for an instant",
    { by: "time", chunkInterval: 1000 },
    /chunkInterval 1000 is a number, and time is a timestamp with time zone: write an interval/,
  ],
  ["a retention of the other kind", {
    by: "height",
    chunkInterval: 10,
    integerNow: "n",
    retention: { after: "1 day" },
  }, /retention\.after 1 day is an interval/],
  [
    "a policy without a now",
    { by: "height", chunkInterval: 10, retention: { after: 100 } },
    /policies need integerNow/,
  ],
  [
    "a now of an instant",
    { by: "time", chunkInterval: "1 day", integerNow: "n" },
    /integerNow is for an integer time column/,
  ],
  ["a span past the type", { by: "small", chunkInterval: 40_000 }, /between 1 and 32767/],
  ["no span", { by: "slot", chunkInterval: 0 }, /between 1 and/],
  ["a fraction", { by: "slot", chunkInterval: 1.5 }, /chunkInterval: Cannot read "1\.5"/],
  ["a rollup", {
    by: "height",
    chunkInterval: 10,
    compression: { segmentBy: [], orderBy: ["height"], rollup: "10 days" },
  }, /rollup is an interval, which TimescaleDB misreads/],
  ["retention before compression", {
    by: "height",
    chunkInterval: 10,
    integerNow: "n",
    compression: { segmentBy: [], orderBy: ["height"], after: 100 },
    retention: { after: 50 },
  }, /drops chunks before compression/],
];
for (const [name, options, message] of refused) {
  Deno.test(`hypertable with an integer time refuses ${name}`, () => {
    assert.throws(() => hypertable(blocks, options), (error: unknown) => {
      assert.ok(error instanceof ConfigError);
      assert.match(error.message, message);
      return true;
    });
  });
}

Deno.test("hypertable takes numbers for an integer time, and keeps their digits", () => {
  const { chunkInterval, retention, integerNow, compression } = hypertable(blocks, {
    by: "height",
    chunkInterval: 2n ** 60n,
    integerNow: "newest",
    compression: { segmentBy: [], orderBy: ["height"], after: 5 },
    retention: { after: 2n ** 61n },
  });
  assert.deepEqual([chunkInterval, retention, integerNow, compression?.after], [
    "1152921504606846976",
    "2305843009213693952",
    "newest",
    "5",
  ]);
});

const kept = hypertable(blocks, {
  by: "height",
  chunkInterval: 10,
  integerNow: "newest",
  retention: { after: 1000 },
});
const bare = hypertable(blocks, { by: "height", chunkInterval: 10 });

Deno.test("continuousAggregate puts numbers into buckets of their own type", () => {
  const { query, plainQuery, refresh, bucket } = continuousAggregate("b", {
    from: kept,
    bucket: { width: 100 },
    select: { n: count() },
    refresh: { startOffset: 500, endOffset: 100, every: "1 hour" },
  });
  assert.match(query, /time_bucket\(bigint '100', height\) as bucket/);
  assert.match(plainQuery, /height - \(\(height % bigint '100'\) \+ bigint '100'\) % bigint '100'/);
  assert.deepEqual([bucket.width, refresh?.startOffset], ["100", "500"]);
});

type AggregateOptions = Omit<
  Parameters<typeof continuousAggregate<typeof kept>>[1],
  "from" | "select"
>;
const refusedAggregates: readonly [string, AggregateOptions, RegExp][] = [
  ["an interval", { bucket: { width: "1 day" } }, /bucket\.width 1 day is no whole number/],
  ["a zone", { bucket: { width: 10, timeZone: "UTC" } }, /timeZone is for times/],
  ["a short window", {
    bucket: { width: 100 },
    refresh: { startOffset: 150, every: "1 hour" },
  }, /less than two buckets/],
  ["a window past the retention", {
    bucket: { width: 100 },
    refresh: { startOffset: 1000, every: "1 hour" },
  }, /refresh reaches back 1000 while blocks keeps 1000/],
];
for (const [name, options, message] of refusedAggregates) {
  Deno.test(`continuousAggregate over an integer time refuses ${name}`, () => {
    assert.throws(
      () => continuousAggregate("b", { from: kept, select: { n: count() }, ...options }),
      message,
    );
  });
}

Deno.test("continuousAggregate over an integer time needs a now for its policies", () => {
  const options = {
    bucket: { width: 100 },
    select: { n: count() },
    refresh: { startOffset: 500, every: "1 hour" },
  };
  assert.throws(() => continuousAggregate("b", { from: bare, ...options }), /need integerNow/);
});

Deno.test("spanText and readSpan are each other's way back", () => {
  for (const span of ["1 day", 5, 2n ** 60n]) assert.equal(readSpan(spanText(span)), span);
  for (const span of ["5", "often", 0, -1, 1.5, 2 ** 60, 0n]) {
    assert.throws(() => spanText(span), { name: "TypeError", message: /Cannot/ });
  }
});
