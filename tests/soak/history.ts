import type { FredHistory, FredVintage } from "../support/fred/mod.ts";
import { Random } from "../support/random.ts";
import type { SoakWindow } from "./soak_window.ts";

const VINTAGES = 24;

/** Makes up the history of a monthly series: each vintage adds a month and revises a few. */
export function historyOf({ seed, number }: SoakWindow): FredHistory {
  const random = new Random(seed + number);
  const value = () => (random.below(100_000) / 100).toFixed(2);
  const vintages = Array.from({ length: VINTAGES }, (_, i): FredVintage => {
    const revised = i === 0 ? [] : Array.from({ length: 3 }, () => random.below(12 + i));
    const months = i === 0 ? Array.from({ length: 12 }, (_, month) => month) : [12 + i, ...revised];
    return {
      vintageDate: dayOf("2001-02-10", { months: i }),
      observations: Object.fromEntries(
        months.map((month) => [dayOf("2000-01-01", { months: month }), value()]),
      ),
    };
  });
  return {
    seriesId: `SOAK${number}`,
    title: `Series of window ${number}`,
    units: "Index 2017=100",
    frequency: "Monthly",
    seasonalAdjustment: "Not Seasonally Adjusted",
    releaseId: 990,
    releaseName: "Soak",
    vintages,
  };
}

function dayOf(from: string, later: { readonly months: number }): string {
  return Temporal.PlainDate.from(from).add(later).toString();
}
