import assert from "node:assert/strict";
import { max, min, sql } from "drizzle-orm";
import { doublePrecision, pgTable, text, timestamp } from "drizzle-orm/pg-core";
import { createMigrator, openPostgresSession } from "../../src/migrate/mod.ts";
import { continuousAggregate, hypertable } from "../../src/timescale/mod.ts";
import { serverTest } from "../support/mod.ts";
import { sharedReference } from "./drift_support.ts";
import { workshop } from "./generate_support.ts";

const readings = pgTable("readings", {
  key: text().notNull(),
  time: timestamp("time", { withTimezone: true }).notNull(),
  value: doublePrecision(),
});
const chunks = hypertable(readings, { by: "time", chunkInterval: "7 days" });
const hourly = (high: typeof max | typeof min, materializedOnly: boolean) =>
  continuousAggregate("readings_hourly", {
    from: chunks,
    bucket: { width: "1 hour" },
    groupBy: ["key"],
    select: { low: min(readings.value), high: high(readings.value) },
    materializedOnly,
  });
const daily = continuousAggregate("readings_daily", {
  from: hourly(min, true),
  bucket: { width: "1 day" },
  select: { low: sql`min(low)` },
  materializedOnly: true,
});
const service = (high: typeof max | typeof min, materializedOnly: boolean) => ({
  tables: [readings],
  hypertables: [chunks],
  continuousAggregates: [hourly(high, materializedOnly), daily],
});

serverTest(
  "community",
  "generated migrations keep the history of aggregates that are changed or recreated",
  async (_t, db) => {
    await using reference = await sharedReference();
    await using made = await workshop(reference);
    const open = () => openPostgresSession(db.url);
    const first = await made.generate("begin", {
      migrations: [],
      definitions: service(min, true),
    });
    await createMigrator({ open, migrations: first.migrations }).up();
    await db.client.query(
      `insert into readings select 'a', t, 1 from
         generate_series(timestamptz '2024-01-01', '2024-01-10 23:00+00', interval '1 hour') t`,
    );
    for (const view of ["readings_hourly", "readings_daily"]) {
      await db.client.query(`call refresh_continuous_aggregate('${view}', null, null)`);
    }
    const before = await counts();
    assert.ok(before.hourly === 240 && before.daily >= 10);

    const shown = await made.generate("show newest", {
      migrations: first.migrations,
      definitions: service(min, false),
    });
    const migrations = [...first.migrations, ...shown.migrations];
    await createMigrator({ open, migrations }).up();
    assert.deepEqual(await counts(), before);

    const anew = await made.generate("other query", {
      migrations,
      definitions: service(max, true),
    });
    assert.match(anew.warnings.join("\n"), /Materializes the whole history of readings_hourly/);
    await createMigrator({ open, migrations: [...migrations, ...anew.migrations] }).up();
    assert.deepEqual(await counts(), before);

    async function counts(): Promise<{ readonly hourly: number; readonly daily: number }> {
      const { rows: [row] } = await db.client.query<{ hourly: number; daily: number }>(
        `select (select count(*)::int from readings_hourly) as hourly,
           (select count(*)::int from readings_daily) as daily`,
      );
      assert.ok(row !== undefined);
      return row;
    }
  },
);
