import assert from "node:assert/strict";
import { growth } from "../../../src/point_in_time/mod.ts";

const vintage = (values: Readonly<Record<string, number | null>>) =>
  Object.entries(values).map(([observationDate, value]) => ({
    observationDate,
    value,
    releaseTime: new Date("2024-10-30T12:30:00Z"),
  }));

// Real GDP in the vintage of 2024-10-30.
const gdp = vintage({ "2024-04-01": 23223.906, "2024-07-01": 23386.248 });

Deno.test("growth counts within a vintage", () => {
  const [first, second] = growth(gdp, { over: "3 months" });
  assert.equal(first?.value, null);
  assert.equal(second?.observationDate, "2024-07-01");
  assert.equal(second?.value?.toFixed(2), "0.70");
  const annual = growth(gdp, { over: "3 months", as: "annualPercent" }).at(-1);
  assert.equal(annual?.value?.toFixed(1), "2.8");
  const difference = growth(gdp, { over: "3 months", as: "difference" }).at(-1);
  assert.equal(difference?.value?.toFixed(3), "162.342");
});

Deno.test("growth pairs observations by their days, so that a missing one shifts nothing", () => {
  const rows = vintage({
    "2024-01-01": 100,
    "2024-03-01": 121,
    "2024-04-01": 110,
    "2024-05-01": null,
  });
  const values = (over: string) =>
    growth(rows, { over }).map(({ value }) => value?.toFixed(1) ?? null);
  assert.deepEqual(values("1 month"), [null, null, "-9.1", null]);
  assert.deepEqual(values("2 months"), [null, "21.0", null, null]);
  assert.deepEqual(values("3 months"), [null, null, "10.0", null]);
});

Deno.test("growth gives no percentage of nothing or of less", () => {
  const rows = vintage({ "2024-01-01": 0, "2024-02-01": 5, "2024-03-01": -5, "2024-04-01": 5 });
  const values = (as: "percent" | "annualPercent" | "difference") =>
    growth(rows, { over: "1 month", as }).map(({ value }) => value);
  assert.deepEqual(values("percent"), [null, null, -200, null]);
  assert.deepEqual(values("annualPercent"), [null, null, null, null]);
  assert.deepEqual(values("difference"), [null, 5, -10, 10]);
});

Deno.test("growth refuses hours", () => {
  assert.throws(() => growth(gdp, { over: "3 hours" }), { name: "TypeError" });
});
