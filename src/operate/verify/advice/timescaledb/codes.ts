import { bySql } from "../code_facts.ts";

/** What is found on jobs, chunks and aggregates. */
export const TIMESCALEDB_CODES = {
  "advice-incomplete": bySql("info", "Something could not be read, so nothing is said of it."),
  "restoring-mode": bySql(
    "error",
    "The database is in restoring mode, in which written rows are lost without an error.",
  ),
  "job-failed": bySql("warning", "The last run of a job failed."),
  "job-failed-on-record": bySql(
    "info",
    "A job did its work, and only the record says that it failed: a known trap of server releases.",
  ),
  "job-never-run": bySql("info", "A job has not run yet."),
  "job-overdue": bySql("warning", "The hour of a job's next run has passed."),
  "job-paused": bySql("warning", "A job is paused."),
  "scheduler-missing": bySql("warning", "Jobs wait, and no scheduler runs in this database."),
  "compression-behind": bySql(
    "warning",
    "Chunks past the policy's age are not compressed.",
  ),
  "retention-behind": bySql("warning", "Rows past the policy's age are still there."),
  "compression-without-policy": bySql(
    "warning",
    "The columnstore is on and no policy compresses: old chunks are not compressed.",
  ),
  "thin-segments": bySql(
    "warning",
    "A segment holds so few rows that compression gains nothing (under about 100).",
  ),
  "poor-compression": bySql("info", "Compressed chunks are hardly smaller than before."),
  "old-settings": bySql(
    "info",
    "Chunks were compressed under settings that the table no longer has.",
  ),
  "partial-chunks": bySql(
    "info",
    "Old chunks hold rows that are not compressed beside those that are.",
  ),
  "unordered-chunks": bySql("info", "Old chunks have compressed batches that overlap."),
  "rows-out-of-order": bySql(
    "error",
    "Compressed rows are out of order, and reads take wrong ones: TimescaleDB before 2.27.0 (#9731).",
  ),
  "aggregate-late": bySql(
    "warning",
    "Rows that a refresh should have reached are not in a continuous aggregate.",
  ),
  "aggregate-hides-rows": bySql(
    "warning",
    "Rows changed before the refresh window: no refresh will ever reach them.",
  ),
  "aggregate-without-policy": bySql("info", "No policy refreshes a continuous aggregate."),
  "retention-deletes-aggregates": bySql(
    "warning",
    "Retention drops rows that a refresh still reads: it deletes their aggregates.",
  ),
} as const;
