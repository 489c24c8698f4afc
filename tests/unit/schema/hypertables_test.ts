// deno-lint-ignore-file camelcase -- tables and columns by their SQL names
import assert from "node:assert/strict";
import { getTableConfig } from "drizzle-orm/pg-core";
import { hypertables } from "../../../src/schema/mod.ts";

/** time column | chunk | segmentby | orderby | rollup | compressed after */
const expected: Record<string, string> = {
  market_data:
    "timestamp | 1 month | instrument_id, frequency | timestamp desc | 360 days | 30 days",
  macro_series:
    "observation_date | 1 year | series_id | observation_date desc, release_time desc, revision_number desc | 3600 days | 90 days",
  curves: "curve_date | 3 months | curve_id | curve_date desc, tenor_days asc | 360 days | 90 days",
  flow_data:
    "observation_date | 1 year | series_id | observation_date desc, flow_type asc, release_time desc, revision_number desc | 3600 days | 90 days",
  fiscal_data:
    "observation_date | 1 year | series_id | observation_date desc, fiscal_metric asc, release_time desc, revision_number desc | 3600 days | 180 days",
  vol_surfaces:
    "surface_date | 1 year | instrument_id | surface_date desc, tenor_days asc, delta asc, call_put asc |  | 90 days",
  signals: "signal_date | 1 year | signal_type | signal_date desc, subject asc |  | 90 days",
  ohlcv: "time | 1 day | exchange, symbol, timeframe | time desc |  | 7 days",
};

Deno.test("hypertables holds the 8 hypertables with their intervals and compression", () => {
  const actual = hypertables.map(({ name, timeColumn, chunkInterval, compression }) => [
    name,
    [
      timeColumn,
      chunkInterval,
      compression?.segmentBy.join(", "),
      compression?.orderBy.map(({ column, direction }) => `${column} ${direction}`).join(", "),
      compression?.rollup,
      compression?.after,
    ].join(" | "),
  ]);
  assert.deepEqual(Object.fromEntries(actual), expected);
});

Deno.test("hypertables covers every key column by segmentby or orderby, each by one", () => {
  for (const { name, table, compression, timeColumn } of hypertables) {
    const config = getTableConfig(table);
    const key = config.primaryKeys.flatMap((one) => one.columns.map((column) => column.name));
    const covered = [
      ...compression?.segmentBy ?? [],
      ...compression?.orderBy.map((entry) => entry.column) ?? [],
    ];
    assert.equal(new Set(covered).size, covered.length, name);
    assert.deepEqual(key.filter((column) => !covered.includes(column)), [], name);
    assert.ok(key.includes(timeColumn), name);
    assert.equal(compression?.orderBy[0]?.column, timeColumn, name);
  }
});

Deno.test("hypertables has one unique index a table", () => {
  for (const { table } of hypertables) {
    const config = getTableConfig(table);
    assert.deepEqual([config.primaryKeys.length, config.uniqueConstraints.length], [1, 0]);
  }
});

Deno.test("hypertables drops no chunk by itself", () => {
  assert.ok(hypertables.every(({ retention }) => retention === null));
});
