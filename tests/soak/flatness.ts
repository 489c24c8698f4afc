import { median } from "../bench/measure.ts";
import type { Sample } from "./sample.ts";

/** How one measure moved over a soak. */
export interface Flatness {
  /** The measure with its unit, such as `resident memory, MiB`. */
  readonly measure: string;
  /** What it was in the second quarter of the time. */
  readonly before: number;
  /** What it was in the last quarter. */
  readonly after: number;
  /** The most that `after` may be. */
  readonly limit: number;
  /** Whether it stayed within the limit. */
  readonly ok: boolean;
}

/** Takes one number from those of the second and one from those of the last quarter. */
interface Count {
  readonly before: (values: readonly number[]) => number;
  readonly after: (values: readonly number[]) => number;
}

const MEDIAN: Count = { before: median, after: median };

// Garbage grows until it is collected: what is kept is the least.
const LEAST: Count = { before: least, after: least };

// The pool ends what is idle, and opens it again: what grows passes the most.
const MOST: Count = { before: (values) => Math.max(...values), after: median };

interface Slack {
  readonly measure: string;
  readonly share: number;
  readonly plus: number;
  readonly count: Count;
  readonly read: (sample: Sample) => number | null | undefined;
}

const SLACKS: readonly Slack[] = [
  {
    measure: "resident memory, MiB",
    share: 0.15,
    plus: 24,
    count: MEDIAN,
    read: ({ rss }) => rss,
  },
  {
    measure: "JavaScript heap, MiB",
    share: 0.15,
    plus: 16,
    count: LEAST,
    read: ({ heap }) => heap,
  },
  {
    measure: "descriptors",
    share: 0,
    plus: 8,
    count: MOST,
    read: ({ descriptors }) => descriptors,
  },
];

const BACKENDS = { share: 0, plus: 4, count: MOST } as const;

/** How a measure's limit is made, in words. */
export const slackText: string = [...SLACKS, { ...BACKENDS, measure: "backends" }]
  .map(({ measure, share, plus }) =>
    `${measure.split(",")[0]} ${share > 0 ? `${share * 100} % + ` : "+ "}${plus}${
      measure.endsWith("MiB") ? " MiB" : ""
    }`
  ).join(", ");

/**
 * Judges whether a soak grew: its last quarter against its second, when caches and pools are warm.
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
  return slacks.flatMap(({ measure, share, plus, count, read }) => {
    const values = (from: number, to: number) =>
      samples.slice(Math.floor(samples.length * from), Math.ceil(samples.length * to))
        .map(read).filter((value) => typeof value === "number");
    const before = count.before(values(0.25, 0.5));
    const after = count.after(values(0.75, 1));
    if (!Number.isFinite(before + after)) return [];
    const limit = before * (1 + share) + plus;
    return [{ measure, before, after, limit, ok: after <= limit }];
  });
}

function least(values: readonly number[]): number {
  return Math.min(...values);
}
