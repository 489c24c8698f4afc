import { randomNumbers } from "../random.ts";
import type { FredHistory, FredVintage } from "./history.ts";

/** The length of a daily history, and its seed. */
export interface DailyHistoryOptions {
  /** The number of vintages, one per business day, each with a new observation. */
  readonly vintages: number;
  /** The number of business days in the first snapshot. */
  readonly snapshot?: number;
  readonly seed?: number;
  readonly seriesId?: string;
}

/**
 * Creates a daily series such as `DGS10`: years of values in one vintage, then a vintage for each
 * business day with its value. There are holidays with `.`, and revisions of days long past, one of
 * which returns to its first value.
 */
export function dailyHistory(options: DailyHistoryOptions): FredHistory {
  const { vintages: count, snapshot = 500, seed = 1, seriesId = "DAILY" } = options;
  const random = randomNumbers(seed);
  const days = businessDays(snapshot + count);
  const values = days.map(() => random() < 0.03 ? "." : (2 + 3 * random()).toFixed(2));
  const at = (index: number) => days[index] ?? "";
  const first: FredVintage = {
    vintageDate: at(snapshot),
    observations: Object.fromEntries(values.slice(0, snapshot).map((one, i) => [at(i), one])),
  };
  const later = Array.from({ length: count - 1 }, (_, index): FredVintage => {
    const today = snapshot + 1 + index;
    const observations: Record<string, string> = { [at(today - 1)]: values[today - 1] ?? "." };
    if (random() < 0.05) {
      const past = Math.floor(random() * (today - 1));
      const isBack = random() < 0.3;
      observations[at(past)] = isBack ? values[past] ?? "." : (2 + 3 * random()).toFixed(2);
    }
    return { vintageDate: at(today), observations };
  });
  return {
    seriesId,
    title: "Market Yield of a Seeded Treasury",
    units: "Percent",
    frequency: "Daily",
    seasonalAdjustment: "Not Seasonally Adjusted",
    releaseId: 18,
    releaseName: "H.15 Selected Interest Rates",
    vintages: [first, ...later],
  };
}

function businessDays(count: number): string[] {
  const days: string[] = [];
  for (let time = Date.UTC(1983, 0, 3); days.length < count; time += 86_400_000) {
    const day = new Date(time);
    if (day.getUTCDay() % 6 !== 0) days.push(day.toISOString().slice(0, 10));
  }
  return days;
}
