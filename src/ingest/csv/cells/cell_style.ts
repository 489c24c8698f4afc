import type { CsvCells } from "../mapping/csv_mapping.ts";
import { type FlagCount, flagCount } from "./flags.ts";

/** How the cells of a file are parsed, with all defaults filled in. */
export interface CellStyle extends CsvCells {
  readonly decimal: "." | ",";
  readonly missing: readonly string[];
  readonly dateFormat: string;
  /** Counts the flags that are dropped; undefined if flags are not allowed. */
  readonly flagCount?: FlagCount;
}

/** Fills in the defaults. */
export function cellStyle(cells: CsvCells): CellStyle {
  const { decimal = ".", missing = ["", ".", "..", "..."], dateFormat = "iso" } = cells;
  const style = { ...cells, decimal, missing, dateFormat };
  return cells.flags === true ? { ...style, flagCount: flagCount() } : style;
}

/** The style of constants: the caller writes them in ISO form, whatever the file looks like. */
export function constantStyle(style: CellStyle): CellStyle {
  const { timeZone, time, disambiguation } = style;
  return {
    ...cellStyle({}),
    ...timeZone === undefined ? {} : { timeZone },
    ...time === undefined ? {} : { time },
    ...disambiguation === undefined ? {} : { disambiguation },
  };
}
