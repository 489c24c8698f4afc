import assert from "node:assert/strict";
import {
  type CurveDay,
  curveDays,
  realCurveDays,
  treasuryStandIn,
} from "../support/treasury/mod.ts";

const folder = "/resource-center/data-chart-center/interest-rates/daily-treasury-rates.csv";

async function askYear(days: readonly CurveDay[], year: number, now: string): Promise<string[]> {
  await using server = treasuryStandIn(days, { now: () => new Date(now) });
  const query = `type=daily_treasury_yield_curve&field_tdr_date_value=${year}&page&_format=csv`;
  const response = await fetch(`${server.url}${folder}/${year}/all?${query}`);
  assert.equal(response.status, 200);
  return (await response.text()).split("\n");
}

Deno.test("the Treasury's stand-in gives a year, newest first, with the columns of its time", async () => {
  const lines = await askYear(await realCurveDays(), 2023, "2024-01-02T00:00:00Z");
  assert.deepEqual([lines[0], lines[1], lines.length], [
    'Date,"1 Mo","2 Mo","3 Mo","4 Mo","6 Mo","1 Yr","2 Yr","3 Yr","5 Yr","7 Yr","10 Yr","20 Yr","30 Yr"',
    "10/31/2023,5.56,5.57,5.59,5.61,5.54,5.44,5.07,4.9,4.82,4.89,4.88,5.21,5.04",
    26,
  ]);
});

Deno.test("the Treasury's stand-in leaves cells empty where a tenor came or went in a year", async () => {
  const now = "2030-01-01T00:00:00Z";
  const of = async (year: number, days: readonly string[]) => {
    const lines = await askYear(curveDays(`${year}-01-01`, `${year}-12-31`), year, now);
    const header = lines[0]?.replaceAll('"', "").split(",") ?? [];
    return days.map((day) => {
      const cells = lines.find((line) => line.startsWith(day))?.split(",") ?? [];
      assert.equal(cells.length, header.length);
      return header.filter((_, index) => cells[index] === "");
    });
  };
  assert.deepEqual(await of(2025, ["02/17/2025", "02/18/2025"]), [["1.5 Month"], []]);
  assert.deepEqual(await of(2018, ["10/15/2018", "10/16/2018"]), [["2 Mo"], []]);
  assert.deepEqual(await of(2002, ["02/15/2002", "02/19/2002"]), [[], ["30 Yr"]]);
  const [header] = await askYear(curveDays("1990-01-01", "1990-02-01"), 1990, now);
  assert.equal(
    header,
    'Date,"3 Mo","6 Mo","1 Yr","2 Yr","3 Yr","5 Yr","7 Yr","10 Yr","30 Yr"',
  );
});

Deno.test("the Treasury's stand-in publishes in the evening, and nothing of a year to come", async () => {
  const days = curveDays("2026-06-15", "2026-06-16");
  const newest = async (now: string) => (await askYear(days, 2026, now))[1]?.slice(0, 10);
  assert.equal(await newest("2026-06-16T21:59:00Z"), "06/15/2026");
  assert.equal(await newest("2026-06-16T22:00:00Z"), "06/16/2026");
  assert.deepEqual(await askYear(days, 2026, "2026-06-15T00:00:00Z"), [""]);
});
