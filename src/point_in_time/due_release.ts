/** A release that is due. */
export interface DueRelease {
  /** The day, or the first day of the period, to be published: `2024-10-01`. */
  readonly period: string;
  /** When it is expected. */
  readonly expectedAt: Date;
  /** The zone of the publisher's hour: an IANA name. */
  readonly zone: string;
  /** Since when the schedule said so. */
  readonly knownAt: Date;
}

/** Whether a read says when the next release is due. */
export interface NextReleaseOption {
  /**
   * True gives the next release that is due, as `nextRelease` returns it; null where none is
   * scheduled.
   */
  readonly withNextRelease?: boolean;
}
