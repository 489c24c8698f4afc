import { quoteLiteral } from "../../base/sql/mod.ts";
import { timescaleFunction } from "../../timescale/extension_schema.ts";
import type { Target } from "../author/target.ts";
import type { JobModel, JobSettings } from "./job_model.ts";

/**
 * Returns the statements that fix a field of jobs. The jobs keep their ids and history.
 *
 * @param field The field as differences name it: `schedule`, `interval`, `next start` and so on.
 */
export function jobFixStatements(
  field: string,
  expected: JobSettings | JobModel | null,
  policies: readonly { readonly job: JobModel | null }[],
  target: Target,
): readonly string[] {
  const alterJob = timescaleFunction("alter_job", target);
  return policies.flatMap(({ job }) => {
    if (job === null || expected === null) return [];
    // Only the migrations know the extra configuration or fixed schedule that they set.
    if (field === "config" && expected.extras.length > 0) return [];
    if (field === "start" && expected.fixedStart !== null) return [];
    if (field === "config") return job.extras.length === 0 ? [] : [withoutExtras(job, alterJob)];
    if (field === "schedule" && job.scheduled === isScheduled(expected)) return [];
    const setting = alteration(field, expected);
    return setting === null ? [] : [`select ${alterJob}(${job.id}, ${setting})`];
  });
}

/** Tells whether a job should run. It is paused only if a migration pauses it. */
function isScheduled(expected: JobSettings | JobModel): boolean {
  return !("scheduled" in expected) || expected.scheduled;
}

function alteration(field: string, expected: JobSettings | JobModel): string | null {
  const interval = (text: string): string => `interval ${quoteLiteral(text)}`;
  switch (field) {
    case "schedule":
      return `scheduled => ${isScheduled(expected)}`;
    case "interval":
      return expected.every === null ? null : `schedule_interval => ${interval(expected.every)}`;
    case "max runtime":
      return `max_runtime => ${interval(expected.maxRuntime ?? "0")}`;
    case "max retries":
      return `max_retries => ${expected.maxRetries}`;
    case "retry period":
      return `retry_period => ${interval(expected.retryPeriod)}`;
    case "start":
      return "fixed_schedule => false";
    case "next start":
      return "next_start => now()";
    default:
      return null;
  }
}

function withoutExtras({ id, extras }: JobModel, alterJob: string): string {
  const keys = extras.map((extra) => quoteLiteral(extra.slice(0, extra.indexOf("="))));
  return `select ${alterJob}(job_id, config => config - array[${keys.join(", ")}]) ` +
    `from timescaledb_information.jobs where job_id = ${id}`;
}
