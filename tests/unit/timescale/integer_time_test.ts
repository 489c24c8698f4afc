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

Deno.test("continuousAggregate says what to do over an integer time", () => {
  const from = hypertable(blocks, { by: "height", chunkInterval: 10 });
  assert.throws(
    () => continuousAggregate("b", { from, bucket: { width: "1 day" }, select: { n: count() } }),
    /blocks is partitioned by the integer height.*m\.createContinuousAggregate/,
  );
});

Deno.test("spanText and readSpan are each other's way back", () => {
  for (const span of ["1 day", 5, 2n ** 60n]) assert.equal(readSpan(spanText(span)), span);
  for (const span of ["5", "often", 0, -1, 1.5, 2 ** 60, 0n]) {
    assert.throws(() => spanText(span), { name: "TypeError", message: /Cannot/ });
  }
});
