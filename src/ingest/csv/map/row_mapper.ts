import type { PlacedRow } from "../../read/intake.ts";
import { CellFault, type CellReader } from "../cells/cell_fault.ts";
import type { CsvLine } from "../read/csv_line.ts";
import type { WideColumn } from "./wide_columns.ts";

/** A column of the table and how it is read. */
export interface MappedField {
  /** The column's key in TypeScript. */
  readonly key: string;
  /** What a message calls it. */
  readonly name: string;
  readonly place: number;
  readonly read: CellReader;
}

/** How lines become rows. */
export interface RowMap {
  /** How many cells a line has. */
  readonly width: number;
  readonly fields: readonly MappedField[];
  readonly constants: Readonly<Record<string, unknown>>;
  readonly skipMissing: ReadonlySet<string>;
  /** The cells that make a row each; undefined where a line is a row. */
  readonly wide: {
    readonly columns: readonly WideColumn[];
    readonly key: string;
    readonly read: CellReader;
  } | undefined;
}

/** A line has fewer cells than this; with it, the number of a row says its line and cell. */
const CELLS = 65_536;

/** The line that a row's number stands for. */
export function lineOf(row: number): number {
  return Math.floor(row / CELLS);
}

/** The number of a row, from its line and cell. */
export function rowNumber(line: number, cell = 0): number {
  return line * CELLS + cell;
}

/** Makes the rows of a line: one, one a cell of a wide file, or none where what counts is missing. */
export function mapLine(map: RowMap, { line, cells }: CsvLine): PlacedRow[] {
  const number = rowNumber(line);
  const refuse = (field: string | undefined, reason: string): PlacedRow => ({
    number,
    row: undefined,
    problems: [{ row: number, field, reason }],
  });
  if (cells.length !== map.width) {
    return [
      refuse(
        undefined,
        `has ${cells.length} ${cells.length === 1 ? "cell" : "cells"}, the header ${map.width}`,
      ),
    ];
  }
  const row: Record<string, unknown> = { ...map.constants };
  for (const { key, name, place, read } of map.fields) {
    const value = read(cells[place] ?? "");
    if (value instanceof CellFault) return [refuse(name, `${name}: ${value.reason}`)];
    if (value === null && map.skipMissing.has(key)) return [];
    row[key] = value;
  }
  const { wide } = map;
  if (wide === undefined) return [{ number, row }];
  return wide.columns.flatMap(({ place, fields }): PlacedRow[] => {
    const value = wide.read(cells[place] ?? "");
    if (value === null) return [];
    if (value instanceof CellFault) {
      return [{
        ...refuse(wide.key, `${wide.key}: ${value.reason}`),
        number: rowNumber(line, place),
      }];
    }
    return [{ number: rowNumber(line, place), row: { ...row, ...fields, [wide.key]: value } }];
  });
}
