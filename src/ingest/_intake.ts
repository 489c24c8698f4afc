import { type EncodedRows, RowEncoder } from "./_row_encoder.ts";
import { explainRow } from "./_row_problems.ts";
import type { RowReader } from "./_row_reader.ts";
import type { TablePlan } from "./_table_plan.ts";
import type { Tally } from "./_tally.ts";

/** Rows that were read and checked. */
export interface Batch {
  readonly rows: readonly EncodedRows[];
  /** Whether the source has no more. */
  readonly isLast: boolean;
}

/** Reads rows, checks them, and hands them on in batches. */
export class Intake {
  readonly #plan: TablePlan;
  readonly #reader: RowReader<unknown>;
  readonly #encoder: RowEncoder;
  readonly #tally: Tally;
  readonly #options: { readonly batchRows: number; readonly signal: AbortSignal | undefined };

  /** Creates an intake from a reader. */
  constructor(
    plan: TablePlan,
    reader: RowReader<unknown>,
    options: {
      readonly tally: Tally;
      readonly batchRows: number;
      readonly signal: AbortSignal | undefined;
    },
  ) {
    this.#plan = plan;
    this.#reader = reader;
    this.#encoder = new RowEncoder(plan);
    this.#tally = options.tally;
    this.#options = options;
  }

  /** How many rows were read. */
  get read(): number {
    return this.#reader.count;
  }

  /**
   * Reads the next batch.
   *
   * @throws {RowsError} Where rows are refused and not collected, with all of this batch.
   */
  async fill(): Promise<Batch> {
    const { batchRows, signal } = this.#options;
    signal?.throwIfAborted();
    let isLast = false;
    while (this.#encoder.count < batchRows) {
      const step = this.#reader.next();
      const { done, value } = step instanceof Promise ? await step : step;
      if (done) {
        isLast = true;
        break;
      }
      if (this.#encoder.add(value, this.#reader.count)) continue;
      this.#tally.refuse(explainRow(this.#plan, value, this.#reader.count));
      // Once nothing will be stored, only so many more rows are looked at.
      if (this.#tally.isGivenUp && this.#tally.refused >= batchRows) break;
    }
    this.#tally.throwIfRefused();
    return { rows: this.#encoder.take(), isLast };
  }
}
