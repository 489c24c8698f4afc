import type { TimescaleEffect } from "../author/effect.ts";
import type { PolicyModel } from "./timescale_model.ts";
import { usualInterval } from "./usual_job.ts";

/** A policy that a step adds, or the kind of policy that it removes. */
export type PolicyChange = PolicyModel | {
  readonly kind: PolicyModel["kind"];
  readonly gone: true;
};

/**
 * Returns the change that a step makes to a policy.
 *
 * @param chunkInterval The relation's chunk interval when the step runs; null if it is unknown.
 */
export function policyOf(
  effect: Extract<
    TimescaleEffect,
    { kind: "compressionPolicy" | "retentionPolicy" | "refreshPolicy" }
  >,
  chunkInterval: string | null,
): PolicyChange {
  if (effect.kind === "refreshPolicy") {
    if (effect.policy === null) return { kind: "refresh policy", gone: true };
    return { kind: "refresh policy", ...effect.policy, job: null };
  }
  const kind = effect.kind === "compressionPolicy" ? "compression policy" : "retention policy";
  if (effect.after === null) return { kind, gone: true };
  return { kind, after: effect.after, every: usualInterval(kind, chunkInterval), job: null };
}
