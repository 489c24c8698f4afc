import { endOfDay, startOfDay, zonedInstant } from "../base/time/zoned_instant.ts";

/** A figure whose release time is asked for. */
export interface UndatedFigure {
  /** The day that the value describes. */
  readonly observationDate: string;
  /** The day of the release in the series' zone, where the source gives one. */
  readonly releaseDate: string | undefined;
}

/** When the market could know a figure, in the zone of its series. */
export type ReleaseRule = (figure: UndatedFigure, zone: string) => Date;

/** The source gives the day of the release, and its releases have an hour. */
export function onReleaseDate(time: string): ReleaseRule {
  return ({ releaseDate, observationDate }, zone) => {
    if (releaseDate === undefined) {
      throw new TypeError(
        `Cannot date the release of "${observationDate}": it has no release date, give one`,
      );
    }
    return zonedInstant(releaseDate, { time, zone });
  };
}

/**
 * The source gives no release date: a day of the month after the observation, by which it has always
 * been out. Later than the truth by days, earlier never.
 */
export function inNextMonth(dayOfMonth: number, time: string): ReleaseRule {
  return ({ observationDate }, zone) => {
    const next = Temporal.PlainDate.from(observationDate).add({ months: 1 });
    return zonedInstant(next.with({ day: dayOfMonth }).toString(), { time, zone });
  };
}

/** The source publishes during the day itself: known when the day is over. */
export function atEndOfDay(): ReleaseRule {
  return ({ observationDate }, zone) => endOfDay(observationDate, zone);
}

/** The source announces ahead of the day: known when the day begins. */
export function atStartOfDay(): ReleaseRule {
  return ({ observationDate }, zone) => startOfDay(observationDate, zone);
}
