import { intervalMicroseconds, parseInterval } from "../../timescale/mod.ts";
import { clockText } from "./same_duration.ts";
import type { JobSettings } from "./job_model.ts";
import type { PolicyModel, ReorderModel } from "./timescale_model.ts";

/** Returns the default job settings of a policy in 2.18 to 2.29 (`tsl/src/bgw_policy/*_api.c`). */
export function usualJob(
  kind: PolicyModel["kind"] | "reorder policy",
  policy: Pick<ReorderModel, "every">,
): JobSettings {
  const { every } = policy;
  const usual = { every, maxRuntime: null, maxRetries: -1, fixedStart: null, extras: [] };
  switch (kind) {
    case "compression policy":
      return { ...usual, retryPeriod: "1 hour" };
    case "refresh policy":
      return { ...usual, retryPeriod: every ?? "1 hour" };
    case "retention policy":
      return { ...usual, maxRuntime: "5 minutes", retryPeriod: "5 minutes" };
    case "reorder policy":
      return { ...usual, retryPeriod: "5 minutes" };
  }
}

/**
 * Returns the default interval of a policy's job, which depends on the chunk interval when it is
 * added; null if that is unknown.
 */
export function usualInterval(
  kind: "compression policy" | "retention policy" | "reorder policy",
  chunkInterval: string | null,
): string | null {
  if (kind === "retention policy") return "1 day";
  if (chunkInterval === null) return null;
  const half = halfOf(chunkInterval);
  if (kind === "reorder policy") return half === null ? "4 days" : clockText(half);
  if (half === null) return "1 day";
  return clockText(Math.min(half, HALF_DAY));
}

const HALF_DAY = 12 * 3600 * 1_000_000;

/** Returns half of a chunk interval; null for chunks of integers. */
function halfOf(chunkInterval: string): number | null {
  try {
    return Math.floor(intervalMicroseconds(parseInterval(chunkInterval)) / 2);
  } catch {
    return null;
  }
}
