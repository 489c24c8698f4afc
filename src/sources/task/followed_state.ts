import type { WriteTarget } from "../../ingest/stage/write_target.ts";
import {
  type DueRelease,
  type LateRelease,
  lateReleases,
  type ReadSource,
} from "../../point_in_time/mod.ts";
import { readClock } from "../../point_in_time/clock.ts";
import { nextReleasesOf } from "../../point_in_time/next_release.ts";
import { type Followed, listFollowed } from "../book/followed.ts";

/** What is followed, with its calendar. */
export interface FollowedState extends Followed {
  /** The next release that is due; null where none is scheduled. */
  readonly nextRelease: DueRelease | null;
  /** The oldest release whose hour has passed without a value; null if there is none. */
  readonly overdue: LateRelease | null;
}

/** Lists what is followed, with what is due next and what is overdue at an instant. */
export async function listStates(
  target: WriteTarget & ReadSource,
  at: Date,
): Promise<readonly FollowedState[]> {
  const followed = await listFollowed(target);
  const ids = [...new Set(followed.flatMap(({ seriesId }) => seriesId ?? []))];
  const next = await nextReleasesOf(target, ids, [readClock({ at })]);
  const nextById = new Map(ids.map((id, place) => [id, next[place]?.[0] ?? null]));
  const late = new Map(
    (await lateReleases(target, { at })).map((one) => [`${one.source}/${one.code}`, one]),
  );
  return followed.map((one) => ({
    ...one,
    nextRelease: nextById.get(one.seriesId ?? 0) ?? null,
    overdue: late.get(`${one.source}/${one.code}`) ?? null,
  }));
}
