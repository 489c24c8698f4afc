import { type EncodedRows, RowEncoder } from "../encode/row_encoder.ts";
import { explainRow } from "../refuse/row_problems.ts";
import type { RowReader } from "./row_reader.ts";
import type { RowProblem } from "../refuse/rows_error.ts";
import type { TablePlan } from "../encode/table_plan.ts";
import type { Tally } from "../refuse/tally.ts";

/** Rows that were read and checked. */
export interface Batch {
  readonly rows: readonly EncodedRows[];
  /** Whether the source has no more. */
  readonly isLast: boolean;
}

/** A row with a number that identifies its origin. */
export interface PlacedRow {
  /** Its number, unique among the rows. */
  readonly number: number;
  readonly row: unknown;
  /** Why it is refused, if that is already known. */
  readonly problems?: readonly RowProblem[];
}

/** Options of an intake. */
export interface IntakeOptions {
  readonly tally: Tally;
  readonly batchRows: number;
  readonly signal: AbortSignal | undefined;
  /** Whether the driver sends binary parameters. */
  readonly isBinary: boolean;
  /** Whether the reader's rows have their own numbers; otherwise they are counted from 1. */
  readonly isPlaced: boolean;
  /** Whether all rows are read, and every bad one reported, even if nothing will be stored. */
  readonly readsOn: boolean;
}

/** Reads rows, checks them, and passes them on in batches. */
export class Intake {
  readonly #plan: TablePlan;
  readonly #reader: RowReader<unknown>;
  readonly #encoder: RowEncoder;
  readonly #options: IntakeOptions;
  #batches = 0;

  /** Creates an intake from a reader. */
  constructor(plan: TablePlan, reader: RowReader<unknown>, options: IntakeOptions) {
    this.#plan = plan;
    this.#reader = reader;
    this.#encoder = new RowEncoder(plan);
    this.#options = options;
  }

  /** How many rows were read. */
  get read(): number {
    return this.#reader.count;
  }

  /** How many batches were passed on. */
  get batches(): number {
    return this.#batches;
  }

  /**
   * Reads the next batch.
   *
   * @throws {RowsError} If rows are refused and not collected; lists all of this batch.
   */
  async fill(): Promise<Batch> {
    const { batchRows, tally, signal } = this.#options;
    signal?.throwIfAborted();
    let isLast = false;
    while (!isLast && !this.#isFull(batchRows)) {
      const step = this.#reader.next();
      const { done, value } = step instanceof Promise ? await step : step;
      if (done) isLast = true;
      else this.#take(value);
    }
    tally.throwIfRefused();
    const rows = this.#encoder.take(this.#options.isBinary);
    if (rows.length > 0) this.#batches++;
    return { rows, isLast };
  }

  #isFull(batchRows: number): boolean {
    const { tally, readsOn, signal } = this.#options;
    // Once nothing will be stored, only a limited number of further rows, or all of them, are
    // checked, and none is kept.
    if (tally.isGivenUp && !readsOn) return tally.refused + this.#encoder.count >= batchRows;
    if (this.#encoder.count < batchRows) return false;
    if (!tally.isGivenUp) return true;
    signal?.throwIfAborted();
    this.#encoder.take();
    return false;
  }

  #take(value: unknown): void {
    const { tally, isPlaced } = this.#options;
    // as: with `isPlaced` every row is a placed one.
    const placed = isPlaced ? value as PlacedRow : undefined;
    const number = placed?.number ?? this.#reader.count;
    const row = placed === undefined ? value : placed.row;
    if (placed?.problems !== undefined) tally.refuse(placed.problems);
    else if (!this.#encoder.add(row, number)) tally.refuse(explainRow(this.#plan, row, number));
  }
}
