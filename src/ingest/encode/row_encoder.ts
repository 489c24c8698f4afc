import type { Buffer } from "node:buffer";
import type { ColumnBound, ColumnWriter } from "./column_writer.ts";
import { RowNumbers } from "./fixed_array.ts";
import type { PlannedColumn, TablePlan } from "./table_plan.ts";
import type { GivenRow } from "./table_rules.ts";

/** Rows that give the same columns, as parameters of a statement. */
export interface EncodedRows {
  /** Identifies the set of given columns within a load. */
  readonly shape: number;
  readonly columns: readonly PlannedColumn[];
  /** An array per column. */
  readonly values: readonly (Buffer | string)[];
  /** The rows' numbers in the input, as `int8[]`. */
  readonly numbers: Buffer | string;
  readonly count: number;
  /** The values of the key columns, as far as known. */
  readonly bounds: ReadonlyMap<PlannedColumn, ColumnBound>;
}

/**
 * Checks rows as they arrive and converts them to arrays, one per column. Rows that give different
 * columns go to different statements: a column that a row leaves out is neither compared nor
 * overwritten.
 */
export class RowEncoder {
  /** How many rows it holds. */
  count = 0;
  readonly #plan: TablePlan;
  readonly #shapes = new Map<string, Shape>();
  readonly #tracked: ReadonlySet<PlannedColumn>;

  /** Creates an encoder of rows for one table. */
  constructor(plan: TablePlan) {
    this.#plan = plan;
    this.#tracked = new Set([...plan.leading, ...plan.time === undefined ? [] : [plan.time]]);
  }

  /** Takes a row; returns false if it does not fit the table. */
  add(input: unknown, number: number): boolean {
    if (typeof input !== "object" || input === null) return false;
    let row: GivenRow;
    try {
      // as: any object can be asked for its fields.
      row = this.#plan.complete(input as GivenRow);
    } catch {
      // explainRow meets the same error and reports it
      return false;
    }
    const shape = this.#shapeOf(row);
    if (!shape.isWhole || !this.#plan.holds(row) || !this.#push(row, shape)) return false;
    shape.numbers.add(number);
    this.count++;
    return true;
  }

  /** Returns its rows, in the order of the first row of each shape, and starts again empty. */
  take(isBinary = true): EncodedRows[] {
    const taken = [...this.#shapes.values()].filter(({ numbers }) => numbers.length > 0);
    const encoded = taken.map(({ shape, columns, writers, numbers }) => ({
      shape,
      columns,
      values: writers.map((writer) => writer.finish(isBinary)),
      numbers: numbers.finish(isBinary),
      count: numbers.length,
      bounds: new Map(columns.flatMap((column, i) => {
        const bound = this.#tracked.has(column) ? writers[i]?.bound() : undefined;
        return bound === undefined ? [] : [[column, bound] as const]; // a pair, not an array
      })),
    }));
    for (const shape of taken) this.#begin(shape);
    this.count = 0;
    return encoded;
  }

  #shapeOf(row: GivenRow): Shape {
    const { columns } = this.#plan;
    let name = "";
    let given = 0;
    for (let i = 0; i < columns.length; i++) {
      const planned = columns[i];
      if (planned === undefined || row[planned.key] === undefined) continue;
      name += i < 26 ? ALPHABET[i] : `${i}.`;
      given++;
    }
    if (Object.keys(row).length !== given && this.#hasUnknownKey(row)) return BROKEN;
    return this.#shapes.get(name) ?? this.#addShape(name, row);
  }

  #hasUnknownKey(row: GivenRow): boolean {
    const { columns } = this.#plan;
    return Object.keys(row).some((key) => !columns.some((planned) => planned.key === key));
  }

  #addShape(name: string, row: GivenRow): Shape {
    const isGiven = ({ key }: PlannedColumn) => row[key] !== undefined;
    const columns = this.#plan.columns.filter((planned) =>
      isGiven(planned) || (planned.isKey && planned.constant !== undefined)
    );
    const isWhole = this.#plan.columns.every((planned) =>
      columns.includes(planned) || !planned.isRequired
    );
    const shape = { ...BROKEN, shape: this.#shapes.size, columns, isWhole };
    this.#begin(shape);
    this.#shapes.set(name, shape);
    return shape;
  }

  #begin(shape: Shape): void {
    const room = shape.numbers.length;
    shape.numbers = new RowNumbers(room);
    shape.writers = shape.columns.map((column) =>
      column.codec.writer({ track: this.#tracked.has(column), room })
    );
  }

  #push(row: GivenRow, { columns, writers }: Shape): boolean {
    for (let i = 0; i < columns.length; i++) {
      const planned = columns[i];
      const writer = writers[i];
      if (planned === undefined || writer === undefined) return false;
      const value = row[planned.key] ?? (row[planned.key] === null ? null : planned.constant);
      if (value === null && !planned.column.notNull) writer.appendNull();
      else if (value === null || !writer.push(value)) {
        for (const earlier of writers.slice(0, i)) earlier.undo();
        return false;
      }
    }
    return true;
  }
}

interface Shape {
  readonly shape: number;
  readonly columns: readonly PlannedColumn[];
  /** Whether every required column is given. */
  readonly isWhole: boolean;
  writers: readonly ColumnWriter[];
  numbers: RowNumbers;
}

const ALPHABET = "abcdefghijklmnopqrstuvwxyz";
const BROKEN: Shape = {
  shape: -1,
  columns: [],
  isWhole: false,
  writers: [],
  numbers: new RowNumbers(0),
};
