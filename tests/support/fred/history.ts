/** All that a series ever said, as the stand-in for FRED is fed with it. */
export interface FredHistory {
  /** Such as `GDPC1`. */
  readonly seriesId: string;
  readonly title: string;
  readonly units: string;
  /** `Daily`, `Weekly, Ending Friday`, `Monthly`, `Quarterly`, `Annual`. */
  readonly frequency: string;
  readonly seasonalAdjustment: string;
  /** Such as `2013-07-31 09:26:16-05`; by default the morning of its newest vintage. */
  readonly lastUpdated?: string;
  readonly releaseId: number;
  readonly releaseName: string;
  /** Oldest first. What lies after the stand-in's clock is not published yet. */
  readonly vintages: readonly FredVintage[];
  /** Dates of the release's calendar that need no vintage: to come, or without new data. */
  readonly scheduledDates?: readonly string[];
  /** False where FRED has the series and ALFRED has not: today's values alone, as with `SP500`. */
  readonly isArchived?: boolean;
}

/** What was published on one day in St. Louis. */
export interface FredVintage {
  readonly vintageDate: string;
  /**
   * The values by their date, as text; `.` is missing, null says that the observation is gone from
   * this vintage on. What is not named stays; a value that stood already is repeated, no revision.
   */
  readonly observations: Readonly<Record<string, string | null>>;
}

/** The extremes of FRED's real-time periods. */
export const MIN_DATE = "1776-07-04";
export const MAX_DATE = "9999-12-31";
