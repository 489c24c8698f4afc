import { readSpan } from "../../timescale/mod.ts";
import { isSamePolicy } from "../catalog/diff_policies.ts";
import type { PolicyModel } from "../catalog/timescale_model.ts";
import { callStep, type GeneratedStep } from "./generated_step.ts";

/** Creates the steps from the actual policies of a relation to the expected ones. */
export function policySteps(
  subject: string,
  expected: readonly PolicyModel[],
  actual: readonly PolicyModel[],
): readonly GeneratedStep[] {
  const isIn = (policies: readonly PolicyModel[], policy: PolicyModel): boolean =>
    policies.some((other) => isSamePolicy(policy, other));
  return [
    ...actual.filter((policy) => !isIn(expected, policy)).map(({ kind }) =>
      callStep("removePolicy", { method: `remove${methodNames[kind]}`, subject })
    ),
    ...expected.filter((policy) => !isIn(actual, policy)).map((policy) =>
      addPolicy(subject, policy)
    ),
  ];
}

function addPolicy(subject: string, policy: PolicyModel): GeneratedStep {
  const method = `add${methodNames[policy.kind]}`;
  if (policy.kind === "refresh policy") {
    const { startOffset, endOffset, every } = policy;
    const options = {
      startOffset: startOffset === null ? undefined : readSpan(startOffset),
      endOffset: endOffset === null ? undefined : readSpan(endOffset),
      every,
    };
    return callStep("addPolicy", { method, subject, options });
  }
  return callStep(
    "addPolicy",
    { method, subject, options: { after: readSpan(policy.after) } },
    policy.kind === "retention policy"
      ? `Drops the chunks of ${subject} that are older than ${policy.after}.`
      : null,
  );
}

const methodNames: Readonly<Record<PolicyModel["kind"], string>> = {
  "compression policy": "CompressionPolicy",
  "retention policy": "RetentionPolicy",
  "refresh policy": "RefreshPolicy",
};
