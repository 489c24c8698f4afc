import type { TimescaleEffect } from "../author/effect.ts";
import type { PolicyModel } from "./timescale_model.ts";
import { usualInterval } from "./usual_job.ts";

/** A policy that a step adds, or the kind of one that it removes. */
export type PolicyChange = PolicyModel | {
  readonly kind: PolicyModel["kind"];
  readonly gone: true;
};

/**
 * Says what a step makes of a policy.
 *
 * @param chunkInterval That of the relation when the step runs, or null where it is not known.
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
