import { formatRelation } from "../../base/sql/mod.ts";
import type { Observed, ObservedJob } from "../observe/mod.ts";
import type { MetricFamily } from "./exposition.ts";

/** Tells of the jobs: whether they run, fail, and when. */
export function jobFamilies({ jobs }: Observed): readonly MetricFamily[] {
  const family = (
    name: string,
    help: string,
    value: (job: ObservedJob) => number | boolean | Date | null,
  ): MetricFamily => ({
    name: `strata_job_${name}`,
    help,
    type: name.endsWith("_total") ? "counter" : "gauge",
    samples: jobs.flatMap((job) => {
      const told = value(job);
      return told === null ? [] : [{ labels: labelsOf(job), value: numberOf(told) }];
    }),
  });
  return [
    family("runs_total", "Runs of a job.", ({ runs }) => runs),
    family("failures_total", "Runs of a job that are recorded as failed.", (job) => job.failures),
    family(
      "failed",
      "1 if the last run of a job failed; 0 also where only the record says so.",
      ({ failure }) => failure !== null && !failure.isFalseAlarm,
    ),
    family("running", "1 while a job runs.", ({ isRunning }) => isRunning),
    family("scheduled", "1 if a job is scheduled, 0 if it is paused.", (job) => job.scheduled),
    family(
      "interval_seconds",
      "The time from one run of a job to the next.",
      (job) => job.everyMs / 1_000,
    ),
    family(
      "last_success_timestamp_seconds",
      "When a job last succeeded; absent if it never did.",
      ({ lastSucceeded }) => lastSucceeded,
    ),
    family(
      "last_start_timestamp_seconds",
      "When a job last started; absent if it never did.",
      ({ lastStarted }) => lastStarted,
    ),
    family(
      "next_start_timestamp_seconds",
      "When a job starts next; absent if it will not.",
      ({ nextStart }) => nextStart,
    ),
  ];
}

function labelsOf(
  { id, name, kind, relation }: ObservedJob,
): Readonly<Record<string, string | undefined>> {
  return {
    job_id: String(id),
    job_name: name,
    kind,
    relation: relation === null ? undefined : formatRelation(relation),
  };
}

function numberOf(value: number | boolean | Date): number {
  return value instanceof Date ? value.getTime() / 1_000 : Number(value);
}
