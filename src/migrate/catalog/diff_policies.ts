import { differ, type PlainDifference } from "./difference.ts";
import { isSameDuration } from "./same_duration.ts";
import type { PolicyModel } from "./timescale_model.ts";

/** Compares the policies of a relation, kind by kind, and whether their jobs are paused. */
export function diffPolicies(
  object: string,
  expected: readonly PolicyModel[],
  actual: readonly PolicyModel[],
): readonly PlainDifference[] {
  const kinds = new Set([...expected, ...actual].map((policy) => policy.kind));
  return [...kinds].flatMap((kind) => {
    const wanted = expected.find((policy) => policy.kind === kind) ?? null;
    // An aggregate may have several refresh policies, of which one is the declared.
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
      ...candidates.flatMap(({ job }) =>
        differ(
          object,
          `${kind} schedule`,
          "running",
          job?.scheduled === false ? "paused" : "running",
        )
      ),
    ];
  });
}

/** A policy in words: `after 30 days`, `from 3 days to 1 hour ago, every 1 hour`. */
export function describePolicy(policy: PolicyModel): string {
  if (policy.kind !== "refresh policy") return `after ${policy.after}`;
  const from = policy.startOffset === null
    ? "from the beginning"
    : `from ${policy.startOffset} ago`;
  const to = policy.endOffset === null ? "to the newest" : `to ${policy.endOffset} ago`;
  return `${from} ${to}, every ${policy.every}`;
}

/** Answers whether two policies are set alike. */
export function isSamePolicy(a: PolicyModel, b: PolicyModel): boolean {
  if (a.kind === "refresh policy" && b.kind === "refresh policy") {
    return isSameDuration(a.startOffset, b.startOffset) &&
      isSameDuration(a.endOffset, b.endOffset) && isSameDuration(a.every, b.every);
  }
  return a.kind === b.kind && "after" in a && "after" in b && isSameDuration(a.after, b.after);
}
