import type { Observed, ObservedJob } from "../../../observe/mod.ts";
import { hasFalseAlarm } from "../../../versions/mod.ts";
import { FALSE_ALARM } from "../../../../timescale/mod.ts";
import { type Finding, finding } from "../finding.ts";
import type { AdviceLimits } from "../limits.ts";
import { call, count, duration, instant } from "../words.ts";
import type { AdvisedServer } from "./advised_server.ts";

/** Judges the jobs: failed, paused, overdue, or waiting for a scheduler that is not there. */
export function judgeJobs(
  { jobs, at }: Pick<Observed, "jobs" | "at">,
  { server, limits, hasScheduler }: {
    readonly server: AdvisedServer;
    readonly limits: AdviceLimits;
    /** Whether a scheduler runs in this database; null where that cannot be seen. */
    readonly hasScheduler: boolean | null;
  },
): Finding[] {
  const found = [
    ...judgeFalseAlarms(jobs.filter((job) => isFalseAlarm(job, server))),
    ...jobs.flatMap((job) => judgeJob(job, { at, server, limits })),
  ];
  const waiting = jobs.filter(({ scheduled }) => scheduled);
  if (hasScheduler !== false || waiting.length === 0) return found;
  return [
    finding("scheduler-missing", {
      sentence: `${count(waiting.length, "job")} cannot run: no scheduler runs in this database, ` +
        "often because timescaledb.max_background_workers is used up by other databases",
      remedy: `select ${call("_timescaledb_functions.start_background_workers", bare)}();`,
    }),
    ...found,
  ];
}

const NO_MESSAGE = "no message";

const bare = { schema: "public" };

function judgeJob(
  job: ObservedJob,
  { at, server, limits }: {
    readonly at: Date;
    readonly server: AdvisedServer;
    readonly limits: AdviceLimits;
  },
): Finding[] {
  const { id, name: object, failure, scheduled, nextStart, lastStarted, isRunning } = job;
  const run = `call ${call("run_job", server)}(${id});`;
  const found: Finding[] = [];
  if (failure !== null && !isFalseAlarm(job, server)) {
    found.push(judgeFailure(job, failure.message, run));
  }
  if (!scheduled) {
    found.push(finding("job-paused", {
      object,
      sentence: `${object} is paused, and does nothing until it is scheduled again`,
      remedy: `select ${call("alter_job", server)}(${id}, scheduled => true);`,
    }));
  } else if (
    !isRunning && nextStart !== null && at.getTime() - nextStart.getTime() > limits.overdueMs
  ) {
    found.push(finding("job-overdue", {
      object,
      sentence: `${object} should have run at ${instant(nextStart.getTime())}, ` +
        `${duration(at.getTime() - nextStart.getTime())} ago`,
      remedy: run,
    }));
  } else if (lastStarted === null && failure === null && !isRunning) {
    found.push(finding("job-never-run", {
      object,
      sentence: `${object} has not run yet`,
      remedy: run,
    }));
  }
  return found;
}

/** Errors are shown to the owner of a job alone: to others, such a release says too little. */
function isFalseAlarm({ failure }: ObservedJob, server: AdvisedServer): boolean {
  if (failure === null) return false;
  return failure.isFalseAlarm ||
    (failure.message === NO_MESSAGE && hasFalseAlarm(server, server.timescaledb ?? ""));
}

/** The release concerns every job alike: one finding tells of them all. */
function judgeFalseAlarms(jobs: readonly ObservedJob[]): Finding[] {
  const [first, ...others] = jobs;
  if (first === undefined) return [];
  const told = others.length === 0
    ? `${first.name} is`
    : `${count(others.length + 1, "job")} (${first.name} and others) are`;
  return [finding("job-failed-on-record", {
    ...(others.length === 0 ? { object: first.name } : {}),
    sentence: `${told} recorded as failed${
      jobs.every(({ failure }) => failure?.isFalseAlarm) ? "" : ", with errors that only owners see"
    }, ${FALSE_ALARM}`,
    remedy: "alter extension timescaledb update;",
  })];
}

function judgeFailure(
  { id, name: object, failures, runs, lastSucceeded }: ObservedJob,
  message: string,
  run: string,
): Finding {
  const since = lastSucceeded === null
    ? "it never succeeded"
    : `it last succeeded at ${instant(lastSucceeded.getTime())}`;
  const often = runs === 0 ? "" : `${failures} of ${count(runs, "run")} failed, `;
  return finding("job-failed", {
    object,
    sentence: `${object} failed in its last run (${message}); ${often}${since}`,
    remedy:
      `${run} -- shows the error; the history: select * from timescaledb_information.job_errors where job_id = ${id}`,
  });
}
