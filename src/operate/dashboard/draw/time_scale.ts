/** A stretch of time without chunks, which is drawn short. */
export interface ScaleBreak {
  /** Where it stands, in percent. */
  readonly at: number;
  /** What it leaves out. */
  readonly from: number;
  readonly to: number;
}

/** Turns instants into places. */
export interface TimeScale {
  /** The place of an instant, in percent. */
  place(at: number): number;
  readonly breaks: readonly ScaleBreak[];
  /** The stretches that are drawn in proportion, oldest first. */
  readonly runs: readonly Span[];
}

interface Span {
  readonly from: number;
  readonly to: number;
}

/** A gap is drawn short if it takes more than this share of all time. */
const LONG = 0.3;

/** The width of a gap that is drawn short, in percent. */
const GAP = 4;

/** Makes the scale of ranges, oldest first: long gaps between them are drawn short. */
export function timeScale(ranges: readonly Span[]): TimeScale {
  const [begin, end] = [ranges[0]?.from ?? 0, Math.max(...ranges.map(({ to }) => to))];
  const runs: Span[] = [];
  for (const { from, to } of ranges) {
    const last = runs.at(-1);
    if (last === undefined || from - last.to > (end - begin) * LONG) runs.push({ from, to });
    else runs[runs.length - 1] = { from: last.from, to: Math.max(last.to, to) };
  }
  const drawn = runs.reduce((sum, { from, to }) => sum + to - from, 0);
  const percent = (100 - GAP * (runs.length - 1)) / drawn;
  const starts = runs.map((_, i) =>
    runs.slice(0, i).reduce((sum, { from, to }) => sum + (to - from) * percent + GAP, 0)
  );
  return {
    runs,
    place(at) {
      const i = Math.max(0, runs.findLastIndex(({ from }) => at >= from));
      const run = runs[i] ?? { from: begin, to: end };
      return (starts[i] ?? 0) + (Math.min(at, run.to) - run.from) * percent;
    },
    breaks: runs.slice(1).map(({ from }, i) => ({
      at: (starts[i + 1] ?? 0) - GAP / 2,
      from: runs[i]?.to ?? from,
      to: from,
    })),
  };
}
