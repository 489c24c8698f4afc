import type { PeriodSchedule } from "../../ingest/mod.ts";
import type { Frequency } from "../../schema/mod.ts";
import type { ScheduledRelease } from "../source.ts";

/** An observation that is stored already. */
export interface PastRelease {
  /** Its day, or the first day of its period. */
  readonly day: string;
  /** When its first value was released. */
  readonly releasedAt: Date;
  /** Whether the source dated that release. */
  readonly isDated: boolean;
}

/**
 * Gives each coming period of a series the release that publishes it. Publishers announce days, often
 * of several estimates of a period, and no periods. A period gets the first release that comes as
 * long after its end as releases of this series did before; where none is known, each coming period
 * gets a release of its own after its end.
 *
 * @param past The stored observations, newest first.
 */
export function comingReleases(
  releases: readonly ScheduledRelease[],
  { frequency, past }: {
    readonly frequency: Frequency;
    readonly past: readonly PastRelease[];
  },
): readonly PeriodSchedule[] {
  const named = releases.flatMap(({ period, ...release }) =>
    period === undefined ? [] : [{ ...release, period }]
  );
  const [newest] = past;
  const rhythm = rhythms[frequency];
  if (newest === undefined || rhythm === undefined || named.length > 0) return named;
  const toCome = releases.filter(({ expectedAt }) => expectedAt > newest.releasedAt)
    .toSorted((a, b) => a.expectedAt.getTime() - b.expectedAt.getTime());
  const periods = periodsAfter(newest.day, frequency, rhythm, past);
  const usual = usualLag(frequency, rhythm, past);
  const leastLag = usual === undefined ? rhythm.leastDays : usual - rhythm.slackDays;
  const coming: PeriodSchedule[] = [];
  for (let place = 0; place < toCome.length;) {
    const { period, end } = periods.next().value;
    const from = startOf(end) + leastLag * DAY_MS;
    while ((toCome[place]?.expectedAt.getTime() ?? Infinity) < from) place++;
    const release = toCome[place];
    if (release === undefined) break;
    const waitDays = (release.expectedAt.getTime() - from) / DAY_MS;
    // A calendar that begins long after a period does not have its release: the series had ended.
    if (usual !== undefined && waitDays > rhythm.mostDays) continue;
    coming.push({ period, expectedAt: release.expectedAt, zone: release.zone });
    if (usual === undefined) place++;
  }
  return coming;
}

const DAY_MS = 86_400_000;

interface Rhythm {
  /** From one period to the next. */
  readonly step: { readonly months: number } | { readonly days: number };
  /** How many days earlier than ever before a release may come. */
  readonly slackDays: number;
  /** The days from a period's end to its release, at the least, where nothing is known of them. */
  readonly leastDays: number;
  /** The most days that a release may come later than usual. */
  readonly mostDays: number;
}

// A week is often dated by its last day, so that its release comes before the week after it ends.
const rhythms: Partial<Readonly<Record<Frequency, Rhythm>>> = {
  daily: { step: { days: 1 }, slackDays: 0, leastDays: 0, mostDays: 14 },
  weekly: { step: { days: 7 }, slackDays: 1, leastDays: -6, mostDays: 14 },
  biweekly: { step: { days: 14 }, slackDays: 3, leastDays: -13, mostDays: 28 },
  monthly: { step: { months: 1 }, slackDays: 5, leastDays: 0, mostDays: 62 },
  quarterly: { step: { months: 3 }, slackDays: 15, leastDays: 0, mostDays: 184 },
  semiannual: { step: { months: 6 }, slackDays: 30, leastDays: 0, mostDays: 366 },
  annual: { step: { months: 12 }, slackDays: 60, leastDays: 0, mostDays: 731 },
};

interface Period {
  readonly period: string;
  /** The first day of the next one. */
  readonly end: string;
}

/** The periods after a day, without end. A daily series that has no weekend yet has none later. */
function* periodsAfter(
  newest: string,
  frequency: Frequency,
  { step }: Rhythm,
  past: readonly PastRelease[],
): Generator<Period, never> {
  const skips = frequency === "daily" && !past.some(({ day }) => isWeekend(day));
  let period = nextDay(newest, 1);
  for (let count = 2;; count++) {
    const end = skips ? nextDay(period, 1) : nextDay(newest, count);
    yield { period, end };
    period = end;
  }

  function nextDay(day: string, steps: number): string {
    const span = "months" in step ? { months: step.months * steps } : { days: step.days * steps };
    let next = Temporal.PlainDate.from(day).add(span);
    while (skips && next.dayOfWeek > 5) next = next.add({ days: 1 });
    return next.toString();
  }
}

/** The least days from a period's end to its first release; undefined where none is dated. */
function usualLag(
  frequency: Frequency,
  rhythm: Rhythm,
  past: readonly PastRelease[],
): number | undefined {
  const lags = past.filter(({ isDated }) => isDated).map(({ day, releasedAt }) => {
    const { period: end } = periodsAfter(day, frequency, rhythm, past).next().value;
    return Math.floor((releasedAt.getTime() - startOf(end)) / DAY_MS);
  });
  return lags.length === 0 ? undefined : Math.min(...lags);
}

function startOf(day: string): number {
  return Date.parse(`${day}T00:00:00Z`);
}

function isWeekend(day: string): boolean {
  return Temporal.PlainDate.from(day).dayOfWeek > 5;
}
