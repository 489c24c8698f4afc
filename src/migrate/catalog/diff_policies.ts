import { differ, type PlainDifference } from "./difference.ts";
import { diffJob } from "./diff_jobs.ts";
import type { JobField, JobModel } from "./job_model.ts";
import { isSameDuration } from "./same_duration.ts";
import type { PolicyModel, ReorderModel } from "./timescale_model.ts";
import { usualJob } from "./usual_job.ts";

/**
 * Compares the policies of a relation by kind, and the settings of their jobs with the expected
 * ones or TimescaleDB's defaults.
 *
 * @param byHand The job fields that migrations change explicitly. They are not compared.
 */
export function diffPolicies(
  object: string,
  sides: { readonly expected: readonly PolicyModel[]; readonly actual: readonly PolicyModel[] },
  byHand: ReadonlySet<JobField>,
): readonly PlainDifference[] {
  const { expected, actual } = sides;
  const kinds = new Set([...expected, ...actual].map((policy) => policy.kind));
  return [...kinds].flatMap((kind) => {
    const wanted = expected.find((policy) => policy.kind === kind) ?? null;
    // An aggregate may have several refresh policies, of which only one is declared.
    const candidates = actual.filter((policy) => policy.kind === kind);
    const found = candidates.find((policy) => wanted !== null && isSamePolicy(wanted, policy)) ??
      candidates[0] ?? null;
    const isAlike = wanted !== null && found !== null && isSamePolicy(wanted, found);
    return [
      ...(isAlike ? [] : differ(
        object,
        kind,
        wanted === null ? null : describePolicy(wanted),
        found === null ? null : describePolicy(found),
      )),
      ...candidates.filter((policy) => policy !== found)
        .flatMap((policy) => differ(object, kind, null, describePolicy(policy))),
      ...candidates.flatMap(({ job }) => diffPaused(object, kind, { wanted, job, byHand })),
      // A policy with other settings is replaced along with its job, so its job is not compared.
      ...(!isAlike || found.job === null ? [] : diffJob(
        { object, kind },
        { expected: wanted.job ?? usualJob(kind, wanted), actual: found.job },
        byHand,
      )),
    ];
  });
}

/** Compares the reorder policy of a hypertable. */
export function diffReorder(
  object: string,
  sides: { readonly expected: ReorderModel | null; readonly actual: ReorderModel | null },
  byHand: ReadonlySet<JobField>,
): readonly PlainDifference[] {
  const { expected, actual } = sides;
  const kind = "reorder policy";
  const text = (policy: ReorderModel | null) => policy === null ? null : `by ${policy.index}`;
  const differences = differ(object, kind, text(expected), text(actual));
  const job = actual?.job ?? null;
  if (expected === null || job === null || differences.length > 0) return differences;
  return [
    ...diffPaused(object, kind, { wanted: expected, job, byHand }),
    ...diffJob(
      { object, kind },
      { expected: expected.job ?? usualJob(kind, expected), actual: job },
      byHand,
    ),
  ];
}

function diffPaused(
  object: string,
  kind: string,
  { wanted, job, byHand }: {
    readonly wanted: { readonly job: JobModel | null } | null;
    readonly job: JobModel | null;
    readonly byHand: ReadonlySet<JobField>;
  },
): readonly PlainDifference[] {
  if (job === null || byHand.has("schedule")) return [];
  const text = (isScheduled: boolean): string => isScheduled ? "running" : "paused";
  return differ(
    object,
    `${kind} schedule`,
    text(wanted?.job?.scheduled ?? true),
    text(job.scheduled),
  );
}

/** Describes a policy: `after 30 days`, `from 3 days ago to 1 hour ago, every 1 hour`. */
export function describePolicy(policy: PolicyModel): string {
  if (policy.kind !== "refresh policy") return `after ${policy.after}`;
  const from = policy.startOffset === null
    ? "from the beginning"
    : `from ${policy.startOffset} ago`;
  const to = policy.endOffset === null ? "to the newest" : `to ${policy.endOffset} ago`;
  return `${from} ${to}, every ${policy.every}`;
}

/** Tells whether two policies have the same settings. */
export function isSamePolicy(a: PolicyModel, b: PolicyModel): boolean {
  if (a.kind === "refresh policy" && b.kind === "refresh policy") {
    return isSameDuration(a.startOffset, b.startOffset) &&
      isSameDuration(a.endOffset, b.endOffset) && isSameDuration(a.every, b.every);
  }
  return a.kind === b.kind && "after" in a && "after" in b && isSameDuration(a.after, b.after);
}
