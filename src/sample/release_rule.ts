import { endOfDay, startOfDay, zonedInstant } from "../base/time/zoned_instant.ts";

/** A figure that needs a release time. */
export interface UndatedFigure {
  /** The day that the value describes. */
  readonly observationDate: string;
  /** The day of the release in the zone of the series, if the source gives one. */
  readonly releaseDate: string | undefined;
}

/** Computes when the market could know a figure, in the zone of its series. */
export type ReleaseRule = (figure: UndatedFigure, zone: string) => Date;

/** For sources that give the day of a release and publish at a fixed time. */
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
 * For sources that give no release date: uses a day of the next month by which the figure has
 * always been released. This may be days too late, but never too early.
 */
export function inNextMonth(dayOfMonth: number, time: string): ReleaseRule {
  return ({ observationDate }, zone) => {
    const next = Temporal.PlainDate.from(observationDate).add({ months: 1 });
    return zonedInstant(next.with({ day: dayOfMonth }).toString(), { time, zone });
  };
}

/** For sources that publish during the day: a figure is known when the day is over. */
export function atEndOfDay(): ReleaseRule {
  return ({ observationDate }, zone) => endOfDay(observationDate, zone);
}

/** For sources that announce in advance: a figure is known when the day begins. */
export function atStartOfDay(): ReleaseRule {
  return ({ observationDate }, zone) => startOfDay(observationDate, zone);
}
