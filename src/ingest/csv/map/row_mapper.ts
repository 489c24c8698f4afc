import type { PlacedRow } from "../../read/intake.ts";
import { CellFault, type CellReader } from "../cells/cell_fault.ts";
import type { FlagCount } from "../cells/flags.ts";
import { periodDay } from "../cells/period_day.ts";
import type { PendingNames } from "../names/pending_names.ts";
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
  /** Makes its text of several cells, where it is not that of one. */
  readonly text?: (cells: readonly string[]) => string;
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
    /** Where a line says which of its periods is the last that is no estimate. */
    readonly lastActual?: LastActual | undefined;
  } | undefined;
  /** Which lines are loaded: those with one of the texts in each of these cells. */
  readonly where?: readonly { readonly place: number; readonly texts: ReadonlySet<string> }[];
  /** Cells of columns without a name, which hold nothing. */
  readonly nameless?: readonly number[];
  /** Cells of numbers, of which one at least must hold something. */
  readonly numbers?: readonly number[];
  /** The names that are made for the rows that need them. */
  readonly pending?: PendingNames | undefined;
  /** What is told of the lines in the end. */
  readonly notes: MapNotes;
  /** How a release is read whose series, and so whose zone, each row names. */
  readonly release?: ReleaseField | undefined;
}

/** What is told of lines in the end. */
export interface MapNotes {
  /** What helps lines that were refused, each once. */
  readonly remedies: Set<string>;
  /** How many cells were left out for estimates. */
  estimates: number;
  /** The flags that were left out; undefined where none are known. */
  readonly flags: FlagCount | undefined;
}

/** Where a release stands, and how it is read for a series. */
export interface ReleaseField {
  /** Its cell, or its text where it is the same in all rows. */
  readonly from: number | string;
  readonly read: (text: string, seriesId: unknown) => unknown;
}

/** The cell that names the last period which is no estimate. */
export interface LastActual {
  readonly place: number;
  readonly dayKey: string;
}

const idKeys = ["instrumentId", "seriesId", "sourceId"] as const;

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
  const refuseCell = (name: string, { reason, remedy }: CellFault): PlacedRow => {
    if (remedy !== undefined) map.notes.remedies.add(remedy);
    return refuse(name, `${name}: ${reason}`);
  };
  if (isFooter(cells)) return [];
  if (cells.length !== map.width) {
    return [
      refuse(
        undefined,
        `has ${cells.length} ${cells.length === 1 ? "cell" : "cells"}, the header ${map.width}`,
      ),
    ];
  }
  if (map.where?.some(({ place, texts }) => !texts.has(cells[place] ?? ""))) return [];
  const nameless = map.nameless?.find((place) => cells[place] !== "");
  if (nameless !== undefined) {
    return [refuse(undefined, `has a value in column ${nameless + 1}, which has no name`)];
  }
  if (map.numbers?.every((place) => holdsNothing(cells[place] ?? ""))) return [];
  const row: Record<string, unknown> = { ...map.constants };
  for (const { key, name, place, read, text } of map.fields) {
    const value = read(text?.(cells) ?? cells[place] ?? "");
    if (value instanceof CellFault) return [refuseCell(name, value)];
    if (value === null && map.skipMissing.has(key)) return [];
    row[key] = value;
  }
  const { wide, release } = map;
  const released = (made: Record<string, unknown>, place: number): PlacedRow => {
    for (const key of idKeys) map.pending?.use(made[key], cells);
    if (release === undefined) return { number: rowNumber(line, place), row: made };
    const { from, read } = release;
    const time = read(typeof from === "string" ? from : cells[from] ?? "", made["seriesId"]);
    if (time instanceof CellFault) return refuseCell("releaseTime", time);
    return { number: rowNumber(line, place), row: { ...made, releaseTime: time } };
  };
  if (wide === undefined) return [released(row, 0)];
  const last = wide.lastActual === undefined
    ? undefined
    : periodDay(cells[wide.lastActual.place] ?? "");
  if (wide.lastActual !== undefined && last === undefined) {
    map.notes.remedies.add(
      "ignore (--ignore) in place of lastActual (--last-actual) loads estimates as well",
    );
    return [refuse(undefined, "does not say which of its periods is the last that is no estimate")];
  }
  return wide.columns.flatMap(({ place, fields }): PlacedRow[] => {
    if (last !== undefined && String(fields[wide.lastActual?.dayKey ?? ""]) > last) {
      if (!holdsNothing(cells[place] ?? "")) map.notes.estimates++;
      return [];
    }
    const value = wide.read(cells[place] ?? "");
    if (value === null) return [];
    if (value instanceof CellFault) {
      return [{
        ...refuseCell(wide.key, value),
        number: rowNumber(line, place),
      }];
    }
    return [released({ ...row, ...fields, [wide.key]: value }, place)];
  });
}

/** Answers whether a line is empty, or what the World Bank and the IMF write below their data. */
function isFooter(cells: readonly string[]): boolean {
  const [first = "", ...others] = cells;
  return others.every((cell) => cell === "") &&
    /^($|Data from database:|Last Updated:|International Monetary Fund, World Economic)/.test(
      first,
    );
}

/** Answers whether a cell has no number by any of the usual signs. */
function holdsNothing(text: string): boolean {
  return /^(\.{0,3}|:|null|nan|n\/a|na|-{1,2}|–|—)$/i.test(text);
}
