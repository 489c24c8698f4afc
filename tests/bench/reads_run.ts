import { medianPair } from "./measure.ts";
import { type ReadBenchmark, readBenchmarks } from "./reads_bench.ts";
import { compressReadsData, writeReadsData } from "./reads_data.ts";
import { migrations } from "../../migrations/mod.ts";
import { createDatabase, type Database } from "../../src/database/mod.ts";
import { createMigrator, openPostgresSession } from "../../src/migrate/mod.ts";
import { throwawayDatabase } from "../support/mod.ts";

/** Options of {@linkcode runReads}. */
export interface RunReadsOptions {
  /** The server; the run creates its own database there and drops it. */
  readonly url: string;
  /** The multiples of the smallest size's rows; 1, 4 and 16 by default. */
  readonly scales?: readonly number[];
  /** The reads; each of ours against a handwritten statement by default. */
  readonly benchmarks?: readonly ReadBenchmark[];
  /** Only reads whose name contains this. */
  readonly only?: string;
  /** The time for writing the rows of one scale; a minute by default. */
  readonly dataBudgetMs?: number;
  /** The fraction of each read's rounds to run: 1 by default, less for a quick look. */
  readonly effort?: number;
  /** Called with each finished result. */
  readonly onResult?: (result: ReadResult) => void;
}

/** A read measured at one size and state of the tables. */
export interface ReadResult {
  /** What was read. */
  readonly name: string;
  /** What it was compared with. */
  readonly against: string;
  /** The multiple of the smallest size's rows. */
  readonly scale: number;
  /** The rows of the two tables together. */
  readonly rows: number;
  /** Whether the chunks were compressed. */
  readonly isCompressed: boolean;
  /** Our median, in milliseconds. */
  readonly oursMs: number;
  /** The median of the handwritten statement, in milliseconds. */
  readonly plainMs: number;
  /** Ours divided by the statement's. */
  readonly ratio: number;
  /** The bound for the ratio. */
  readonly target: number;
  /** The memory that the process held after it, in MiB. */
  readonly residentMib: number;
}

/** Measures every read at every size, first on rows as written, then compressed. */
export async function runReads(options: RunReadsOptions): Promise<readonly ReadResult[]> {
  const results: ReadResult[] = [];
  for (const scale of options.scales ?? [1, 4, 16]) {
    await using given = await throwawayDatabase(options.url);
    await createMigrator({ open: () => openPostgresSession(given.url), migrations }).up();
    const { dataBudgetMs } = options;
    const written = await writeReadsData(given.client, {
      scale,
      ...(dataBudgetMs === undefined ? {} : { budgetMs: dataBudgetMs }),
    });
    const rows = written.macroRows + written.barRows;
    await using database = createDatabase({ url: given.url });
    const measureAll = async (isCompressed: boolean): Promise<void> => {
      for (const one of options.benchmarks ?? readBenchmarks) {
        if (!one.name.includes(options.only ?? "")) continue;
        const times = await measure(one, database, options.effort ?? 1);
        const { name, against, target } = one;
        const residentMib = Math.round(Deno.memoryUsage().rss / 2 ** 20);
        const result = { name, against, scale, rows, isCompressed, ...times, target, residentMib };
        results.push(result);
        options.onResult?.(result);
      }
    };
    await measureAll(false);
    if (await compressReadsData(given.client)) await measureAll(true);
  }
  return results;
}

/** Asserts that both read the same, warms up, and takes the medians. */
async function measure(
  one: ReadBenchmark,
  database: Database,
  effort: number,
): Promise<Pick<ReadResult, "oursMs" | "plainMs" | "ratio">> {
  const rounds = Math.max(3, Math.round(one.rounds * effort));
  // The server plans a prepared statement five times before it keeps a plan.
  for (let round = 0; round < Math.min(7, rounds); round++) {
    const [found, wanted] = [await one.ours(database), await one.plain(database)];
    if (found === wanted) continue;
    throw new Error(`Cannot compare "${one.name}": ours read ${found}, by hand ${wanted}`);
  }
  const { ours, plain } = await medianPair(
    () => one.ours(database),
    () => one.plain(database),
    { rounds },
  );
  return { oursMs: ours, plainMs: plain, ratio: ours / plain };
}
