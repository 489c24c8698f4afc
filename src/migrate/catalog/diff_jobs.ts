import { differ, type PlainDifference } from "./difference.ts";
import type { JobField, JobModel, JobSettings } from "./job_model.ts";
import { durationText, isSameDuration } from "./same_duration.ts";

/**
 * Compares the settings of a policy's job field by field, except the fields that migrations change
 * explicitly.
 */
export function diffJob(
  subject: { readonly object: string; readonly kind: string },
  sides: { readonly expected: JobSettings; readonly actual: JobModel },
  byHand: ReadonlySet<JobField>,
): readonly PlainDifference[] {
  const { expected, actual } = sides;
  const { object, kind } = subject;
  return fields.filter(([field]) => !byHand.has(field)).flatMap(([field, isSame, show]) =>
    isSame(expected, actual) ? [] : differ(object, `${kind} ${field}`, show(expected), show(actual))
  ).concat(
    actual.postponedTo === null || byHand.has("next start") ? [] : differ(
      object,
      `${kind} next start`,
      "within its interval",
      actual.postponedTo,
    ),
  );
}

type Field = readonly [
  JobField,
  (expected: JobSettings, actual: JobSettings) => boolean,
  (settings: JobSettings) => string,
];

const fields: readonly Field[] = [
  [
    "interval",
    (a, b) => a.every === null || isSameDuration(a.every, b.every),
    ({ every }) => durationText(every ?? ""),
  ],
  [
    "max runtime",
    (a, b) => isSameDuration(a.maxRuntime, b.maxRuntime),
    ({ maxRuntime }) => maxRuntime === null ? "no limit" : durationText(maxRuntime),
  ],
  [
    "max retries",
    (a, b) => a.maxRetries === b.maxRetries,
    ({ maxRetries }) => maxRetries < 0 ? "no limit" : String(maxRetries),
  ],
  [
    "retry period",
    (a, b) => isSameDuration(a.retryPeriod, b.retryPeriod),
    ({ retryPeriod }) => durationText(retryPeriod),
  ],
  [
    "start",
    (a, b) => a.fixedStart === b.fixedStart,
    ({ fixedStart }) => fixedStart ?? "one interval after the previous run",
  ],
  [
    "config",
    (a, b) => a.extras.join() === b.extras.join(),
    ({ extras }) => extras.length === 0 ? "no extra settings" : extras.join(", "),
  ],
];
