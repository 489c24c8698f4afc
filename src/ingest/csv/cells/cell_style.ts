import type { CsvCells } from "../mapping/csv_mapping.ts";

/** How the cells of a file are read, with every default filled in. */
export interface CellStyle extends CsvCells {
  readonly decimal: "." | ",";
  readonly missing: readonly string[];
  readonly dateFormat: string;
}

/** Fills in what a mapping leaves out. */
export function cellStyle(cells: CsvCells): CellStyle {
  const { decimal = ".", missing = ["", ".", "..", "..."], dateFormat = "iso" } = cells;
  return { ...cells, decimal, missing, dateFormat };
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
