import { intervalMicroseconds, parseInterval } from "../../timescale/mod.ts";
import { clockText } from "./same_duration.ts";
import type { JobSettings } from "./job_model.ts";
import type { PolicyModel, ReorderModel } from "./timescale_model.ts";

/**
 * How a policy's job runs where nobody says anything: as 2.18 to 2.29 make it
 * (`tsl/src/bgw_policy/*_api.c`).
 */
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
 * How often a policy runs where nobody says it, from the chunk interval at the time it is added; null
 * where that is not known.
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

/** Null for chunks of whole numbers. */
function halfOf(chunkInterval: string): number | null {
  try {
    return Math.floor(intervalMicroseconds(parseInterval(chunkInterval)) / 2);
  } catch {
    return null;
  }
}
