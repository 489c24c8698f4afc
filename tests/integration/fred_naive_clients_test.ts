import assert from "node:assert/strict";
import { dailyHistory, knownOn, MAX_DATE, MIN_DATE, realVintages } from "../support/fred/mod.ts";
import type { StandIn } from "../support/stand_in/mod.ts";
import { askRefused, askRows, quickStandIn, type Row } from "./fred_stand_in_support.ts";

/** What a client tells of releases: each value with the day from which it was known. */
type Told = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** The releases of a history, read plainly: a value counts from the day on which it is new. */
function releases(history: Parameters<typeof knownOn>[0]): Told {
  const told = new Map<string, Map<string, string>>();
  const known = new Map<string, string | null>();
  for (const { vintageDate, observations } of history.vintages) {
    for (const [date, value] of Object.entries(observations)) {
      if (value !== null && known.get(date) !== value) {
        told.set(date, (told.get(date) ?? new Map()).set(vintageDate, value));
      }
      known.set(date, value);
    }
  }
  return told;
}

function readAsReleases(rows: readonly Row[]): Told {
  const told = new Map<string, Map<string, string>>();
  for (const { date, value, "realtime_start": start } of rows) {
    told.set(date, (told.get(date) ?? new Map()).set(start, value));
  }
  return told;
}

/** Cuts the years in equal windows of days, as fredapi's PR 52 does, and asks for each. */
async function askInWindows(server: StandIn, options: {
  readonly from: string;
  readonly to: string;
  readonly days: number;
}): Promise<readonly Row[]> {
  const rows: Row[] = [];
  let start = Temporal.PlainDate.from(options.from);
  while (start.toString() <= options.to) {
    const end = start.add({ days: options.days - 1 });
    const period = { "realtime_start": `${start}`, "realtime_end": `${end}` };
    rows.push(...await askRows(server, { "series_id": "DAILY", ...period }));
    start = end.add({ days: 1 });
  }
  return rows;
}

const daily = dailyHistory({ vintages: 2100, snapshot: 60 });
const first = daily.vintages[0]?.vintageDate ?? "";
const last = daily.vintages.at(-1)?.vintageDate ?? "";

Deno.test("naive clients of FRED: one request for all vintages of a daily series is refused", async () => {
  await using server = quickStandIn([daily]);
  const all = { "series_id": "DAILY", "realtime_start": MIN_DATE, "realtime_end": MAX_DATE };
  for (const type of [1, 2, 3, 4]) {
    assert.match(
      String(await askRefused(server, "series/observations", { ...all, "output_type": type })),
      /There are 2\d\d\d vintage dates in the specified real-time period: 1776-07-04 to 9999-12-31/,
    );
  }
});

Deno.test("naive clients of FRED: windows of equal length tell releases that never were", async () => {
  await using server = quickStandIn([daily]);
  const rows = await askInWindows(server, { from: first, to: last, days: 1000 });
  const told = readAsReleases(rows);
  const truth = releases(daily);
  const wrong = [...told].filter(([date, values]) =>
    [...values.keys()].some((day) => !truth.get(date)?.has(day))
  );
  // Every value that stands at a window's start gets it as its release time.
  assert.ok(wrong.length > 1400, `${wrong.length}`);
});

Deno.test("FRED in windows that begin on vintage dates, compared and appended, tells the truth", async () => {
  await using server = quickStandIn([daily]);
  const rows: Row[] = [];
  const days = daily.vintages.map(({ vintageDate }) => vintageDate);
  for (let from = 0; from < days.length; from += 700) {
    const period = {
      "realtime_start": days[from] ?? "",
      "realtime_end": days[from + 699] ?? MAX_DATE,
    };
    rows.push(...await askRows(server, { "series_id": "DAILY", ...period }));
  }
  const inOrder = rows.toSorted((a, b) => a.realtime_start < b.realtime_start ? -1 : 1);
  const known = new Map<string, string>();
  const news = inOrder.filter(({ date, value }) => {
    const isNew = known.get(date) !== value;
    known.set(date, value);
    return isNew;
  });
  const told = readAsReleases(news);
  assert.deepEqual(
    [...told].sort().map(([date, values]) => [date, [...values]]),
    [...releases(daily)].sort().map(([date, values]) => [date, [...values]]),
  );
});

Deno.test("naive clients of FRED: a plain request gives today's values for every past date", async () => {
  const histories = await realVintages();
  await using server = quickStandIn(histories);
  const gdp = histories.find(({ seriesId }) => seriesId === "GDPC1");
  assert.ok(gdp);
  // The parameter that others send does not exist: it is ignored, with status 200.
  for (const more of [{}, { "vintage_date": "2024-10-30" }, { "as_of": "2024-10-30" }]) {
    const rows = await askRows(server, { "series_id": "GDPC1", ...more });
    const given = new Map(rows.map(({ date, value }) => [date, Number(value)]));
    assert.deepEqual(given, knownOn(gdp, "2026-06-15"));
    assert.equal(given.get("2024-01-01"), 23082.119);
    assert.equal(knownOn(gdp, "2024-10-30").get("2024-01-01"), 23053.545);
    assert.ok(rows.every((row) => row.realtime_start === "2026-06-15"));
  }
});
