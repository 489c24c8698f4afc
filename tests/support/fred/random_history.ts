import fc from "fast-check";
import type { FredHistory, FredVintage } from "./history.ts";

/**
 * Generates revision histories of a monthly series. The first vintage is late and has decades of
 * values, or just one. Then releases follow, days or years apart. Each adds, revises, restores,
 * repeats (also in another spelling), blanks or removes several observations, or none.
 */
export const anyHistory: fc.Arbitrary<FredHistory> = fc.record({
  snapshot: fc.array(anyValue(), { minLength: 1, maxLength: 60 }),
  steps: fc.array(
    fc.record({
      days: fc.oneof(
        { weight: 8, arbitrary: fc.integer({ min: 1, max: 40 }) },
        { weight: 1, arbitrary: fc.integer({ min: 41, max: 2000 }) },
      ),
      // How many months before the newest each one is; below 0 is new.
      changes: fc.array(
        fc.record({
          back: fc.integer({ min: -3, max: 8 }),
          value: fc.oneof(
            { weight: 6, arbitrary: anyValue() },
            { weight: 1, arbitrary: fc.constant(null) },
          ),
        }),
        { maxLength: 6 },
      ),
    }),
    { maxLength: 25 },
  ),
}).map(({ snapshot, steps }) => {
  let day = firstDay;
  let newest = snapshot.length - 1;
  const vintages: FredVintage[] = [{
    vintageDate: day.toString(),
    observations: Object.fromEntries(snapshot.map((value, index) => [month(index), value])),
  }];
  for (const { days, changes } of steps) {
    day = day.add({ days });
    const cells = changes.map(({ back, value }) => [Math.max(newest - back, 0), value] as const);
    vintages.push({
      vintageDate: day.toString(),
      observations: Object.fromEntries(cells.map(([index, value]) => [month(index), value])),
    });
    newest = Math.max(newest, ...cells.map(([index]) => index));
  }
  return { ...anySeries, vintages };
});

const anySeries = {
  seriesId: "RANDOM",
  title: "A Series That Nobody Publishes",
  units: "Index 2017=100",
  frequency: "Monthly",
  seasonalAdjustment: "Not Seasonally Adjusted",
  releaseId: 990,
  releaseName: "Random Release",
};

const firstDay = Temporal.PlainDate.from("1996-12-20");

/** Only a few values, so that they recur; `2` and `2.0` are equal. */
function anyValue(): fc.Arbitrary<string> {
  return fc.constantFrom("1", "2", "2.0", "-0.5", "103.25", ".");
}

function month(index: number): string {
  return Temporal.PlainDate.from("1990-01-01").add({ months: index }).toString();
}
