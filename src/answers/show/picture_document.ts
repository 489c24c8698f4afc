import { measureOf } from "./measure.ts";
import type { Picture } from "./picture.ts";

/** The document of `show --json`. */
export function pictureDocument(picture: Picture): unknown {
  const { series, at, newest, first, revisions, next, late } = picture;
  const firsts = new Map(first.map((one) => [one.observationDate, one]));
  return {
    ok: true,
    series,
    at,
    revisionUnit: measureOf(picture).unit,
    observations: newest.map(({ observationDate, value, releaseTime }) => ({
      observationDate,
      value,
      releaseTime,
      firstValue: firsts.get(observationDate)?.value ?? null,
      firstReleaseTime: firsts.get(observationDate)?.releaseTime ?? null,
    })),
    revisions: revisions.map((
      { observationDate, release, releaseTime, previousValue, value },
    ) => ({ observationDate, release, releaseTime, previousValue, value })),
    nextRelease: next,
    lateRelease: late,
  };
}
