import { type VintageKind, vintageKinds } from "../schema/mod.ts";
import { type Clock, isKnown } from "./clock.ts";
import type { Figures } from "./figures.ts";
import { compose, type Fragment, nothing } from "./statement.ts";

/** Which first releases {@linkcode firstReleases} selects. */
export interface FirstReleasesOptions {
  /** The id of the series. */
  readonly id: number;
  readonly clock: Clock;
  /** The condition on observations, with its `and`. */
  readonly range: Fragment;
  /** Further columns, with their comma. */
  readonly beside?: Fragment;
}

/**
 * Builds the statement for the first release of each observation, newest observation first. One
 * whose first known value is `pseudo` is left out.
 */
export function firstReleases(
  { table, isKind, columns }: Figures,
  { id, clock, range, beside = nothing }: FirstReleasesOptions,
): Fragment {
  return compose`select * from (
      select distinct on (observation_date) ${columns}, vintage_kind ${beside}
      from ${table}
      where series_id = ${id} ${isKind} and ${isKnown({ ...clock, kinds: undefined })} ${range}
      order by observation_date desc, release_time, revision_number desc
    ) first
    where vintage_kind = any(${datedKinds(clock.kinds)}::text[])`;
}

/** The kinds of vintage that may be a first release: never the first snapshot of an archive. */
export function datedKinds(
  kinds: readonly VintageKind[] = vintageKinds,
): readonly VintageKind[] {
  return kinds.filter((kind) => kind !== "pseudo");
}
