import type { RowConflict } from "./conflict_error.ts";
import { type RowProblem, RowsError } from "./rows_error.ts";
import type { WriteOutcome } from "./write_outcome.ts";

/** The progress of a load. */
export interface LoadProgress {
  /**
   * Whether rows are being read and checked, or written. With `commitEach`, each batch is both
   * before the next.
   */
  readonly phase: "reading" | "writing";
  /** How many rows were read. */
  readonly read: number;
  /** How many of them were written, or were already stored. */
  readonly written: number;
  /** How many of the read rows are committed, and therefore safe. */
  readonly committed: number;
}

/** The result of a load. `inserted`, `unchanged`, `conflicting` and `refused` add up to `rows`. */
export interface LoadResult {
  /** How many rows were given. */
  readonly rows: number;
  /** How many were not yet stored. */
  readonly inserted: number;
  /** How many were already stored with the same values. */
  readonly unchanged: number;
  /** How many were already stored with other values, and were kept or replaced as requested. */
  readonly conflicting: number;
  /** How many were refused: none unless they are collected. */
  readonly refused: number;
  /** The first conflicts. */
  readonly conflicts: readonly RowConflict[];
  /** The first reasons for refused rows. */
  readonly problems: readonly RowProblem[];
}

/** Counts what happens to the rows of a load. */
export class Tally {
  #counts = { inserted: 0, unchanged: 0, conflicting: 0, refused: 0 };
  readonly #conflicts: RowConflict[] = [];
  readonly #problems: RowProblem[] = [];
  #committed = 0;
  readonly #options: TallyOptions;

  /** Starts at zero. */
  constructor(options: TallyOptions) {
    this.#options = options;
  }

  /** How many rows were refused. */
  get refused(): number {
    return this.#counts.refused;
  }

  /** Whether nothing of the load will be stored any more. */
  get isGivenUp(): boolean {
    return !this.#options.collects && this.#counts.refused > 0;
  }

  /** Counts a refused row. */
  refuse(problems: readonly RowProblem[]): void {
    this.#counts.refused++;
    this.#keep(problems);
  }

  /** Counts rows that the server refused. */
  refuseMany({ refused, problems }: Pick<WriteOutcome, "refused" | "problems">): void {
    this.#counts.refused += refused;
    this.#keep(problems);
  }

  /** Throws if rows were refused and are not collected. */
  throwIfRefused(): void {
    if (!this.isGivenUp) return;
    throw new RowsError(this.#options.table, this.#problems, {
      refused: this.#counts.refused,
      ...this.#committed === 0 ? {} : { stored: `the ${this.#committed} rows before are stored` },
    });
  }

  /** Adds the result of writing rows. */
  async add(
    outcomes: readonly WriteOutcome[],
    { read, isCommitted }: { readonly read: number; readonly isCommitted: boolean },
  ): Promise<void> {
    for (const outcome of outcomes) {
      this.#counts.inserted += outcome.inserted;
      this.#counts.unchanged += outcome.unchanged;
      this.#counts.conflicting += outcome.conflicting;
      const room = this.#options.maxExamples - this.#conflicts.length;
      this.#conflicts.push(...outcome.conflicts.slice(0, room));
      this.refuseMany(outcome);
    }
    if (isCommitted) this.#committed = read;
    const { inserted, unchanged, conflicting } = this.#counts;
    await this.progress({ phase: "writing", read, written: inserted + unchanged + conflicting });
  }

  /** Reports the progress of the load. */
  async progress(
    { phase, read, written = 0 }: {
      readonly phase: LoadProgress["phase"];
      readonly read: number;
      readonly written?: number;
    },
  ): Promise<void> {
    await this.#options.onProgress?.({ phase, read, written, committed: this.#committed });
  }

  /** Returns the result of the load. */
  result(rows: number): LoadResult {
    return { rows, ...this.#counts, conflicts: this.#conflicts, problems: this.#problems };
  }

  #keep(problems: readonly RowProblem[]): void {
    this.#problems.push(...problems.slice(0, this.#options.maxExamples - this.#problems.length));
  }
}

interface TallyOptions {
  readonly table: string;
  readonly collects: boolean;
  readonly maxExamples: number;
  readonly onProgress: ((progress: LoadProgress) => void | Promise<void>) | undefined;
}
