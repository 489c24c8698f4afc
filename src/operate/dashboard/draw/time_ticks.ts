/** A mark of a time axis. */
export interface TimeTick {
  readonly at: number;
  readonly label: string;
}

const DAY = 86_400_000;
const MONTH = DAY * 30.4;

/** Months and their names, or days, between two marks. */
const STEPS: readonly { readonly months?: number; readonly days?: number }[] = [
  ...[1, 2, 7, 14].map((days) => ({ days })),
  ...[1, 3, 6, 12, 24, 60, 120, 240, 600].map((months) => ({ months })),
];

/** Finds marks at whole days, months or years, at most as many as asked for. */
export function timeTicks(from: number, to: number, most = 6): readonly TimeTick[] {
  const step = STEPS.find(({ months, days = 0 }) =>
    (to - from) / (months === undefined ? days * DAY : months * MONTH) <= most
  );
  if (step === undefined || to - from < 2 * DAY) return [];
  return step.months === undefined
    ? dayTicks(from, to, (step.days ?? 1) * DAY)
    : monthTicks(from, to, step.months);
}

function dayTicks(from: number, to: number, step: number): readonly TimeTick[] {
  const ticks: TimeTick[] = [];
  for (let at = Math.ceil(from / step) * step; at <= to; at += step) {
    ticks.push({ at, label: new Date(at).toISOString().slice(5, 10) });
  }
  return ticks;
}

function monthTicks(from: number, to: number, step: number): readonly TimeTick[] {
  const ticks: TimeTick[] = [];
  const begin = new Date(from);
  const first = Math.ceil((begin.getUTCFullYear() * 12 + begin.getUTCMonth()) / step) * step;
  for (let month = first;; month += step) {
    const at = Date.UTC(Math.floor(month / 12), month % 12, 1);
    if (at > to || ticks.length > 20) return ticks;
    if (at < from) continue;
    const text = new Date(at).toISOString();
    ticks.push({ at, label: step >= 12 ? text.slice(0, 4) : text.slice(0, 7) });
  }
}
