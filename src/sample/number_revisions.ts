/** A released value. */
export interface ReleasedValue {
  /** The day that the value describes. */
  readonly observationDate: string;
  /** When the market could know it. */
  readonly releaseTime: Date;
  /** The value; null if the source printed none. */
  readonly value: number | null;
}

/** A released value with its number among the releases of its observation. */
export interface Revision extends ReleasedValue {
  /** 0 for the first release in this data, then 1, 2 and so on. */
  readonly revisionNumber: number;
}

/**
 * Numbers the releases of each observation in chronological order. A release that repeats the
 * previous value is not a revision and is left out.
 *
 * @throws {RangeError} If one observation has two values at the same instant.
 */
export function numberRevisions(released: readonly ReleasedValue[]): Revision[] {
  const ordered = released.toSorted((a, b) =>
    a.observationDate.localeCompare(b.observationDate) ||
    a.releaseTime.getTime() - b.releaseTime.getTime()
  );
  const revisions: Revision[] = [];
  for (const release of ordered) {
    const before = revisions.at(-1);
    if (before === undefined || before.observationDate !== release.observationDate) {
      revisions.push({ ...release, revisionNumber: 0 });
    } else if (before.value !== release.value) {
      refuseTie(before, release);
      revisions.push({ ...release, revisionNumber: before.revisionNumber + 1 });
    }
  }
  return revisions;
}

function refuseTie(before: ReleasedValue, release: ReleasedValue): void {
  if (before.releaseTime.getTime() !== release.releaseTime.getTime()) return;
  throw new RangeError(
    `Cannot number the revisions of "${release.observationDate}": it is ${before.value} and ${release.value} at ${release.releaseTime.toISOString()}, one value belongs to one release`,
  );
}
