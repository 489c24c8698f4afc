import type { VintageWindow } from "./vintage_window.ts";

/** A value as of the vintage that brought it. */
export interface DatedValue {
  /** The day of the observation. */
  readonly date: string;
  /** The vintage date. */
  readonly vintage: string;
  /** The value; null if there is none. */
  readonly value: string | null;
}

/**
 * The values of a window by the vintages that brought them, and null where a vintage no longer has
 * an observation.
 *
 * @param before The observations of the vintage before the window.
 */
export function valuesOfWindow(
  { days, observations }: Pick<VintageWindow, "days" | "observations">,
  before: ReadonlySet<string>,
): { readonly values: readonly DatedValue[]; readonly last: ReadonlySet<string> } {
  const [first = ""] = days;
  const end = days.at(-1) ?? "";
  const starts = new Set(
    observations.map((one) => `${one.date} ${one.realtime_start}`),
  );
  const values: DatedValue[] = [];
  const last = new Set<string>();
  const atFirst = new Set<string>();
  for (const { date, value, ...period } of observations) {
    const { realtime_start: vintage, realtime_end: until } = period;
    values.push({ date, vintage, value: value === "." ? null : value });
    if (vintage === first) atFirst.add(date);
    if (until >= end) {
      last.add(date);
      continue;
    }
    const next = days[firstAfter(days, until)];
    if (next !== undefined && !starts.has(`${date} ${next}`)) {
      values.push({ date, vintage: next, value: null });
    }
  }
  for (const date of before) {
    if (!atFirst.has(date)) values.push({ date, vintage: first, value: null });
  }
  return { values, last };
}

/** The index of the first day after another, by halving. */
function firstAfter(days: readonly string[], day: string): number {
  let [low, high] = [0, days.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((days[middle] ?? "") <= day) low = middle + 1;
    else high = middle;
  }
  return low;
}
