import type { VintageKind } from "../schema/mod.ts";
import { dayText } from "./day.ts";
import type { DueRelease } from "./due_release.ts";

/** An observation of a series. */
export interface Observation {
  /** The day, or the first day of the period, that the value describes: `2024-07-01`. */
  readonly observationDate: string;
  /** The value; null if the source printed none or withdrew it. */
  readonly value: number | null;
  /** When the market could know it. */
  readonly releaseTime: Date;
  /** For flows and fiscal figures: the unit, if it differs from that of the series. */
  readonly unit?: string | null;
  /** How the release time is known, where `withKind` asks for it. */
  readonly vintageKind?: VintageKind;
  /** The next release of the series that is due, where `withNextRelease` asks for it. */
  readonly nextRelease?: DueRelease | null;
}

/** An observation of one of several series. */
export interface SeriesObservation extends Observation {
  /** The series. */
  readonly seriesId: number;
}

/** A row as the statements in this folder select it. */
export interface FigureRow {
  readonly day: number;
  readonly value: number | null;
  readonly released: number;
  readonly unit?: string | null;
  readonly kind?: VintageKind;
}

/** Converts a row to an observation. */
export function toObservation(row: FigureRow): Observation {
  return {
    observationDate: dayText(row.day),
    value: row.value,
    releaseTime: secondsDate(row.released),
    ...(row.unit === undefined ? {} : { unit: row.unit }),
    ...(row.kind === undefined ? {} : { vintageKind: row.kind }),
  };
}

/** Converts seconds since 1970 to a date; microseconds are cut off. */
export function secondsDate(seconds: number): Date {
  return new Date(Math.floor(Math.round(seconds * 1e6) / 1000));
}
