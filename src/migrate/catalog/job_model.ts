/** How a job runs. Intervals are texts as in SQL. */
export interface JobSettings {
  /** How often it runs, or null where nobody says. */
  readonly every: string | null;
  /** How long it may run, or null for as long as it takes. */
  readonly maxRuntime: string | null;
  /** How often it is tried again, -1 for no limit. */
  readonly maxRetries: number;
  /** How long it waits before it is tried again. */
  readonly retryPeriod: string;
  /** When its runs begin where they follow a clock, or null where each follows the one before. */
  readonly fixedStart: string | null;
  /** What its configuration says beyond the policy itself, such as `maxchunks_to_compress=3`. */
  readonly extras: readonly string[];
}

/** A job as the server has it. */
export interface JobModel extends JobSettings {
  readonly id: number;
  /** False where it is paused. */
  readonly scheduled: boolean;
  /** When it runs next where that is far beyond its interval, or null. */
  readonly postponedTo: string | null;
}

/** Something of a job that `alter_job` changes. */
export type JobField =
  | "schedule"
  | "interval"
  | "max runtime"
  | "max retries"
  | "retry period"
  | "start"
  | "next start"
  | "config";
