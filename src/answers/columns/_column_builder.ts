import { numericText } from "./_numeric_text.ts";
import type { BatchColumn, ColumnValues } from "./column_batch.ts";
import type { Column } from "./column_type.ts";

/** Collects the values of a column from PostgreSQL's binary format. */
export interface ColumnBuilder {
  /** Reads the value of `length` bytes at `at` as the row's. */
  read(bytes: CopyBytes, at: number, length: number, row: number): void;
  /** Marks the row's value as null. */
  skip(row: number): void;
  /** Returns the first `rows` values and begins anew. */
  take(rows: number): BatchColumn;
}

/** Bytes of a COPY, with a view on them. */
export interface CopyBytes {
  readonly bytes: Uint8Array;
  readonly view: DataView;
}

/** Creates the builder of a column, with room for `capacity` rows. */
export function columnBuilder(column: Column, capacity: number): ColumnBuilder {
  switch (column.type) {
    case "int32":
      return builderOf(() => new Int32Array(capacity), (values, row, { view }, at, length) => {
        values[row] = length === 2 ? view.getInt16(at) : view.getInt32(at);
      });
    case "float64":
      return builderOf(() => new Float64Array(capacity), (values, row, { view }, at, length) => {
        values[row] = length === 4 ? view.getFloat32(at) : view.getFloat64(at);
      });
    case "boolean":
      return builderOf(() => new Uint8Array(capacity), (values, row, { bytes }, at) => {
        values[row] = bytes[at] ?? 0;
      });
    case "date":
      return builderOf(() => new Int32Array(capacity), (values, row, { view }, at) => {
        values[row] = finiteDay(view.getInt32(at), column) + DAYS_TO_2000;
      });
    case "int64":
      return wordsBuilder(capacity, (words, row, { view }, at) => {
        words[2 * row] = view.getInt32(at + 4);
        words[2 * row + 1] = view.getInt32(at);
      });
    case "timestamp":
      return wordsBuilder(capacity, (words, row, { view }, at) => {
        const [high, low] = [view.getInt32(at), view.getUint32(at + 4)];
        refuseInfinite(high, low, column);
        // The sum of two 64-bit numbers by halves: big integers would take three times the time.
        const sum = low + LOW_TO_2000;
        words[2 * row] = sum | 0;
        words[2 * row + 1] = high + HIGH_TO_2000 + (sum > 0xffff_ffff ? 1 : 0);
      });
    case "decimal":
      return builderOf(
        () => new Array<string>(capacity).fill(""),
        (values, row, { view }, at) => {
          values[row] = numericText(view, at);
        },
      );
    case "text":
    case "json":
      return textBuilder(capacity);
  }
}

/** The day and the microsecond at which PostgreSQL's own count begins, 2000-01-01, from 1970. */
const DAYS_TO_2000 = 10_957;
const MICROSECONDS_TO_2000 = 946_684_800_000_000;
const LOW_TO_2000 = MICROSECONDS_TO_2000 % 2 ** 32;
const HIGH_TO_2000 = Math.floor(MICROSECONDS_TO_2000 / 2 ** 32);

function builderOf<Values extends ColumnValues>(
  create: () => Values,
  read: (values: Values, row: number, bytes: CopyBytes, at: number, length: number) => void,
): ColumnBuilder {
  let values = create();
  const nulls = nullsOf(values.length);
  return {
    read(bytes, at, length, row) {
      read(values, row, bytes, at, length);
    },
    skip: (row) => nulls.add(row),
    take(rows) {
      const taken = values;
      values = create();
      // as: a part of an array has the array's own type.
      const part = (rows === taken.length ? taken : taken.slice(0, rows)) as Values;
      return { values: part, ...nulls.take(rows) };
    },
  };
}

/** A builder of 64-bit integers, written by halves: low before high, as all of Deno's machines do. */
function wordsBuilder(
  capacity: number,
  read: (words: Int32Array, row: number, bytes: CopyBytes, at: number) => void,
): ColumnBuilder {
  let values = new BigInt64Array(capacity);
  let words = new Int32Array(values.buffer);
  const nulls = nullsOf(capacity);
  return {
    read(bytes, at, _length, row) {
      read(words, row, bytes, at);
    },
    skip: (row) => nulls.add(row),
    take(rows) {
      const taken = values;
      values = new BigInt64Array(capacity);
      words = new Int32Array(values.buffer);
      return { values: rows === capacity ? taken : taken.slice(0, rows), ...nulls.take(rows) };
    },
  };
}

/** A builder of texts that decodes a repeated one once: codes and units repeat row after row. */
function textBuilder(capacity: number): ColumnBuilder {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  let [last, lastText] = [new Uint8Array(0), ""];
  return builderOf(
    () => new Array<string>(capacity).fill(""),
    (values, row, { bytes }, at, length) => {
      if (!isSame(bytes, at, length, last)) {
        last = bytes.slice(at, at + length);
        lastText = decoder.decode(last);
      }
      values[row] = lastText;
    },
  );
}

function isSame(bytes: Uint8Array, at: number, length: number, last: Uint8Array): boolean {
  if (length !== last.length) return false;
  for (let i = 0; i < length; i++) if (bytes[at + i] !== last[i]) return false;
  return true;
}

function nullsOf(capacity: number) {
  let valid: Uint8Array | undefined;
  return {
    add(row: number): void {
      valid ??= new Uint8Array(capacity).fill(1);
      valid[row] = 0;
    },
    take(rows: number): { readonly valid?: Uint8Array } {
      const taken = valid;
      valid = undefined;
      return taken === undefined ? {} : { valid: taken.slice(0, rows) };
    },
  };
}

function finiteDay(day: number, column: Column): number {
  if (day !== 0x7fff_ffff && day !== -0x8000_0000) return day;
  throw infinite(column);
}

function refuseInfinite(high: number, low: number, column: Column): void {
  if (high === 0x7fff_ffff && low === 0xffff_ffff) throw infinite(column);
  if (high === -0x8000_0000 && low === 0) throw infinite(column);
}

function infinite(column: Column): RangeError {
  return new RangeError(
    `Cannot read the column "${column.name}": it holds an infinite ${column.type}, which files have ` +
      "no form for; leave such rows out",
  );
}
