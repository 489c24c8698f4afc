import type { PgColumn } from "drizzle-orm/pg-core";
import {
  type ColumnBound,
  type ColumnCodec,
  type ColumnWriter,
  DistinctValues,
} from "./column_writer.ts";

/** Converts a value to text; undefined if the column cannot hold it. */
type ToText = (value: unknown) => string | undefined;

/**
 * Text: free, from a list, or of limited length. PostgreSQL stores no NUL and no half of a
 * surrogate pair.
 */
export function textCodec(column: PgColumn): ColumnCodec {
  const choices = column.enumValues === undefined || column.enumValues.length === 0
    ? undefined
    : new Set(column.enumValues);
  const longest = "length" in column && typeof column.length === "number"
    ? column.length
    : Infinity;
  const type = column.getSQLType();
  return {
    arrayType: "text[]",
    ...(type === "text" ? {} : { cast: type }),
    wanted: choices === undefined
      ? `a text${longest < Infinity ? ` of at most ${longest} characters` : ""} without NUL and ` +
        "lone surrogates"
      : `one of ${[...choices].join(", ")}`,
    writer: ({ track = false } = {}) =>
      new Texts(track, (value) => {
        if (typeof value !== "string") return undefined;
        if (choices !== undefined) return choices.has(value) ? value : undefined;
        if (value === "" && column.notNull) return undefined;
        if (value.length > longest && [...value].length > longest) return undefined;
        return isStorable(value) ? value : undefined;
      }),
  };
}

/** An exact decimal; one that the column's precision or scale would round is refused. */
export function decimalCodec(column: PgColumn): ColumnCodec {
  const { precision, scale } = limitsOf(column);
  return {
    arrayType: "text[]",
    cast: column.getSQLType(),
    wanted: precision === undefined
      ? 'a decimal number, "0.25"'
      : `a decimal number of ${precision} digits, ${scale} of them behind the point`,
    writer: ({ track = false } = {}) =>
      new Texts(track, (value) => {
        // For a column of exact decimals, a JavaScript number may already be rounded.
        const kind: string = typeof value;
        const text = kind === column.dataType ? plain(value) : undefined;
        return text !== undefined && fits(text, precision, scale) ? text : undefined;
      }),
  };
}

/** Any other type: `write` makes a text, which is cast to the column's type. */
export function castCodec(type: string, wanted: string, write: ToText): ColumnCodec {
  return {
    arrayType: "text[]",
    cast: type,
    wanted,
    writer: ({ track = false } = {}) =>
      new Texts(track, (value) => {
        const text = write(value);
        return text !== undefined && isStorable(text) ? text : undefined;
      }),
  };
}

class Texts implements ColumnWriter {
  readonly #elements: string[] = [];
  readonly #toText: ToText;
  readonly #values: DistinctValues<string> | undefined;
  #lastValue: unknown;
  #lastElement = "";

  constructor(track: boolean, toText: ToText) {
    this.#toText = toText;
    this.#values = track ? new DistinctValues() : undefined;
  }

  push(value: unknown): boolean {
    // Symbols and frequencies repeat: this text has already been checked.
    if (typeof value === "string" && value === this.#lastValue) {
      this.#elements.push(this.#lastElement);
      return true;
    }
    const text = this.#toText(value);
    if (text === undefined) return false;
    const element = quote(text);
    this.#values?.add(element);
    this.#lastValue = value;
    this.#lastElement = element;
    this.#elements.push(element);
    return true;
  }

  appendNull(): void {
    this.#elements.push("null");
  }

  undo(): void {
    this.#elements.pop();
  }

  finish(): string {
    return `{${this.#elements.join(",")}}`;
  }

  bound(): ColumnBound | undefined {
    return this.#values?.bound();
  }
}

function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes("\0");
}

function quote(text: string): string {
  return /["\\]/.test(text) ? `"${text.replace(/["\\]/g, "\\$&")}"` : `"${text}"`;
}

function plain(value: unknown): string | undefined {
  if (typeof value === "string") return /e/i.test(value) ? undefined : value;
  return typeof value === "bigint" || Number.isFinite(value) ? String(value) : undefined;
}

function limitsOf(column: PgColumn): { precision: number | undefined; scale: number } {
  const numberOf = (value: unknown) => typeof value === "number" ? value : undefined;
  return {
    precision: "precision" in column ? numberOf(column.precision) : undefined,
    scale: ("scale" in column ? numberOf(column.scale) : undefined) ?? 0,
  };
}

// The maximum for numeric: appendix K, "PostgreSQL Limits", of its manual.
const MOST_WHOLE_DIGITS = 131_072;
const MOST_DECIMALS = 16_383;

function fits(text: string, precision: number | undefined, scale: number): boolean {
  const [, whole = "", decimals = "", exponent] =
    /^[+-]?(\d*)(?:\.(\d*))?(?:e([+-]?\d{1,3}))?$/i.exec(text) ?? [];
  if (whole === "" && decimals === "") return false;
  const shift = Number(exponent ?? 0);
  const before = Math.max(0, whole.replace(/^0+/, "").length + shift);
  const behind = Math.max(0, decimals.replace(/0+$/, "").length - shift);
  if (precision === undefined) return before <= MOST_WHOLE_DIGITS && behind <= MOST_DECIMALS;
  return before <= precision - scale && behind <= scale;
}
