import { lockChunks } from "./chunk_locks.ts";
import { leaveOutBadRows } from "./leave_out.ts";
import { isRowFailure } from "../refuse/row_failure.ts";
import type { Batch, Intake } from "../read/intake.ts";
import { encodedSource, type Source } from "../stage/source.ts";
import { openStage, type Stage } from "../stage/stage.ts";
import type { TablePlan } from "../encode/table_plan.ts";
import type { Tally } from "../refuse/tally.ts";
import { inSavepoint, inTransaction } from "./transaction.ts";
import type { WriteOutcome } from "../refuse/write_outcome.ts";
import { type DrizzleTarget, isTransaction, run } from "../stage/write_target.ts";

/** How to write the rows of a load once a statement can read them. */
export interface SourceWriter {
  readonly plan: TablePlan;
  /** Whether rows that the server refuses are left out. */
  readonly collects: boolean;
  readonly maxExamples: number;
  /** Prepares the writing of the sources, for example by locking. */
  prepare?(tx: DrizzleTarget, sources: readonly Source[]): Promise<void>;
  /** Writes them fast, or fails with a row failure. */
  quickly(tx: DrizzleTarget, source: Source): Promise<WriteOutcome>;
  /** Writes them in every case, but more slowly. */
  carefully(tx: DrizzleTarget, source: Source): Promise<WriteOutcome>;
}

/** A load: its input, how it is written, and its counts. */
export interface Load {
  readonly target: DrizzleTarget;
  readonly intake: Intake;
  readonly writer: SourceWriter;
  readonly tally: Tally;
  readonly batchRows: number;
  readonly signal: AbortSignal | undefined;
}

/** Writes each batch in its own transaction, committed before the next batch is read. */
export async function loadEach(load: Load): Promise<void> {
  const { intake, tally } = load;
  for (let batch = await intake.fill();; batch = await intake.fill()) {
    const outcomes = await writeBatch(load, batch);
    await tally.add(outcomes, { read: intake.read, isCommitted: true });
    if (batch.isLast) return;
  }
}

/** Writes all rows in one transaction; more than one batch is first gathered in a stage. */
export async function loadAll(load: Load): Promise<void> {
  const { intake, tally } = load;
  const first = await intake.fill();
  const outcomes = first.isLast ? await writeBatch(load, first) : await writeStaged(load, first);
  await tally.add(outcomes, { read: intake.read, isCommitted: !isTransaction(load.target) });
}

async function writeBatch(load: Load, batch: Batch): Promise<readonly WriteOutcome[]> {
  const { target, writer, signal } = load;
  const sources = batch.rows.map(encodedSource);
  if (sources.length === 0) return [];
  const isRepeatable = !isTransaction(target);
  const writeAll = (write: "quickly" | "carefully") => {
    let attempts = 0;
    return async (tx: DrizzleTarget) => {
      if (attempts++ > 0) await lockChunks(tx, writer.plan, sources);
      await writer.prepare?.(tx, sources);
      return await each(sources, (source) => writer[write](tx, source));
    };
  };
  try {
    return await inTransaction(target, writeAll("quickly"), { isRepeatable, signal });
  } catch (error) {
    if (!isRowFailure(error)) throw error;
  }
  return await inTransaction(target, writeAll("carefully"), { isRepeatable, signal });
}

async function writeStaged(load: Load, first: Batch): Promise<readonly WriteOutcome[]> {
  const { target, writer, signal } = load;
  // The source cannot be read again, so only the last part can be repeated.
  return await inTransaction(target, async (tx) => {
    const stage = await openStage(tx, writer.plan, { sliceRows: load.batchRows });
    await gather(load, { tx, stage, first });
    let attempts = 0;
    const outcomes = await inSavepoint(tx, async (savepoint) => {
      const sources = await stage.slices(savepoint);
      if (attempts++ > 0) await lockChunks(savepoint, writer.plan, sources);
      return await merge(load, savepoint, sources);
    }, signal);
    if (isTransaction(target)) await stage.drop(tx);
    return outcomes;
  }, { isRepeatable: false });
}

async function gather(
  load: Load,
  { tx, stage, first }: {
    readonly tx: DrizzleTarget;
    readonly stage: Stage;
    readonly first: Batch;
  },
): Promise<void> {
  const { intake, tally } = load;
  let batch = first;
  for (;;) {
    // The server stores a batch while the next one is read and checked here.
    const stored = stageBatch(load, { tx, stage, batch });
    stored.catch(() => {});
    if (batch.isLast) return await stored;
    await afterSending();
    const next = await intake.fill();
    await stored;
    await tally.progress({ phase: "reading", read: intake.read });
    batch = next;
  }
}

async function stageBatch(
  { writer, tally }: Load,
  { tx, stage, batch }: {
    readonly tx: DrizzleTarget;
    readonly stage: Stage;
    readonly batch: Batch;
  },
): Promise<void> {
  const isLoose = writer.plan.columns.some(({ codec }) => codec.isLoose);
  for (const rows of batch.rows) {
    const source = encodedSource(rows);
    const attempt = (_plan: TablePlan, part: Source) => stage.addStatement(part, rows.shape);
    if (!isLoose) await run(tx, attempt(writer.plan, source));
    else {
      const work = (savepoint: DrizzleTarget, left: Source) =>
        run(savepoint, attempt(writer.plan, left));
      const { bad } = await leaveOutBadRows(tx, source, { ...writer, attempt, work });
      tally.refuseMany(bad);
    }
  }
}

async function merge(
  { intake, writer, tally, signal }: Load,
  tx: DrizzleTarget,
  sources: readonly Source[],
): Promise<readonly WriteOutcome[]> {
  let written = 0;
  await writer.prepare?.(tx, sources);
  return await each(sources, async (source) => {
    signal?.throwIfAborted();
    const outcome = await mergeSlice(writer, tx, source);
    written += source.count;
    await tally.progress({ phase: "writing", read: intake.read, written });
    return outcome;
  });
}

async function mergeSlice(
  writer: SourceWriter,
  tx: DrizzleTarget,
  source: Source,
): Promise<WriteOutcome> {
  try {
    return await tx.transaction((savepoint) => writer.quickly(savepoint, source));
  } catch (error) {
    if (!isRowFailure(error)) throw error;
  }
  return await writer.carefully(tx, source);
}

async function each<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (const item of items) results.push(await work(item));
  return results;
}

/** Lets the event loop turn once, so that the data is sent to the socket. */
function afterSending(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
