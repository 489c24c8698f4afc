import type { SchemaElement } from "hyparquet";
import { dayTexts, decimalText, instantTexts, type TimeUnit, wholeInstant } from "./cell_texts.ts";
import type { TypedValue } from "./columnar_reader.ts";

/** A column with the type that its values have as texts. */
export interface TypedColumn {
  readonly name: string;
  readonly kind: "plain" | "text" | "day" | "decimal" | "instant";
  readonly scale?: number;
  readonly unit?: TimeUnit;
  readonly isUtc?: boolean;
}

/**
 * Takes the types out of a schema and returns them: the library would make doubles of decimals and
 * milliseconds of instants, so it gets the plain integers to read.
 */
export function takeTypes(schema: readonly SchemaElement[]): readonly TypedColumn[] {
  return schema.slice(1).map((element) => {
    const column = typeOf(element);
    if (column.kind !== "plain") {
      delete element.converted_type;
      delete element.logical_type;
    }
    return column;
  });
}

/** Creates the writer of a column's values as texts. */
export function parquetText(
  { kind, scale = 0, unit = "us", isUtc = true }: TypedColumn,
): (value: unknown) => string | number {
  switch (kind) {
    case "day": {
      const write = dayTexts();
      return (value: unknown) => write(Number(value));
    }
    case "instant": {
      const write = instantTexts(unit, isUtc);
      // as: the library gives 64-bit integers as big ones.
      return (value: unknown) => write(value as bigint);
    }
    case "decimal":
      return (value: unknown) => decimalText(unitsOf(value), scale);
    case "text":
      return textCell();
    case "plain":
      return (value: unknown) => typeof value === "number" ? value : String(value);
  }
}

/** Creates the reader of a column's values, where they are more than their texts: instants. */
export function parquetValue(
  column: TypedColumn,
): ((value: unknown) => TypedValue) | undefined {
  if (column.kind !== "instant" || column.isUtc === false) return undefined;
  const { unit = "us" } = column;
  const write = parquetText(column);
  return (value) => wholeInstant(value, unit) ?? write(value);
}

function textCell(): (value: unknown) => string {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  // The values of a dictionary are the same objects again and again.
  const known = new WeakMap<Uint8Array, string>();
  return (value) => {
    if (!(value instanceof Uint8Array)) return String(value);
    let text = known.get(value);
    if (text === undefined) known.set(value, text = decoder.decode(value));
    return text;
  };
}

function unitsOf(value: unknown): bigint {
  if (!(value instanceof Uint8Array)) {
    return BigInt(Number.isSafeInteger(value) ? Number(value) : String(value));
  }
  let units = 0n;
  for (const byte of value) units = units << 8n | BigInt(byte);
  return BigInt.asIntN(value.length * 8, units);
}

function typeOf(element: SchemaElement): TypedColumn {
  const { name, type, converted_type: converted, logical_type: logical } = element;
  if (converted === "DECIMAL" || logical?.type === "DECIMAL") {
    const scale = logical?.type === "DECIMAL" ? logical.scale : element.scale;
    return { name, kind: "decimal", scale: scale ?? 0 };
  }
  if (converted === "DATE" || logical?.type === "DATE") return { name, kind: "day" };
  if (logical?.type === "TIMESTAMP") {
    const units: Readonly<Record<string, TimeUnit>> = { MILLIS: "ms", MICROS: "us", NANOS: "ns" };
    const isUtc = logical.isAdjustedToUTC;
    return { name, kind: "instant", unit: units[logical.unit] ?? "us", isUtc };
  }
  if (converted === "TIMESTAMP_MICROS") return { name, kind: "instant", unit: "us", isUtc: true };
  if (converted === "TIMESTAMP_MILLIS") return { name, kind: "instant", unit: "ms", isUtc: true };
  // The oldest form says nothing of a zone.
  if (type === "INT96") return { name, kind: "instant", unit: "ns", isUtc: false };
  const isPlain = logical?.type === "UUID" || logical?.type === "FLOAT16";
  if (type === "BYTE_ARRAY" || type === "FIXED_LEN_BYTE_ARRAY" && !isPlain) {
    return { name, kind: "text" };
  }
  return { name, kind: "plain" };
}
