import type { ServerInfo } from "./server.ts";
import { isAtLeast } from "./version.ts";

/** A setting without which a version of TimescaleDB gives wrong answers. */
export interface SafeSetting {
  /** Its name. */
  readonly name: string;
  /** The value with which answers are right. */
  readonly value: string;
  /** The first version that is right without it. */
  readonly mendedIn: string;
  /** What goes wrong without it. */
  readonly reason: string;
}

/** The settings that keep answers from compressed chunks right, by what they switch off. */
export const SAFE_SETTINGS = {
  genericPlans: {
    name: "plan_cache_mode",
    value: "force_custom_plan",
    mendedIn: "2.21.1",
    reason: "prepared statements miss rows of changed compressed chunks (#8336)",
  },
  segmentwiseRecompression: {
    name: "timescaledb.enable_segmentwise_recompression",
    value: "off",
    mendedIn: "2.27.0",
    reason: "a late revision in a chunk that is compressed again is not read (#9731)",
  },
  skipScan: {
    name: "timescaledb.enable_skipscan",
    value: "off",
    mendedIn: "2.29.2",
    reason: "distinct misses rows where chunks are partly compressed (#10421, #10447)",
  },
} as const satisfies Readonly<Record<string, SafeSetting>>;

/** Returns the settings that a server needs for right answers; none without the columnstore. */
export function safeSettings(
  { timescaledb, edition }: Pick<ServerInfo, "timescaledb" | "edition">,
): readonly SafeSetting[] {
  if (timescaledb === null || edition !== "community") return [];
  return Object.values(SAFE_SETTINGS).filter(({ mendedIn }) => !isAtLeast(timescaledb, mendedIn));
}
