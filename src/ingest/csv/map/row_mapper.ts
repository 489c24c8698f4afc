import type { PlacedRow } from "../../read/intake.ts";
import { CellFault, type CellReader } from "../cells/cell_fault.ts";
import type { FlagCount } from "../cells/flags.ts";
import { periodDay } from "../../../base/time/period_day.ts";
import type { PendingNames } from "../names/pending_names.ts";
import type { TypedValue } from "../../columnar/columnar_reader.ts";
import { cellAt, type CsvLine } from "../read/csv_line.ts";
import type { WideColumn } from "./wide_columns.ts";

/** A column of the table, and how its value is read. */
export interface MappedField {
  /** The key in TypeScript. */
  readonly key: string;
  /** The name that messages use. */
  readonly name: string;
  readonly place: number;
  readonly read: CellReader;
  /** Builds the text from several cells; by default it is the cell at `place`. */
  readonly text?: (cells: readonly string[]) => string;
  /** Tells of a value of a file with types whether it can be taken as it is. */
  readonly isDirect?: (value: TypedValue) => boolean;
}

/** How lines become rows. */
export interface RowMap {
  /** How many cells a line has. */
  readonly width: number;
  readonly fields: readonly MappedField[];
  readonly constants: Readonly<Record<string, unknown>>;
  readonly skipMissing: ReadonlySet<string>;
  /** The cells that each make a row; undefined if each line is a row. */
  readonly wide: {
    readonly columns: readonly WideColumn[];
    readonly key: string;
    readonly read: CellReader;
    /** The cell that names the last period of the line that is not an estimate. */
    readonly lastActual?: LastActual | undefined;
  } | undefined;
  /** Only lines that have one of the texts in each of these cells are loaded. */
  readonly where?: readonly { readonly place: number; readonly texts: ReadonlySet<string> }[];
  /** Cells of columns without a name; they must be empty. */
  readonly nameless?: readonly number[];
  /** Cells of numbers; a line in which all of them are missing is skipped. */
  readonly numbers?: readonly number[];
  /** The names to be made for rows that need them. */
  readonly pending?: PendingNames | undefined;
  /** What to report about the lines at the end. */
  readonly notes: MapNotes;
  /** How release times are read if each row names its series, and so its zone. */
  readonly release?: ReleaseField | undefined;
}

/** What to report about the lines at the end. */
export interface MapNotes {
  /** Options that would help with refused lines, each once. */
  readonly remedies: Set<string>;
  /** How many cells were left out as estimates. */
  estimates: number;
  /** The flags that were dropped; undefined if flags are not allowed. */
  readonly flags: FlagCount | undefined;
}

/** Where a release time is found, and how it is read for a series. */
export interface ReleaseField {
  /** The place of its cell, or the text if it is the same in all rows. */
  readonly from: number | string;
  readonly read: (text: string, seriesId: unknown) => unknown;
}

/** The cell that names the last period that is not an estimate. */
export interface LastActual {
  readonly place: number;
  readonly dayKey: string;
}

const idKeys = ["instrumentId", "seriesId", "sourceId"] as const;

/** More than a line has cells: the number of a row encodes its line and cell. */
const CELLS = 65_536;

/** Returns the line of a row number. */
export function lineOf(row: number): number {
  return Math.floor(row / CELLS);
}

/** Returns the row number of a line and cell. */
export function rowNumber(line: number, cell = 0): number {
  return line * CELLS + cell;
}

/** Returns the rows of a line: one; one per cell of a wide file; none if the line is skipped. */
export function mapLine(map: RowMap, given: CsvLine): PlacedRow[] {
  const { line, typed } = given;
  const at = (place: number): string => cellAt(given, place);
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
  const width = typed?.length ?? given.cells.length;
  if (isFooter(at, width)) return [];
  if (width !== map.width) {
    return [
      refuse(
        undefined,
        `has ${width} ${width === 1 ? "cell" : "cells"}, the header has ${map.width}`,
      ),
    ];
  }
  if (map.where?.some(({ place, texts }) => !texts.has(at(place)))) return [];
  const nameless = map.nameless?.find((place) => at(place) !== "");
  if (nameless !== undefined) {
    return [refuse(undefined, `has a value in column ${nameless + 1}, which has no name`)];
  }
  if (map.numbers?.every((place) => holdsNothing(at(place)))) return [];
  const row: Record<string, unknown> = { ...map.constants };
  for (const { key, name, place, read, text, isDirect } of map.fields) {
    const direct = isDirect === undefined ? undefined : typed?.value(place);
    if (direct !== undefined && isDirect?.(direct) === true) {
      row[key] = direct;
      continue;
    }
    const value = read(text?.(given.cells) ?? at(place));
    if (value instanceof CellFault) return [refuseCell(name, value)];
    if (value === null && map.skipMissing.has(key)) return [];
    row[key] = value;
  }
  const { wide, release } = map;
  const released = (made: Record<string, unknown>, place: number): PlacedRow => {
    for (const key of idKeys) map.pending?.use(made[key], given.cells);
    if (release === undefined) return { number: rowNumber(line, place), row: made };
    const { from, read } = release;
    const time = read(typeof from === "string" ? from : at(from), made["seriesId"]);
    if (time instanceof CellFault) return refuseCell("releaseTime", time);
    return { number: rowNumber(line, place), row: { ...made, releaseTime: time } };
  };
  if (wide === undefined) return [released(row, 0)];
  const last = wide.lastActual === undefined ? undefined : periodDay(at(wide.lastActual.place));
  if (wide.lastActual !== undefined && last === undefined) {
    map.notes.remedies.add(
      "ignore (--ignore) instead of lastActual (--last-actual) loads estimates as well",
    );
    return [refuse(undefined, "does not name its last period that is not an estimate")];
  }
  return wide.columns.flatMap(({ place, fields }): PlacedRow[] => {
    if (last !== undefined && String(fields[wide.lastActual?.dayKey ?? ""]) > last) {
      if (!holdsNothing(at(place))) map.notes.estimates++;
      return [];
    }
    const value = wide.read(at(place));
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

/** Tells whether a line is empty or a footer of the World Bank or the IMF. */
function isFooter(at: (place: number) => string, width: number): boolean {
  for (let place = 1; place < width; place++) if (at(place) !== "") return false;
  return /^($|Data from database:|Last Updated:|International Monetary Fund, World Economic)/.test(
    at(0),
  );
}

/** Tells whether a cell is empty or one of the usual signs for a missing number. */
function holdsNothing(text: string): boolean {
  return /^(\.{0,3}|:|null|nan|n\/a|na|-{1,2}|–|—)$/i.test(text);
}
