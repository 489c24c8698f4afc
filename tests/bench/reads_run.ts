import { medianPair } from "./measure.ts";
import { type ReadBenchmark, readBenchmarks } from "./reads_bench.ts";
import { compressReadsData, writeReadsData } from "./reads_data.ts";
import { migrations } from "../../migrations/mod.ts";
import { createDatabase, type Database } from "../../src/database/mod.ts";
import { createMigrator, openPostgresSession } from "../../src/migrate/mod.ts";
import { throwawayDatabase } from "../support/mod.ts";

/** How the reads are measured. */
export interface RunReadsOptions {
  /** A server; a database of the run's own is made on it and dropped. */
  readonly url: string;
  /** How many times the rows of the smallest size; 1, 4 and 16 by default. */
  readonly scales?: readonly number[];
  /** Only reads whose name holds this. */
  readonly only?: string;
  /** The time for writing the rows of one scale; a minute by default. */
  readonly dataBudgetMs?: number;
  /** The part of each read's rounds that is run: 1 by default, less for a quick look. */
  readonly effort?: number;
  /** Told of each result as it is there. */
  readonly onResult?: (result: ReadResult) => void;
}

/** A read measured on one size and state of the tables. */
export interface ReadResult {
  /** What was read. */
  readonly name: string;
  /** What it was compared with. */
  readonly against: string;
  /** How many times the rows of the smallest size. */
  readonly scale: number;
  /** The rows of the two tables together. */
  readonly rows: number;
  /** Whether the chunks were compressed. */
  readonly isCompressed: boolean;
  /** The median of ours, in milliseconds. */
  readonly oursMs: number;
  /** The median of the statement by hand, in milliseconds. */
  readonly plainMs: number;
  /** Ours by the statement's. */
  readonly ratio: number;
  /** The ratio that it must keep to. */
  readonly target: number;
  /** The memory that the process held after it, in MiB. */
  readonly residentMib: number;
}

/** Measures every read on every size, first on rows as they were written, then compressed. */
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
      for (const one of readBenchmarks) {
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

/** Holds that both read the same, lets plans and code settle, and takes the medians. */
async function measure(
  one: ReadBenchmark,
  database: Database,
  effort: number,
): Promise<Pick<ReadResult, "oursMs" | "plainMs" | "ratio">> {
  const rounds = Math.max(3, Math.round(one.rounds * effort));
  // A statement that is prepared is planned anew five times before its plan is kept.
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
