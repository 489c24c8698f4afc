import type { Frequency } from "../../schema/mod.ts";

/** The last day of the period that begins on a day. */
export function lastDay(firstDay: string, frequency: Frequency): string {
  const length = lengths[frequency];
  if (length === undefined) return firstDay;
  return Temporal.PlainDate.from(firstDay).add(length).subtract({ days: 1 }).toString();
}

/** How long a period is; what is not named lasts a day at most. */
const lengths: Readonly<Partial<Record<Frequency, Temporal.DurationLike>>> = {
  weekly: { weeks: 1 },
  biweekly: { weeks: 2 },
  monthly: { months: 1 },
  quarterly: { months: 3 },
  semiannual: { months: 6 },
  annual: { years: 1 },
};
