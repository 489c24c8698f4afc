import { quoteLiteral } from "../../base/sql/mod.ts";
import { timescaleFunction } from "../../timescale/extension_schema.ts";
import { readSpan } from "../../timescale/mod.ts";
import type { MigrationBuilder } from "../author/builder.ts";
import { parseRelation, relationLiteral } from "../author/relation.ts";
import type { Target } from "../author/target.ts";
import { isSamePolicy } from "./diff_policies.ts";
import type { PlainDifference } from "./difference.ts";
import { jobFixStatements } from "./job_fix.ts";
import { type Fix, safely } from "./fix.ts";
import type { PolicyModel, ReorderModel } from "./timescale_model.ts";
import { usualJob } from "./usual_job.ts";

interface WithPolicies {
  readonly policies: readonly PolicyModel[];
  readonly reorder?: ReorderModel | null;
}

/** Returns the fix for a difference in a policy or its job; null for other differences. */
export function policyFix(
  difference: PlainDifference,
  wanted: WithPolicies,
  found: WithPolicies,
  target: Target,
): Fix | null {
  const { object, property, expected, actual } = difference;
  const [kind] = policyKinds.filter((kind) => property.startsWith(kind));
  if (kind === undefined) return null;
  if (kind === "reorder policy") return reorderFix(difference, wanted, { ...found, target });
  const declared = wanted.policies.find((policy) => policy.kind === kind);
  const live = found.policies.filter((policy) => policy.kind === kind);
  if (property !== kind) {
    // A policy with other settings is replaced along with its job, so its job needs no fix.
    const alike = live.filter((policy) => declared !== undefined && isSamePolicy(declared, policy));
    const settings = declared === undefined ? null : declared.job ?? usualJob(kind, declared);
    const statements = jobFixStatements(property.slice(kind.length + 1), settings, alike, target);
    return { statements, loses: null };
  }
  const outdated = live.filter((policy) =>
    declared === undefined || !isSamePolicy(declared, policy)
  );
  // Remove by job, since an aggregate may have several policies of the same kind.
  const removals = outdated.map(({ job }) =>
    `select ${timescaleFunction("delete_job", target)}(${job?.id})`
  );
  if (declared === undefined || expected === null || expected === actual) {
    return { statements: removals, loses: null };
  }
  const added = safely(target, (m) => addPolicy(m, object, declared));
  return {
    statements: [...removals, ...added.statements],
    loses: declared.kind === "retention policy"
      ? `the chunks of ${object} that are older than ${declared.after}`
      : null,
  };
}

function reorderFix(
  { object, property }: PlainDifference,
  { reorder: wanted = null }: WithPolicies,
  { reorder: found = null, target }: WithPolicies & { readonly target: Target },
): Fix {
  const kind = "reorder policy";
  if (property !== kind) {
    const settings = wanted === null ? null : wanted.job ?? usualJob(kind, wanted);
    const jobs = found === null ? [] : [found];
    const statements = jobFixStatements(property.slice(kind.length + 1), settings, jobs, target);
    return { statements, loses: null };
  }
  const table = relationLiteral(parseRelation(object));
  return {
    statements: [
      ...(found === null
        ? []
        : [`select ${timescaleFunction("delete_job", target)}(${found.job?.id})`]),
      ...(wanted === null ? [] : [
        `select ${timescaleFunction("add_reorder_policy", target)}(${table}, ${
          quoteLiteral(wanted.index)
        })`,
      ]),
    ],
    loses: null,
  };
}

const policyKinds = [
  "compression policy",
  "retention policy",
  "refresh policy",
  "reorder policy",
] as const;

/** Adds the step for a policy to a migration. */
export function addPolicy(m: MigrationBuilder, object: string, policy: PolicyModel): void {
  switch (policy.kind) {
    case "compression policy":
      return m.addCompressionPolicy(object, { after: readSpan(policy.after) });
    case "retention policy":
      return m.addRetentionPolicy(object, { after: readSpan(policy.after) });
    case "refresh policy": {
      const { startOffset, endOffset, every } = policy;
      m.addRefreshPolicy(object, {
        every,
        ...(startOffset === null ? {} : { startOffset: readSpan(startOffset) }),
        ...(endOffset === null ? {} : { endOffset: readSpan(endOffset) }),
      });
    }
  }
}
