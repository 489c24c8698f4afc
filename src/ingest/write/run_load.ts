import { Intake } from "../read/intake.ts";
import { loadAll, loadEach, type SourceWriter } from "./load.ts";
import { RowReader, type RowSource } from "../read/row_reader.ts";
import { type LoadProgress, type LoadResult, Tally } from "../refuse/tally.ts";
import { traced, type TracedSpan } from "../../base/telemetry/mod.ts";
import { takesBinary } from "./binary_parameters.ts";
import { namedAttributes, noteLoad } from "./note_load.ts";
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
  /** The function that was called, for traces. */
  readonly operation: string;
  readonly isPlaced?: boolean;
  readonly readsOn?: boolean;
}

/** Runs a load of rows from their source to their writer. */
export async function runLoad(
  rows: RowSource<unknown>,
  options: RunLoadOptions,
): Promise<LoadResult> {
  const names = { operation: options.operation, table: options.writer.plan.name };
  const name = `${names.operation} ${names.table}`;
  return await traced(
    { name, attributes: namedAttributes(names) },
    (span) => load(rows, { ...options, span }),
  );
}

async function load(
  rows: RowSource<unknown>,
  { target, writer, options, operation, span, isPlaced = false, readsOn = false }:
    & RunLoadOptions
    & { readonly span: TracedSpan },
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
  const note = (counts: LoadResult): void =>
    noteLoad(span, { operation, table: plan.name }, { ...counts, batches: intake.batches });
  try {
    await (options.commitEach ? loadEach(load) : loadAll(load));
  } catch (error) {
    // What was counted before is stored only if each batch is committed.
    const { rows, refused, ...rest } = tally.result(reader.count);
    note(options.commitEach ? { rows, refused, ...rest } : { ...NOTHING, rows, refused });
    throw error;
  }
  const result = tally.result(reader.count);
  note(result);
  return result;
}

const NOTHING = { inserted: 0, unchanged: 0, conflicting: 0, conflicts: [], problems: [] } as const;
