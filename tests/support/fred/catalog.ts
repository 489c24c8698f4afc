import { FredRefusal } from "./answer.ts";
import { type FredHistory, MAX_DATE, MIN_DATE } from "./history.ts";
import { type Period, realtimePeriod } from "./parameters.ts";
import { type Archive, archiveOn } from "./value_periods.ts";

/** What the stand-in's endpoints answer from. */
export interface FredCatalog {
  readonly histories: readonly FredHistory[];
  /** The day in St. Louis. */
  readonly today: string;
  readonly limits: FredLimits;
}

/** FRED's limits; a test with small histories lowers them. */
export interface FredLimits {
  /** Vintage dates in a request's real-time period: 2,000. */
  readonly vintageDates: number;
  /** Observations a page: 100,000. */
  readonly observationsPage: number;
  /** Vintage dates a page: 10,000. */
  readonly vintageDatesPage: number;
}

/** The series that a request names, with its real-time period. */
export interface AskedSeries {
  readonly history: FredHistory;
  readonly archive: Archive;
  readonly period: Period;
}

/** The complete real-time period. */
export const always: Period = { start: MIN_DATE, end: MAX_DATE };

/** Finds the series that a request names, in a real-time period that has it. */
export function askedSeries(
  parameters: URLSearchParams,
  { histories, today }: FredCatalog,
  otherwise: Period = { start: today, end: today },
): AskedSeries {
  const id = parameters.get("series_id");
  if (id === null || id === "") throw new FredRefusal("Variable series_id is not set.");
  if (!/^[A-Za-z0-9_]{1,25}$/.test(id)) {
    throw new FredRefusal(
      "Invalid value for variable series_id.  Series IDs should be 25 or less alphanumeric characters.",
    );
  }
  const period = realtimePeriod(parameters, { today, otherwise });
  const isToday = period.start === today && period.end === today;
  const history = histories.find(({ seriesId }) => seriesId === id.toUpperCase());
  if (history === undefined) throw isToday ? unknownSeries() : notInAlfred();
  const archive = archiveOn(history, today);
  const [first] = archive.vintageDates;
  if (history.isArchived === false && !isToday) throw notInAlfred();
  if (first === undefined || first > period.end) throw isToday ? unknownSeries() : notInAlfred();
  return { history, archive, period };
}

function unknownSeries(): FredRefusal {
  return new FredRefusal("The series does not exist.");
}

/** The same answer for an unknown series, one without an archive and a time before its archive. */
function notInAlfred(): FredRefusal {
  return new FredRefusal(
    "The series does not exist in ALFRED but may exist in FRED.  Try setting realtime_start and realtime_end to today's date or removing the realtime_start and realtime_end variables.",
  );
}
