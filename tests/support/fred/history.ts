/** The revision history of a series, as input for the stand-in for FRED. */
export interface FredHistory {
  /** The id, such as `GDPC1`. */
  readonly seriesId: string;
  readonly title: string;
  readonly units: string;
  /** `Daily`, `Weekly, Ending Friday`, `Monthly`, `Quarterly`, `Annual`. */
  readonly frequency: string;
  readonly seasonalAdjustment: string;
  /** The time, such as `2013-07-31 09:26:16-05`; by default the morning of its newest vintage. */
  readonly lastUpdated?: string;
  readonly releaseId: number;
  readonly releaseName: string;
  /** Oldest first. Vintages after the stand-in's clock are not published yet. */
  readonly vintages: readonly FredVintage[];
  /** Dates of the release's calendar without a vintage: future ones, or those without new data. */
  readonly scheduledDates?: readonly string[];
  /**
   * False if only FRED has the series, with today's values, and ALFRED does not, as for `SP500`.
   */
  readonly isArchived?: boolean;
}

/** The values published on one day in St. Louis. */
export interface FredVintage {
  readonly vintageDate: string;
  /**
   * The values by date, as text: `.` is missing, null removes the observation from this vintage on.
   * Dates that are not named keep their value. The same value again is not a revision.
   */
  readonly observations: Readonly<Record<string, string | null>>;
}

/** The extremes of FRED's real-time periods. */
export const MIN_DATE = "1776-07-04";
export const MAX_DATE = "9999-12-31";
