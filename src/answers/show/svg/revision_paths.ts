import type { Measure } from "../measure.ts";
import { measureOf } from "../measure.ts";
import type { Picture } from "../picture.ts";

/** How an observation moved away from its first release. */
export interface RevisionPath {
  /** The observation. */
  readonly observationDate: string;
  /** Its age in months and its distance from the first release, step by step, from (0, 0). */
  readonly steps: readonly (readonly [months: number, revision: number])[];
  /** Its age in months at the instant of the picture. */
  readonly age: number;
}

/** Returns the paths of the observations whose first release is known, oldest first. */
export function revisionPaths(picture: Picture): readonly RevisionPath[] {
  const measure = measureOf(picture);
  const known = new Set(picture.first.map(({ observationDate }) => observationDate));
  const byDay = Map.groupBy(picture.revisions, ({ observationDate }) => observationDate);
  return [...byDay].filter(([day]) => known.has(day)).flatMap(([observationDate, releases]) => {
    const valued = releases.flatMap(({ releaseTime, value }) =>
      value === null ? [] : [{ releaseTime, value }]
    );
    const [first] = valued;
    if (first === undefined) return [];
    return [{
      observationDate,
      steps: valued.map(({ releaseTime, value }) =>
        [
          monthsBetween(first.releaseTime, releaseTime),
          distance(measure, first.value, value),
        ] as const
      ),
      age: monthsBetween(first.releaseTime, picture.at),
    }];
  });
}

/** The distance from the first release that a path had at an age. */
export function revisionAt({ steps }: RevisionPath, months: number): number {
  return steps.findLast(([age]) => age <= months)?.[1] ?? 0;
}

/** Returns a quantile of sorted numbers, between neighbours in proportion. */
export function quantile(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share;
  const [below, above] = [sorted[Math.floor(place)] ?? 0, sorted[Math.ceil(place)] ?? 0];
  return below + (above - below) * (place - Math.floor(place));
}

function distance({ between }: Measure, first: number, value: number): number {
  return value === first ? 0 : between(first, value);
}

const MONTH_MS = 365.25 / 12 * 86_400_000;

function monthsBetween(from: Date, to: Date): number {
  return (to.getTime() - from.getTime()) / MONTH_MS;
}
