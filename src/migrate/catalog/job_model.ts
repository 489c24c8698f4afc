/** The settings of a job. Intervals are texts as in SQL. */
export interface JobSettings {
  /** The interval between runs; null if it is not declared. */
  readonly every: string | null;
  /** The longest time that a run may take; null for no limit. */
  readonly maxRuntime: string | null;
  /** The number of retries; -1 for no limit. */
  readonly maxRetries: number;
  /** The delay before a retry. */
  readonly retryPeriod: string;
  /** The start of a fixed schedule; null if each run follows the previous one. */
  readonly fixedStart: string | null;
  /** The configuration entries besides the policy's own, such as `maxchunks_to_compress=3`. */
  readonly extras: readonly string[];
}

/** A job on a server. */
export interface JobModel extends JobSettings {
  readonly id: number;
  /** False if the job is paused. */
  readonly scheduled: boolean;
  /** The time of the next run if that is far beyond the interval, or null. */
  readonly postponedTo: string | null;
}

/** A field of a job that `alter_job` can change. */
export type JobField =
  | "schedule"
  | "interval"
  | "max runtime"
  | "max retries"
  | "retry period"
  | "start"
  | "next start"
  | "config";
