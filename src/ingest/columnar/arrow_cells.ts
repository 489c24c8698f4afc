import {
  type Data,
  DataType,
  DateUnit,
  type Field,
  TimeUnit as Unit,
  type Vector,
} from "apache-arrow";
import { ConfigError } from "../../base/errors.ts";
import { dayTexts, decimalText, instantTexts, type TimeUnit, wholeInstant } from "./cell_texts.ts";
import type { ColumnCells, TypedValue } from "./columnar_reader.ts";

/**
 * Creates the writer of a column's values in a record batch.
 *
 * @throws {ConfigError} If the column holds what no cell can: lists, records, durations.
 */
export function arrowCells(
  { name, type }: Field,
  vector: Vector | null,
  file: string,
): ColumnCells {
  const data: Data | undefined = vector?.data[0];
  if (vector === null || data === undefined || DataType.isNull(type)) return { text: () => "" };
  const write = valueCell(type, vector, data);
  if (write === undefined) {
    throw new ConfigError(
      `Cannot load "${file}": its column "${name}" is of type ${type}, write the file without it or as texts`,
    );
  }
  const value = instantValue(type, data, write);
  const orEmpty = <Value>(of: (row: number) => Value) =>
    vector.nullCount > 0 ? (row: number) => vector.isValid(row) ? of(row) : "" : of;
  return { text: orEmpty(write), ...value === undefined ? {} : { value: orEmpty(value) } };
}

function instantValue(
  type: DataType,
  data: Data,
  write: RowText,
): ((row: number) => TypedValue) | undefined {
  if (!DataType.isTimestamp(type) || (type.timezone ?? "") === "") return undefined;
  const unit = units[type.unit];
  return (row) => wholeInstant(data.values[row], unit) ?? write(row);
}

/** Writes the value of a row. */
type RowText = (row: number) => string | number;

function valueCell(type: DataType, vector: Vector, data: Data): RowText | undefined {
  if (DataType.isTimestamp(type)) {
    const write = instantTexts(units[type.unit], (type.timezone ?? "") !== "");
    return (row) => write(BigInt(data.values[row]));
  }
  if (DataType.isDate(type)) {
    const write = dayTexts();
    return type.unit === DateUnit.DAY
      ? (row) => write(Number(data.values[row]))
      : (row) => write(Math.floor(Number(data.values[row]) / 86_400_000));
  }
  if (DataType.isDecimal(type)) {
    const words = type.bitWidth / 32;
    return (row) => decimalText(unitsOf(data.values, row * words, words), type.scale);
  }
  if (DataType.isDictionary(type)) return dictionaryCell(type.dictionary, data);
  const isPlain = DataType.isInt(type) || DataType.isFloat(type) || DataType.isBool(type) ||
    DataType.isUtf8(type) || DataType.isLargeUtf8(type) || DataType.isUtf8View(type);
  if (!isPlain) return undefined;
  return (row) => {
    const value = vector.get(row);
    return typeof value === "number" ? value : String(value);
  };
}

/** Each value of a dictionary is written once in a batch. */
function dictionaryCell(type: DataType, data: Data): RowText | undefined {
  const values = data.dictionary;
  const part = values?.data[0];
  if (values === undefined || part === undefined) return () => "";
  // Its parts may be several, where a stream has added to it.
  const write = values.data.length === 1
    ? valueCell(type, values, part)
    : (row: number) => String(values.get(row));
  if (write === undefined) return undefined;
  const known = new Map<number, string | number>();
  return (row) => {
    const code = Number(data.values[row]);
    let text = known.get(code);
    if (text === undefined) known.set(code, text = values.isValid(code) ? write(code) : "");
    return text;
  };
}

const units: Readonly<Record<Unit, TimeUnit>> = {
  [Unit.SECOND]: "s",
  [Unit.MILLISECOND]: "ms",
  [Unit.MICROSECOND]: "us",
  [Unit.NANOSECOND]: "ns",
};

function unitsOf(values: Uint32Array, at: number, words: number): bigint {
  let number = 0n;
  for (let i = words - 1; i >= 0; i--) number = number << 32n | BigInt(values[at + i] ?? 0);
  return BigInt.asIntN(words * 32, number);
}
