import assert from "node:assert/strict";
import { asOf, panel, vintages } from "../../src/point_in_time/mod.ts";
import { zonedInstant } from "../../src/base/time/zoned_instant.ts";
import {
  appendVintage,
  makeSeries,
  readingTest,
  type TestVintage,
} from "./point_in_time_support.ts";

/** A vintage by its day in New York, as ALFRED names it. */
interface AlfredVintage extends TestVintage {
  readonly day: string;
}

const files = [
  "us_real_gdp_vintages.csv",
  "us_nominal_gdp_vintages.csv",
  "us_payroll_vintages.csv",
];

for (const file of files) {
  readingTest(
    `asOf equals ALFRED around every release of ${file}, loaded in any order`,
    async (t) => {
      const released = await readVintages(file);
      const orders = {
        forwards: released,
        backwards: released.toReversed(),
        shuffled: shuffle(released, 20240926),
        "shuffled otherwise": shuffle(released, 7),
        twice: [...released, ...released.toReversed()],
      };
      const days = released.flatMap(({ day }) => [addDay(day, -1), day, addDay(day, 1)]);
      for (const [order, loaded] of Object.entries(orders)) {
        const series = await makeSeries(t.client, { code: `${file} ${order}` });
        for (const vintage of loaded) await appendVintage(t.client, series, vintage);
        for (const day of days) {
          // ALFRED counts whole days; the release itself comes at 08:30.
          const evening = { date: day, time: "20:00", timeZone: "America/New_York" };
          assert.deepEqual(
            valuesOf(await asOf(t.database, { series, at: evening })),
            alfred(released, day),
          );
          const before = { ...evening, time: "08:29" };
          assert.deepEqual(
            valuesOf(await asOf(t.database, { series, at: before })),
            alfred(released, addDay(day, -1)),
          );
          const at = { ...evening, time: "08:30" };
          const onTime = await asOf(t.database, { series, at });
          assert.deepEqual(valuesOf(onTime), alfred(released, day));
          assert.deepEqual(
            valuesOf(await asOf(t.database, { series, at, strict: true })),
            alfred(released, addDay(day, -1)),
          );
        }
        const instants = days.map((day) => ({
          date: day,
          time: "08:30",
          timeZone: "America/New_York",
        }));
        const rows = await panel(t.database, { series: [series], at: instants, maxAge: null });
        assert.deepEqual(
          rows.map(({ cells }) => cells[0]?.value),
          days.map((day) => [...alfred(released, day)].at(-1)?.[1]),
        );
        assert.deepEqual(
          (await vintages(t.database, { series, at: new Date() })).map(({ releaseTime }) =>
            releaseTime.toISOString()
          ),
          vintagesWithNews(released),
        );
      }
    },
  );
}

async function readVintages(file: string): Promise<AlfredVintage[]> {
  const text = await Deno.readTextFile(new URL(`../data/${file}`, import.meta.url));
  const [, ...lines] = text.trim().split("\n").filter((line) => !line.startsWith("#"));
  const cells = lines.map((line) => line.split(","));
  const byDay = Map.groupBy(cells, ([day = ""]) => day);
  return [...byDay].sort(([a], [b]) => a < b ? -1 : 1).map(([day, rows]) => ({
    day,
    release: zonedInstant(day, { time: "08:30", zone: "America/New_York" }).toISOString(),
    values: new Map(rows.map(([, observation = "", value]) => [observation, Number(value)])),
  }));
}

/** What ALFRED shows for a day: for each observation, the value of its last vintage by then. */
function alfred(released: readonly AlfredVintage[], day: string): Map<string, number | null> {
  const known = released.filter((vintage) => vintage.day <= day).flatMap((
    { values },
  ) => [...values]);
  return new Map([...new Map(known)].sort(([a], [b]) => a < b ? -1 : 1));
}

function vintagesWithNews(released: readonly AlfredVintage[]): string[] {
  return released.filter(({ day, values }) => {
    const before = alfred(released, addDay(day, -1));
    return [...values].some(([observation, value]) => before.get(observation) !== value);
  }).map(({ release }) => release);
}

function valuesOf(
  known: readonly { observationDate: string; value: number | null }[],
): Map<string, number | null> {
  return new Map(known.map(({ observationDate, value }) => [observationDate, value]));
}

function addDay(day: string, days: number): string {
  return Temporal.PlainDate.from(day).add({ days }).toString();
}

/** Shuffles with a fixed seed, so that a failure can be repeated. */
function shuffle<Item>(items: readonly Item[], seed: number): Item[] {
  let state = seed;
  const keyed = items.map((item) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return { item, key: state };
  });
  return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item);
}
