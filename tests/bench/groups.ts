import { runBacktest } from "./backtest_run.ts";
import { runEngine } from "./engine_run.ts";
import { runExports } from "./export_run.ts";
import { runFetch } from "./fetch_run.ts";
import { functionBenchmarks } from "./functions_bench.ts";
import type { BenchRow } from "./measure.ts";
import { runPool } from "./pool_run.ts";
import { type ReadResult, runReads } from "./reads_run.ts";
import { runServe } from "./serve_run.ts";
import { runStreams } from "./streams_run.ts";
import { runTelemetry } from "./telemetry_run.ts";
import { runWrites } from "./writes_bench.ts";
import { runSegments } from "./writes_segments.ts";

/** Options of a benchmark run. */
export interface BenchOptions {
  /** The server; the run creates its own databases there and drops them. */
  readonly url: string;
  /** Fewer rounds, and only the smallest size. */
  readonly quick: boolean;
  /** The import of deno-postgres. */
  readonly denoPostgres: string;
  /** Called with what was left out, and why. */
  readonly onNote: (note: string) => void;
  /** Called with each finished row. */
  readonly onRow: (row: BenchRow) => void;
}

/** The groups of benchmarks by name. */
export const benchGroups: Readonly<Record<string, (options: BenchOptions) => Promise<void>>> = {
  engine: async ({ url, onRow }) => (await runEngine({ url })).forEach(onRow),
  pool: async (options) => (await runPool(options)).forEach(options.onRow),
  reads: async ({ url, quick, onRow }) => {
    await runReads({
      url,
      ...(quick ? { scales: [1], effort: 0.2 } : {}),
      onResult: (result) => onRow(rowOf(result)),
    });
  },
  functions: async ({ url, quick, onRow }) => {
    await runReads({
      url,
      benchmarks: functionBenchmarks,
      scales: quick ? [1] : [1, 4],
      ...(quick ? { effort: 0.2 } : {}),
      onResult: (result) => onRow(rowOf(result)),
    });
  },
  backtest: ({ url, quick, onRow }) =>
    runBacktest({ url, scale: quick ? 1 : 4, effort: quick ? 0.3 : 1, onRow }),
  writes: async ({ url, quick, onRow }) => {
    await runWrites({ url, ...(quick ? { scales: [1], rounds: 1 } : {}), onRow });
  },
  fetch: runFetch,
  export: runExports,
  serve: runServe,
  streams: runStreams,
  telemetry: runTelemetry,
  segments: async ({ url, quick, onRow, onNote }) => {
    const rows = await runSegments({ url, ...(quick ? { symbols: 10, days: 3 } : {}) });
    if (rows.length === 0) {
      onNote("The segments of ohlcv are left out: this server has no compression");
    }
    rows.forEach(onRow);
  },
};

function rowOf(result: ReadResult): BenchRow {
  const { name, against, rows, isCompressed, oursMs, plainMs, ratio, target, residentMib } = result;
  return {
    name,
    against,
    size: `${rows} rows${isCompressed ? ", compressed" : ""}`,
    ours: oursMs,
    plain: plainMs,
    unit: "ms",
    ratio,
    target: { bound: target, kind: "at most" },
    residentMib,
  };
}
