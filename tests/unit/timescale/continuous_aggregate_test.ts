import assert from "node:assert/strict";
import { count, max, sql } from "drizzle-orm";
import { date, doublePrecision, pgTable, primaryKey, text, timestamp } from "drizzle-orm/pg-core";
import { ConfigError } from "../../../src/base/errors.ts";
import {
  continuousAggregate,
  type ContinuousAggregateOptions,
  first,
  hypertable,
} from "../../../src/timescale/mod.ts";

const trades = pgTable("trades", {
  symbol: text().notNull(),
  tradedAt: timestamp("traded_at", { withTimezone: true }).notNull(),
  price: doublePrecision().notNull(),
}, (t) => [primaryKey({ columns: [t.symbol, t.tradedAt] })]);

const source = hypertable(trades, {
  by: "tradedAt",
  chunkInterval: "1 day",
  retention: { after: "30 days" },
});

const hourly = continuousAggregate("market.trades_hourly", {
  from: source,
  bucket: { width: "1 hour" },
  groupBy: ["symbol"],
  select: { open: first(trades.price, trades.tradedAt), high: max(trades.price), n: count() },
  where: sql`${trades.price} > ${0}`,
  refresh: { startOffset: "3 days", endOffset: "1 hour", every: "30 minutes" },
});

Deno.test("continuousAggregate writes the query for TimescaleDB", () => {
  assert.equal(
    hourly.query,
    `select
  time_bucket(interval '1 hour', traded_at) as bucket,
  symbol,
  first(price, traded_at) as open,
  max(price) as high,
  count(*) as n
from trades
where price > 0
group by 1, 2`,
  );
});

Deno.test("continuousAggregate writes the same rows for a server without TimescaleDB", () => {
  assert.equal(
    hourly.plainQuery,
    `select
  (date_bin(interval '1 hour', traded_at at time zone 'UTC', timestamp '2000-01-03')) at time zone 'UTC' as bucket,
  symbol,
  (array_agg(price order by traded_at))[1] as open,
  max(price) as high,
  count(*) as n
from trades
where price > 0
group by 1, 2`,
  );
});

Deno.test("continuousAggregate is plain data with SQL names", () => {
  const { from, query: _query, plainQuery: _plain, ...data } = hourly;
  assert.equal(from, source);
  assert.deepEqual(data, {
    schema: "market",
    name: "trades_hourly",
    columns: { bucket: "bucket", symbol: "symbol", open: "open", high: "high", n: "n" },
    bucket: { width: "1 hour", timeZone: null, type: "timestamptz" },
    materializedOnly: false,
    refresh: { startOffset: "3 days", endOffset: "1 hour", every: "30 minutes" },
    retention: null,
  });
});

Deno.test("continuousAggregate stands on another one, by its columns' keys", () => {
  const daily = continuousAggregate("trades_daily", {
    from: hourly,
    bucket: { width: "1 day" },
    groupBy: ["symbol"],
    select: { high: sql`max(high)` },
    materializedOnly: true,
    retention: { after: "1 year" },
  });
  assert.match(daily.query, /time_bucket\(interval '1 day', bucket\) as bucket/);
  assert.match(daily.query, /from market\.trades_hourly\n/);
  assert.equal(daily.materializedOnly, true);
  assert.equal(daily.retention, "1 year");
});

Deno.test("continuousAggregate is typed against its source's columns", () => {
  const options = { from: source, bucket: { width: "1 hour" }, select: {} } as const;
  // @ts-expect-error the table has no such column
  assert.throws(() => continuousAggregate("x", { ...options, groupBy: ["nothing"] }), ConfigError);
});

type Options = ContinuousAggregateOptions<typeof source, "symbol", string>;
const good: Options = { from: source, bucket: { width: "1 hour" }, select: { n: count() } };

const refused: readonly { name: string; options: Options; problem: RegExp }[] = [
  {
    name: "a width that is none",
    options: { ...good, bucket: { width: "often" } },
    problem: /bucket\.width: Cannot read "often"/,
  },
  {
    name: "a width of months and days",
    options: { ...good, bucket: { width: "1 month 1 day" } },
    problem: /mixes months with days/,
  },
  {
    name: "two columns of one name",
    options: { ...good, groupBy: ["symbol"], select: { symbol: count() } },
    problem: /two of its columns are called symbol/,
  },
  {
    name: "a window of less than two buckets",
    options: { ...good, refresh: { startOffset: "2 hours", endOffset: "1 hour", every: "1 hour" } },
    problem: /less than two buckets/,
  },
  {
    name: "a window that reaches behind the retention",
    options: { ...good, refresh: { startOffset: "31 days", every: "1 hour" } },
    problem: /reaches back 31 days while trades keeps 30 days/,
  },
  {
    name: "a window without a bound behind the retention",
    options: { ...good, refresh: { every: "1 hour" } },
    problem: /reaches back without a bound/,
  },
];
for (const { name, options, problem } of refused) {
  Deno.test(`continuousAggregate refuses ${name}`, () => {
    assert.throws(() => continuousAggregate("bad", options), (error: unknown) => {
      assert.ok(error instanceof ConfigError);
      assert.match(error.message, /^Cannot declare the continuous aggregate "bad": /);
      assert.match(error.problems.join("\n"), problem);
      return true;
    });
  });
}

const hierarchies: readonly { width: string; problem: RegExp | null; below?: string }[] = [
  { width: "1 day", problem: null },
  { width: "1 hour", problem: null },
  { width: "1 month", problem: null },
  { width: "90 minutes", problem: /not a multiple of the 1 hour/ },
  { width: "30 minutes", problem: /not a multiple of the 1 hour/ },
  { width: "1 month", below: "1 week", problem: /1 month is not a multiple of the 1 week/ },
  { width: "60 days", below: "1 month", problem: /of fixed length and cannot stand over/ },
  { width: "1 year", below: "1 month", problem: null },
];
for (const { width, below = "1 hour", problem } of hierarchies) {
  const verb = problem === null ? "takes" : "refuses";
  Deno.test(`continuousAggregate ${verb} buckets of ${width} over those of ${below}`, () => {
    const lower = continuousAggregate("lower", { ...good, bucket: { width: below } });
    const declare = () =>
      continuousAggregate("upper", { from: lower, bucket: { width }, select: { n: sql`sum(n)` } });
    if (problem === null) declare();
    else assert.throws(declare, problem);
  });
}

Deno.test("continuousAggregate refuses a zone for days", () => {
  const rates = pgTable("rates", { day: date().notNull() });
  const from = hypertable(rates, { by: "day", chunkInterval: "1 year" });
  assert.throws(
    () =>
      continuousAggregate("bad", {
        from,
        bucket: { width: "1 month", timeZone: "Europe/Paris" },
        select: { n: count() },
      }),
    /needs a column of timestamptz, and this one is of date/,
  );
});
