import assert from "node:assert/strict";
import { getTableConfig } from "drizzle-orm/pg-core";
import * as schema from "../../../src/schema/mod.ts";

const lists = {
  assetClasses: schema.assetClasses,
  authTypes: schema.authTypes,
  backfillStatuses: schema.backfillStatuses,
  callPuts: schema.callPuts,
  countries: schema.countries,
  curveTypes: schema.curveTypes,
  decimalSeparators: schema.decimalSeparators,
  exchanges: schema.exchanges,
  fiscalMetrics: schema.fiscalMetrics,
  flowTypes: schema.flowTypes,
  frequencies: schema.frequencies,
  timeframes: schema.timeframes,
};

for (const [name, list] of Object.entries<readonly string[]>(lists)) {
  Deno.test(`${name} names each value once`, () => {
    assert.equal(new Set(list).size, list.length);
    assert.ok(list.every((value) => value.trim() === value && value !== ""));
  });
}

Deno.test("countries holds what macro trading looks at", () => {
  const wanted = ["US", "BR", "EU", "GB", "JP", "CN", "MX", "ZA", "IN", "AU", "CA", "CH", "GLOBAL"];
  assert.deepEqual(wanted.filter((code) => !schema.countries.some((known) => known === code)), []);
  assert.ok(schema.countries.every((code) => code === "GLOBAL" || /^[A-Z]{2}$/.test(code)));
});

Deno.test("value lists reach the columns as plain text", () => {
  const columns = schema.tables.map(getTableConfig).flatMap((config) => config.columns);
  const choices = columns.filter((column) => (column.enumValues ?? []).length > 0);
  assert.ok(choices.length >= 15);
  assert.ok(choices.every((column) => column.getSQLType() === "text"));
});
