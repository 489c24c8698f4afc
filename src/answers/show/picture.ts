import { dateOf, type InstantInput, parseInstant } from "../../base/time/instant.ts";
import {
  asOf,
  type DueRelease,
  firstRelease,
  type LateRelease,
  lateReleases,
  nextRelease,
  type Observation,
  type ReadSource,
  type Revision,
  revisions,
} from "../../point_in_time/mod.ts";
import { readRows } from "../../point_in_time/read_source.ts";
import { compose } from "../../point_in_time/statement.ts";
import type { FigureOptions } from "../../point_in_time/series.ts";
import { findShownSeries, nameOf, type ShownSeries } from "./shown_series.ts";

/** A series as it was known at an instant, with how it came to that. */
export interface Picture {
  /** The series. */
  readonly series: ShownSeries;
  /** The instant. */
  readonly at: Date;
  /** The newest vintage: a value per observation, oldest first. */
  readonly newest: readonly Observation[];
  /** The first release of each observation whose first release is known. */
  readonly first: readonly Observation[];
  /** Every release that changed a value, by observation. */
  readonly revisions: readonly Revision[];
  /** The next release that was due; null if none was scheduled. */
  readonly next: DueRelease | null;
  /** The release that was late; null if none was. */
  readonly late: LateRelease | null;
}

/** The options of {@linkcode readPicture}. */
export interface PictureOptions extends Omit<FigureOptions, "withKind"> {
  /** The series as a person writes it. */
  readonly series: string;
  /** The instant. */
  readonly at: InstantInput;
  /** The first observation. */
  readonly from?: string;
  /** The last observation. */
  readonly to?: string;
}

/**
 * Reads what a picture shows.
 *
 * @throws {TypeError} If the instant or a day is not valid: a day alone is not an instant.
 * @throws {RangeError} If the series is not known, or nothing of it was known in the range.
 */
export async function readPicture(source: ReadSource, options: PictureOptions): Promise<Picture> {
  const { at, series: text, ...range } = options;
  const instant = dateOf(parseInstant(at, "at"));
  const series = await findShownSeries(source, text);
  const look = { ...range, at, series: series.id };
  const newest = await asOf(source, look);
  if (newest.length === 0) throw await nothingKnown(source, series, options);
  return {
    series,
    at: instant,
    newest,
    first: await firstRelease(source, look),
    revisions: await revisions(source, look),
    next: await nextRelease(source, { series: series.id, at }),
    late: (await lateReleases(source, { at })).find(({ seriesId }) => seriesId === series.id) ??
      null,
  };
}

/** Says why nothing was known: no values, another range, an earlier instant. */
async function nothingKnown(
  source: ReadSource,
  series: ShownSeries,
  { at, from, to }: PictureOptions,
): Promise<RangeError> {
  const [all] = await readRows<{ first: string | null; days: string | null }>(
    source,
    compose`select to_char(min(release_time) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as first,
        min(observation_date)::text || ' to ' || max(observation_date)::text as days
      from (
        select release_time, observation_date from macro_series where series_id = ${series.id}
        union all
        select release_time, observation_date from flow_data where series_id = ${series.id}
        union all
        select release_time, observation_date from fiscal_data where series_id = ${series.id}
      ) known`,
  );
  const name = `Cannot show "${nameOf(series)}"`;
  if (all === undefined || all.first === null) {
    return new RangeError(`${name}: it has no values yet, fetch or load them`);
  }
  const span = from === undefined && to === undefined
    ? "nothing of it"
    : `no observation from ${from ?? "the first"} to ${to ?? "the last"}`;
  return new RangeError(
    `${name}: ${span} was known at ${
      dateOf(parseInstant(at)).toISOString()
    }, its observations are ` +
      `of ${all.days} and its first release is of ${all.first}`,
  );
}
