import assert from "node:assert/strict";
import { sql } from "drizzle-orm";
import { date, PgDialect, pgTable, timestamp } from "drizzle-orm/pg-core";
import { first, last, timeBucket } from "../../../src/timescale/mod.ts";
import { expressionText } from "../../../src/timescale/expression_text.ts";

const bars = pgTable("bars", {
  at: timestamp({ withTimezone: true }).notNull(),
  local: timestamp("local"),
  day: date("day").notNull(),
});

const cases: readonly {
  name: string;
  expression: ReturnType<typeof timeBucket>;
  text: string;
}[] = [
  {
    name: "an instant",
    expression: timeBucket("1 hour", bars.at),
    text: "time_bucket(interval '1 hour', at)",
  },
  {
    name: "an instant in a zone",
    expression: timeBucket("1 day", bars.at, { timeZone: "America/Sao_Paulo" }),
    text: "time_bucket(interval '1 day', at, 'America/Sao_Paulo')",
  },
  {
    name: "an instant without TimescaleDB",
    expression: timeBucket("15 minutes", bars.at, { plain: true }),
    text:
      "(date_bin(interval '15 minutes', at at time zone 'UTC', timestamp '2000-01-03')) at time zone 'UTC'",
  },
  {
    name: "a local time without TimescaleDB",
    expression: timeBucket("1 week", bars.local, { plain: true }),
    text: "date_bin(interval '1 week', local, timestamp '2000-01-03')",
  },
  {
    name: "months of days without TimescaleDB",
    expression: timeBucket("3 months", bars.day, { plain: true }),
    text: "(timestamp '2000-01-01' + make_interval(months => (floor(" +
      "((extract(year from day::timestamp) - 2000) * 12 + extract(month from day::timestamp) - 1)" +
      " / 3) * 3)::integer))::date",
  },
];
for (const { name, expression, text } of cases) {
  Deno.test(`timeBucket buckets ${name}`, () => {
    assert.equal(expressionText(expression), text);
  });
}

Deno.test("timeBucket writes literals alone, so that select and group by name the same bucket", () => {
  const query = new PgDialect().sqlToQuery(sql`${timeBucket("1 hour", bars.at)}`);
  assert.deepEqual(query.params, []);
  assert.equal(query.sql, `time_bucket(interval '1 hour', "bars"."at")`);
});

Deno.test("timeBucket quotes what is given as a zone", () => {
  const bucket = timeBucket("1 day", bars.at, { timeZone: "x', now()) --" });
  assert.equal(expressionText(bucket), "time_bucket(interval '1 day', at, 'x'', now()) --')");
});

Deno.test("timeBucket refuses what is no width", () => {
  assert.throws(() => timeBucket("soon", bars.at), TypeError);
  assert.throws(() => timeBucket("1 month 2 days", bars.at), /mixes months/);
});

Deno.test("first and last know both servers", () => {
  const { timescale, plain } = first(bars.day, bars.at);
  assert.equal(expressionText(timescale), "first(day, at)");
  assert.equal(expressionText(plain), "(array_agg(day order by at))[1]");
  assert.equal(
    expressionText(last(bars.day, bars.at).plain),
    "(array_agg(day order by at desc))[1]",
  );
});
