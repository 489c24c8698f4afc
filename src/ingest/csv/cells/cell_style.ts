import type { CsvCells } from "../mapping/csv_mapping.ts";
import { type FlagCount, flagCount } from "./flags.ts";

/** How the cells of a file are read, with every default filled in. */
export interface CellStyle extends CsvCells {
  readonly decimal: "." | ",";
  readonly missing: readonly string[];
  readonly dateFormat: string;
  /** Counts flags beside values, which are left out; undefined where they are no part of the file. */
  readonly flagCount?: FlagCount;
}

/** Fills in what a mapping leaves out. */
export function cellStyle(cells: CsvCells): CellStyle {
  const { decimal = ".", missing = ["", ".", "..", "..."], dateFormat = "iso" } = cells;
  const style = { ...cells, decimal, missing, dateFormat };
  return cells.flags === true ? { ...style, flagCount: flagCount() } : style;
}

/** The style of constants: they are no cells of the file, and written as everywhere else. */
export function constantStyle(style: CellStyle): CellStyle {
  const { timeZone, time, disambiguation } = style;
  return {
    ...cellStyle({}),
    ...timeZone === undefined ? {} : { timeZone },
    ...time === undefined ? {} : { time },
    ...disambiguation === undefined ? {} : { disambiguation },
  };
}
