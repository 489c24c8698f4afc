import { join } from "node:path";
import { runTests } from "../support/run_tests.ts";
import type { FaultRoom } from "./fault_line.ts";
import { FIGURES_FILE, sumFigures } from "./figures.ts";
import { printedResults } from "./printed_results.ts";
import { filesOf } from "./scope.ts";
import { type LineResult, lineResults } from "./table.ts";

/** Options of {@linkcode runFaults}. */
export interface RunFaultsOptions {
  /** The project folder. */
  readonly root: string;
  /** The rooms to run. */
  readonly rooms: readonly FaultRoom[];
  /** Whether the long form runs: every place instead of every kind. */
  readonly isLong: boolean;
  /** The servers of the tests, by variable. */
  readonly variables: Readonly<Record<string, string>>;
  /** Whether `deno test` writes in color. */
  readonly color: boolean;
  /** Called with each line that it prints. */
  readonly onLine: (line: string) => void;
  /** Stops the tests. */
  readonly signal: AbortSignal;
}

/** Runs the tests that the table names, and sets what they did against it. */
export async function runFaults(
  { rooms, isLong, variables, ...options }: RunFaultsOptions,
): Promise<LineResult[]> {
  const folder = await Deno.makeTempDir({ prefix: "strata_faults_" });
  try {
    const lines: string[] = [];
    const figures = join(folder, "figures.jsonl");
    await Deno.writeTextFile(figures, "");
    await runTests({
      ...options,
      onLine(line) {
        lines.push(line);
        options.onLine(line);
      },
      // The long form has the machine to itself, for its figures.
      args: [
        "--no-check",
        ...(isLong ? [] : ["--parallel"]),
        ...filesOf(rooms),
      ],
      variables: {
        ...variables,
        [FIGURES_FILE]: figures,
        ...(isLong ? { STRATA_TEST_FAULTS: "all" } : {}),
      },
    });
    const sums = sumFigures(await Deno.readTextFile(figures));
    return lineResults(rooms, printedResults(lines), sums);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
