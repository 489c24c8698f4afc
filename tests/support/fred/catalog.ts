import { FredRefusal } from "./answer.ts";
import { type FredHistory, MAX_DATE, MIN_DATE } from "./history.ts";
import { type Period, realtimePeriod } from "./parameters.ts";
import { type Archive, archiveOn } from "./value_periods.ts";

/** The data of the stand-in's endpoints. */
export interface FredCatalog {
  readonly histories: readonly FredHistory[];
  /** The current day in St. Louis. */
  readonly today: string;
  readonly limits: FredLimits;
}

/** FRED's limits; tests with small histories lower them. */
export interface FredLimits {
  /** Vintage dates in the real-time period of a request: 2,000. */
  readonly vintageDates: number;
  /** Observations per page: 100,000. */
  readonly observationsPage: number;
  /** Vintage dates per page: 10,000. */
  readonly vintageDatesPage: number;
}

/** The series of a request, with its real-time period. */
export interface AskedSeries {
  readonly history: FredHistory;
  readonly archive: Archive;
  readonly period: Period;
}

/** The complete real-time period. */
export const always: Period = { start: MIN_DATE, end: MAX_DATE };

/** Finds the series of a request, and checks that its real-time period has data. */
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

/** The answer for an unknown series, a series without an archive and a time before its archive. */
function notInAlfred(): FredRefusal {
  return new FredRefusal(
    "The series does not exist in ALFRED but may exist in FRED.  Try setting realtime_start and realtime_end to today's date or removing the realtime_start and realtime_end variables.",
  );
}
