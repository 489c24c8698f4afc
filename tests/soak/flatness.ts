import { median } from "../bench/measure.ts";
import type { Sample } from "./sample.ts";

/** How one measure moved over a soak. */
export interface Flatness {
  /** The measure with its unit, such as `resident memory, MiB`. */
  readonly measure: string;
  /** Its median in the second quarter of the time. */
  readonly before: number;
  /** Its median in the last quarter. */
  readonly after: number;
  /** The most that `after` may be. */
  readonly limit: number;
  /** Whether it stayed within the limit. */
  readonly ok: boolean;
}

interface Slack {
  readonly measure: string;
  readonly share: number;
  readonly plus: number;
  readonly read: (sample: Sample) => number | null | undefined;
}

const SLACKS: readonly Slack[] = [
  { measure: "resident memory, MiB", share: 0.15, plus: 24, read: ({ rss }) => rss },
  { measure: "JavaScript heap, MiB", share: 0.15, plus: 16, read: ({ heap }) => heap },
  { measure: "descriptors", share: 0, plus: 8, read: ({ descriptors }) => descriptors },
];

const BACKENDS = { share: 0, plus: 4 } as const;

/** How a measure's limit is made, in words. */
export const slackText: string = [...SLACKS, { ...BACKENDS, measure: "backends" }]
  .map(({ measure, share, plus }) =>
    `${measure.split(",")[0]} ${share > 0 ? `${share * 100} % + ` : "+ "}${plus}${
      measure.endsWith("MiB") ? " MiB" : ""
    }`
  ).join(", ");

/**
 * Judges whether a soak grew: the median of its last quarter against that of its second quarter,
 * when caches and pools are warm.
 */
export function judgeFlatness(samples: readonly Sample[]): Flatness[] {
  const names = Object.keys(samples[0]?.places ?? {});
  const slacks = [
    ...SLACKS,
    ...names.map((name): Slack => ({
      measure: `backends on ${name}`,
      ...BACKENDS,
      read: ({ places }) => places[name]?.backends,
    })),
  ];
  return slacks.flatMap(({ measure, share, plus, read }) => {
    const values = (from: number, to: number) =>
      samples.slice(Math.floor(samples.length * from), Math.ceil(samples.length * to))
        .map(read).filter((value) => typeof value === "number");
    const [before, after] = [median(values(0.25, 0.5)), median(values(0.75, 1))];
    if (Number.isNaN(before + after)) return [];
    const limit = before * (1 + share) + plus;
    return [{ measure, before, after, limit, ok: after <= limit }];
  });
}
