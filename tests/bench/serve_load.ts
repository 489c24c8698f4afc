import { median } from "./measure.ts";

/** What a load gave. */
export interface LoadResult {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

/** Runs calls from a number of callers at once, and returns how fast they were. */
export async function load(
  call: (turn: number) => Promise<unknown>,
  options: { readonly callers: number; readonly calls: number },
): Promise<LoadResult> {
  const { callers, calls } = options;
  const times: number[] = [];
  let turn = 0;
  const begun = performance.now();
  await Promise.all(Array.from({ length: callers }, async () => {
    while (turn < calls) {
      const started = performance.now();
      await call(turn++);
      times.push(performance.now() - started);
    }
  }));
  const seconds = (performance.now() - begun) / 1_000;
  times.sort((a, b) => a - b);
  return {
    perSecond: times.length / seconds,
    p50: median(times),
    p99: times[Math.floor(times.length * 0.99)] ?? NaN,
  };
}

/** Runs two loads in turn, a part of the calls each time, and returns the median of each figure. */
export async function loadPair(
  ours: (turn: number) => Promise<unknown>,
  plain: (turn: number) => Promise<unknown>,
  options: { readonly callers: number; readonly calls: number; readonly rounds: number },
): Promise<{ readonly ours: LoadResult; readonly plain: LoadResult }> {
  const results = { ours: [] as LoadResult[], plain: [] as LoadResult[] };
  const warm = { callers: options.callers, calls: Math.ceil(options.calls / 5) };
  await load(ours, warm);
  await load(plain, warm);
  for (let round = 0; round < options.rounds; round++) {
    const pairs = round % 2 === 0
      ? [["ours", ours], ["plain", plain]] as const
      : [["plain", plain], ["ours", ours]] as const;
    for (const [key, call] of pairs) results[key].push(await load(call, options));
  }
  return { ours: middle(results.ours), plain: middle(results.plain) };
}

function middle(results: readonly LoadResult[]): LoadResult {
  return {
    perSecond: median(results.map(({ perSecond }) => perSecond)),
    p50: median(results.map(({ p50 }) => p50)),
    p99: median(results.map(({ p99 }) => p99)),
  };
}
