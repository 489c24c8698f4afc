import assert from "node:assert/strict";
import { sql } from "drizzle-orm";
import { plainBucket, timescaleBucket } from "../../src/timescale/bucket.ts";
import { expressionText } from "../../src/timescale/expression_text.ts";
import { serverTest } from "../support/mod.ts";

const zones = {
  timestamptz: [undefined, "Europe/Paris", "Asia/Kathmandu"],
  timestamp: [undefined],
  date: [undefined],
} as const;
const widths = [
  "4 hours",
  "1 day",
  "1 week",
  "10 days",
  "1 month",
  "3 months",
  "5 months",
  "1 year",
];

for (const kind of ["timescaledb", "community"] as const) {
  serverTest(
    kind,
    `plainBucket equals time_bucket, ${kind}`,
    async (_t, db) => {
      await db.client.query("set timezone = 'America/New_York'");
      for (const type of ["timestamptz", "timestamp", "date"] as const) {
        for (const width of widths.filter((text) => type !== "date" || !/hour/.test(text))) {
          for (const timeZone of zones[type]) {
            const time = sql.identifier("time");
            const bucket = { width, timeZone };
            const { rows } = await db.client.query(
              `select count(*)::int as rows, min(time) filter (where a is distinct from b) as odd
               from (
                 select time, ${expressionText(timescaleBucket(bucket, sql`${time}`, type))} as a,
                   ${expressionText(plainBucket(bucket, sql`${time}`, type))} as b
                 from (
                   select (timestamptz '1985-01-01 00:00+00' + i * interval '67 hours 13 minutes')::${type} as time
                   from generate_series(1, 6000) as i) as times) as buckets`,
            );
            assert.deepEqual(rows, [{ rows: 6000, odd: null }], `${type}, ${width}, ${timeZone}`);
          }
        }
      }
    },
    { timescaledb: true },
  );
  serverTest(
    kind,
    `plainBucket equals time_bucket for whole numbers, ${kind}`,
    async (_t, db) => {
      for (const type of ["smallint", "integer", "bigint"] as const) {
        for (const width of ["1", "7", "1000"]) {
          const time = sql`${sql.identifier("time")}`;
          const { rows } = await db.client.query(
            `select count(*)::int as rows, min(time) filter (where a is distinct from b) as odd
             from (
               select time, ${expressionText(timescaleBucket({ width }, time, type))} as a,
                 ${expressionText(plainBucket({ width }, time, type))} as b
               from (
                 select (i * 7)::${type} as time from generate_series(-3000, 3000) as i
               ) as times) as buckets`,
          );
          assert.deepEqual(rows, [{ rows: 6001, odd: null }], `${type}, ${width}`);
        }
      }
    },
    { timescaledb: true },
  );
}
