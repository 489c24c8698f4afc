import { Intake } from "../read/intake.ts";
import { loadAll, loadEach, type SourceWriter } from "./load.ts";
import { RowReader, type RowSource } from "../read/row_reader.ts";
import { type LoadProgress, type LoadResult, Tally } from "../refuse/tally.ts";
import { takesBinary } from "./binary_parameters.ts";
import { drizzleOf, type WriteTarget } from "../stage/write_target.ts";

/** The options of every load. */
export interface LoadOptions {
  /**
   * What to do with bad rows: `refuse` stores nothing and throws, `collect` continues without them
   * and returns their numbers, fields and reasons.
   */
  readonly badRows?: "refuse" | "collect";
  /** The number of rows in a batch; 20,000 by default. */
  readonly batchRows?: number;
  /**
   * How many conflicts and problems are kept as examples; 20 by default. Their counts are exact.
   */
  readonly maxExamples?: number;
  /** How long a source may take to yield a row, in milliseconds; 300,000 by default. */
  readonly stallTimeoutMs?: number;
  /** Called, and awaited, after each batch. */
  readonly onProgress?: (progress: LoadProgress) => void | Promise<void>;
  /** Ends the load between two batches, or while it waits for its source. */
  readonly signal?: AbortSignal;
}

/** A load, and the form of its rows. */
export interface RunLoadOptions {
  readonly target: WriteTarget;
  readonly writer: SourceWriter;
  readonly options: LoadOptions & { readonly commitEach?: boolean };
  readonly isPlaced?: boolean;
  readonly readsOn?: boolean;
}

/** Runs a load of rows from their source to their writer. */
export async function runLoad(
  rows: RowSource<unknown>,
  { target, writer, options, isPlaced = false, readsOn = false }: RunLoadOptions,
): Promise<LoadResult> {
  const { batchRows = 20_000, maxExamples = 20, stallTimeoutMs = 300_000, signal } = options;
  if (!(batchRows >= 1)) {
    throw new RangeError(`Cannot write ${batchRows} rows a batch: want 1 or more`);
  }
  const { plan } = writer;
  const tally = new Tally({
    table: plan.name,
    collects: options.badRows === "collect",
    maxExamples,
    onProgress: options.onProgress,
  });
  using reader = new RowReader(rows, { signal, stallTimeoutMs });
  const drizzle = drizzleOf(target);
  const isBinary = await takesBinary(drizzle);
  const intake = new Intake(plan, reader, {
    tally,
    batchRows,
    signal,
    isBinary,
    isPlaced,
    readsOn,
  });
  const load = { target: drizzle, intake, writer, tally, batchRows, signal };
  await (options.commitEach ? loadEach(load) : loadAll(load));
  return tally.result(reader.count);
}
