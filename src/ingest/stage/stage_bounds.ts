import { type ListBound, LONGEST_LIST, SAMPLE_EVERY } from "../encode/column_writer.ts";
import type { Source } from "./source.ts";
import type { PlannedColumn } from "../encode/table_plan.ts";

/** What is known about the rows of one shape in a stage, without asking the server. */
export class StageBounds {
  /** The columns that the rows give. */
  readonly columns: readonly PlannedColumn[];
  readonly #lists = new Map<PlannedColumn, Set<string> | undefined>();
  readonly #samples = new Map<PlannedColumn, string[]>();

  /** Starts without rows. */
  constructor(columns: readonly PlannedColumn[]) {
    this.columns = columns;
  }

  /** Adds the bounds of a batch. */
  add(source: Source): void {
    for (const [column, bound] of source.bounds) {
      if (bound.kind === "range") {
        const samples = this.#samples.get(column) ?? [];
        for (const sample of bound.samples) samples.push(sample);
        this.#samples.set(column, samples);
      }
    }
    for (const column of this.columns) {
      const bound = source.bounds.get(column);
      if (bound?.kind === "range") continue;
      const known = this.#lists.has(column) ? this.#lists.get(column) : new Set<string>();
      this.#lists.set(column, bound === undefined ? undefined : merged(known, bound));
    }
  }

  /** The distinct values of the columns that have few. */
  get lists(): ReadonlyMap<PlannedColumn, ListBound> {
    return new Map(
      [...this.#lists].flatMap(([column, elements]) =>
        elements === undefined ? [] : [[column, { kind: "list", elements }]]
      ),
    );
  }

  /** Values of a time column with about this many rows between them, as an array in text form. */
  cuts(column: PlannedColumn, rows: number): string {
    const samples = (this.#samples.get(column) ?? []).sort();
    const step = Math.max(1, Math.round(rows / SAMPLE_EVERY));
    const cuts = samples.filter((_, i) => i > 0 && i % step === 0);
    return `{${cuts.map((cut) => `"${cut}"`).join(",")}}`;
  }
}

function merged(known: Set<string> | undefined, bound: ListBound): Set<string> | undefined {
  if (known === undefined) return undefined;
  for (const element of bound.elements) known.add(element);
  return known.size > LONGEST_LIST ? undefined : known;
}
