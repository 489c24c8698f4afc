import { runEngine } from "./engine_run.ts";
import type { BenchRow } from "./measure.ts";
import { runPool } from "./pool_run.ts";
import { type ReadResult, runReads } from "./reads_run.ts";

/** How the benchmarks are run. */
export interface BenchOptions {
  /** The server; databases of the run's own are made on it and dropped. */
  readonly url: string;
  /** Fewer rounds and the smallest size alone. */
  readonly quick: boolean;
  /** Told of each line as it is there. */
  readonly onRow: (row: BenchRow) => void;
}

/** The groups of benchmarks by their names. */
export const benchGroups: Readonly<Record<string, (options: BenchOptions) => Promise<void>>> = {
  engine: async ({ url, onRow }) => (await runEngine({ url })).forEach(onRow),
  pool: async ({ url, onRow }) => (await runPool({ url })).forEach(onRow),
  reads: async ({ url, quick, onRow }) => {
    await runReads({
      url,
      ...(quick ? { scales: [1], effort: 0.2 } : {}),
      onResult: (result) => onRow(rowOf(result)),
    });
  },
};

function rowOf(result: ReadResult): BenchRow {
  const { name, against, rows, isCompressed, oursMs, plainMs, ratio, target } = result;
  return {
    name,
    against,
    size: `${rows} rows${isCompressed ? ", compressed" : ""}`,
    ours: oursMs,
    plain: plainMs,
    unit: "ms",
    ratio,
    target: { bound: target, kind: "at most" },
  };
}
