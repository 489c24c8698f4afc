import assert from "node:assert/strict";
import {
  doublePrecision,
  integer,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { ConfigError } from "../../../src/base/errors.ts";
import { hypertable, type HypertableOptions } from "../../../src/timescale/mod.ts";

const readings = pgTable("readings", {
  sensorId: integer("sensor_id").notNull(),
  takenAt: timestamp("taken_at", { withTimezone: true }).notNull(),
  value: doublePrecision(),
}, (t) => [primaryKey({ columns: [t.sensorId, t.takenAt] })]);

const good: HypertableOptions<typeof readings> = {
  by: "takenAt",
  chunkInterval: "7 days",
  compression: {
    segmentBy: ["sensorId"],
    orderBy: ["takenAt desc", "value"],
    after: "30 days",
    rollup: "28 days",
  },
  retention: { after: "1 year" },
};

Deno.test("hypertable is plain data with SQL names", () => {
  const { table, ...data } = hypertable(readings, good);
  assert.equal(table, readings);
  assert.deepEqual(data, {
    schema: "public",
    name: "readings",
    timeColumn: "taken_at",
    chunkInterval: "7 days",
    integerNow: null,
    compression: {
      segmentBy: ["sensor_id"],
      orderBy: [
        { column: "taken_at", direction: "desc" },
        { column: "value", direction: "asc" },
      ],
      after: "30 days",
      rollup: "28 days",
    },
    retention: "1 year",
  });
});

const compression = good.compression;
assert.ok(compression !== undefined);

const refused: readonly {
  name: string;
  options: HypertableOptions<typeof readings>;
  problem: RegExp;
}[] = [
  {
    name: "a chunk interval that is none",
    options: { ...good, chunkInterval: "a while" },
    problem: /chunkInterval: Cannot read "a while"/,
  },
  {
    name: "a key column in neither segmentBy nor orderBy",
    options: { ...good, compression: { segmentBy: [], orderBy: ["takenAt"] } },
    problem: /the key column sensor_id is neither/,
  },
  {
    name: "a column in both",
    options: {
      ...good,
      compression: { ...compression, orderBy: ["takenAt desc", "sensorId"] },
    },
    problem: /sensor_id is in segmentBy and in orderBy/,
  },
  {
    name: "merging without the time first",
    options: { ...good, compression: { ...compression, orderBy: ["value", "takenAt"] } },
    problem: /merges chunks only where taken_at comes first/,
  },
  {
    name: "a rollup that is no multiple",
    options: { ...good, compression: { ...compression, rollup: "10 days" } },
    problem: /rollup 10 days is not a multiple/,
  },
  {
    name: "a rollup in months",
    options: {
      ...good,
      chunkInterval: "30 days",
      compression: { ...compression, rollup: "2 months" },
    },
    problem: /not of fixed length/,
  },
  {
    name: "a retention before compression",
    options: { ...good, retention: { after: "20 days" } },
    problem: /drops chunks before compression/,
  },
];
for (const { name, options, problem } of refused) {
  Deno.test(`hypertable refuses ${name}`, () => {
    assert.throws(() => hypertable(readings, options), problem);
  });
}

Deno.test("hypertable names every problem at once", () => {
  const bad = pgTable("bad", {
    id: integer().primaryKey(),
    at: timestamp({ withTimezone: true }),
    name: text().unique(),
  }, (t) => [uniqueIndex().on(t.at)]);
  assert.throws(
    () =>
      hypertable(bad, {
        by: "at",
        chunkInterval: "1 day",
        compression: { segmentBy: [], orderBy: [] },
      }),
    (error: unknown) => {
      assert.ok(error instanceof ConfigError);
      const problems = error.problems.join("\n");
      assert.match(problems, /its time column at is nullable/);
      assert.match(problems, /the unique key \(id\) lacks the time column at/);
      assert.match(problems, /it has 3 unique keys/);
      assert.match(problems, /orderBy is empty/);
      return true;
    },
  );
});

Deno.test("hypertable is typed against the table's columns", () => {
  // @ts-expect-error a number is no time
  assert.throws(() => hypertable(readings, { by: "value", chunkInterval: "1 day" }));
  const order = { segmentBy: [], orderBy: ["takenAt down"] };
  assert.throws(
    // @ts-expect-error down is no direction
    () => hypertable(readings, { ...good, compression: order }),
    /write "column", "column asc" or "column desc"/,
  );
});
