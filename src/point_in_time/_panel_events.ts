import { newestDay } from "./age.ts";
import { type Clock, isKnown } from "./clock.ts";
import { dayText } from "./day.ts";
import type { Figures } from "./figures.ts";
import { instantText } from "../base/time/instant.ts";
import type { FigureRow } from "./observation.ts";
import type { FoundSeries } from "./series.ts";
import { compose, type Fragment, nothing } from "./statement.ts";

/** The newest observation that became known between two instants of a panel. */
export interface PanelEvent extends FigureRow {
  readonly series: number;
  /** How many instants had passed: the index of the first one at which it is known. */
  readonly passed: number;
}

/** The parameters of {@linkcode panelEvents}. */
export interface PanelEventsOptions {
  /** The clocks, in chronological order. */
  readonly clocks: readonly Clock[];
  /** The oldest day within the maximum age, for a given day. */
  readonly oldest: (day: number) => number | null;
  readonly figures: Figures;
}

/**
 * Builds the statement that merges the releases of many series with the instants of a panel. The
 * server places each release between the instants by binary search, and keeps the newest
 * observation of each place. This takes less than half the time of a merge by `union all` and
 * window functions, because no cell is sorted or sent.
 */
export function panelEvents(
  series: readonly FoundSeries[],
  { clocks, oldest, figures }: PanelEventsOptions,
): Fragment {
  const { table, isKind, columns } = figures;
  const [first, last] = [clocks[0], clocks.at(-1)];
  if (first === undefined || last === undefined) return compose`select where false`;
  const youngest = oldest(first.day);
  const since = youngest === null
    ? nothing
    : compose`and observation_date >= ${dayText(youngest)}::date`;
  const ids = series.map(({ id }) => id);
  return compose`select distinct on (series_id, passed) series_id as series, passed, ${columns}
    from (
      select *, ${placeOf(series, clocks)} as passed
      from ${table}
      where series_id = any(${ids}::int[]) ${isKind} and ${isKnown(last)} ${since}
        ${isNotAhead(series, last)}
    ) releases
    order by series_id, passed, observation_date desc, release_time desc, revision_number desc`;
}

/** Counts the instants that passed before a release was known. */
function placeOf(series: readonly FoundSeries[], clocks: readonly Clock[]): Fragment {
  // width_bucket counts thresholds that are not after the release. An inclusive instant is moved on
  // by the smallest step, so that a release at that very instant comes before it.
  const thresholds = clocks.map(({ release, strict }) => instantText(release + (strict ? 0 : 1)));
  const byRelease = compose`width_bucket(release_time, ${thresholds}::timestamptz[])`;
  if (series.every(({ ahead }) => ahead)) return byRelease;
  const days = clocks.map(({ day }) => dayText(newestDay(day) + 1));
  const byDay = compose`width_bucket(observation_date, ${days}::date[])`;
  const place = compose`greatest(${byRelease}, ${byDay})`;
  const ahead = idsAhead(series);
  return ahead.length === 0
    ? place
    : compose`case when series_id = any(${ahead}::int[]) then ${byRelease} else ${place} end`;
}

function isNotAhead(series: readonly FoundSeries[], last: Clock): Fragment {
  if (series.every(({ ahead }) => ahead)) return nothing;
  const soon = compose`observation_date <= ${dayText(newestDay(last.day))}::date`;
  const ahead = idsAhead(series);
  return ahead.length === 0
    ? compose`and ${soon}`
    : compose`and (${soon} or series_id = any(${ahead}::int[]))`;
}

function idsAhead(series: readonly FoundSeries[]): number[] {
  return series.filter(({ ahead }) => ahead).map(({ id }) => id);
}
