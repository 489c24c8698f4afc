/** A row of the benchmark's table: ours and the plain tool, measured in the same run. */
export interface BenchRow {
  /** What is measured. */
  readonly name: string;
  /** What it is compared with. */
  readonly against: string;
  /** The size: rows, chunks or the like. */
  readonly size: string;
  /** Our median. */
  readonly ours: number;
  /** The plain tool's median. */
  readonly plain: number;
  /** The unit of both. */
  readonly unit: "ms" | "rows/s" | "requests/s" | "MiB";
  /** Ours divided by the plain tool's. */
  readonly ratio: number;
  /** The bound for the ratio; null if it is only reported. */
  readonly target: { readonly bound: number; readonly kind: "at most" | "at least" } | null;
  /** The memory in MiB that the process held afterwards, if measured. */
  readonly residentMib?: number;
}

/** Formats a row as a line. */
export function lineOf(row: BenchRow): string {
  const { name, against, size, ours, plain, unit, ratio, target, residentMib } = row;
  const bound = target === null ? "" : `, target ${target.kind} ${target.bound}`;
  const word = target === null ? "named" : meetsTarget(row) ? "met" : "missed";
  const memory = residentMib === undefined ? "" : `, ${residentMib} MiB resident`;
  return `${name} (${size}${memory}): ${figure(ours)} ${unit}; ${against}: ${figure(plain)} ` +
    `${unit}; ratio ${ratio.toFixed(2)}${bound}: ${word}`;
}

function figure(value: number): string {
  return value >= 1_000 ? Math.round(value).toLocaleString("en-US") : value.toFixed(1);
}

/** Tells whether a row meets its target. */
export function meetsTarget({ ratio, target }: BenchRow): boolean {
  if (target === null) return true;
  return target.kind === "at most" ? ratio <= target.bound : ratio >= target.bound;
}

/**
 * Runs two pieces of work in turn, so that other load on the machine affects both, and returns the
 * median time of each in milliseconds.
 */
export async function medianPair(
  ours: () => Promise<unknown>,
  plain: () => Promise<unknown>,
  options: { readonly rounds: number },
): Promise<{ readonly ours: number; readonly plain: number }> {
  const times = { ours: [] as number[], plain: [] as number[] };
  await ours();
  await plain();
  for (let round = 0; round < options.rounds; round++) {
    const pairs = round % 2 === 0
      ? [["ours", ours], ["plain", plain]] as const
      : [["plain", plain], ["ours", ours]] as const;
    for (const [key, work] of pairs) {
      const begun = performance.now();
      await work();
      times[key].push(performance.now() - begun);
    }
  }
  return { ours: median(times.ours), plain: median(times.plain) };
}

/** The median of some numbers. */
export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)] ?? NaN;
  return Number.isInteger(middle) ? (upper + (sorted[middle - 1] ?? NaN)) / 2 : upper;
}
