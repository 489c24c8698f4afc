import { dayText } from "./day.ts";

/** What a series said of a day. */
export interface Observation {
  /** The day, or the first day of the period, that the value describes: `2024-07-01`. */
  readonly observationDate: string;
  /** The value; null where the source printed none or withdrew it. */
  readonly value: number | null;
  /** When the market could know it. */
  readonly releaseTime: Date;
  /** For flows and fiscal figures: the unit, where it is not the series' own. */
  readonly unit?: string | null;
}

/** An observation of one of several series. */
export interface SeriesObservation extends Observation {
  /** The series. */
  readonly seriesId: number;
}

/** A row as the statements of this folder select it. */
export interface FigureRow {
  readonly day: number;
  readonly value: number | null;
  readonly released: number;
  readonly unit?: string | null;
}

/** Makes an observation of a row. */
export function toObservation(row: FigureRow): Observation {
  const observation = {
    observationDate: dayText(row.day),
    value: row.value,
    releaseTime: secondsDate(row.released),
  };
  return row.unit === undefined ? observation : { ...observation, unit: row.unit };
}

/** Makes a date of seconds since 1970, its microseconds cut off. */
export function secondsDate(seconds: number): Date {
  return new Date(Math.floor(Math.round(seconds * 1e6) / 1000));
}
