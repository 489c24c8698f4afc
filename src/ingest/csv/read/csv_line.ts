import type { TypedCells } from "../../columnar/columnar_reader.ts";

/** A line of a file, split into cells. */
export interface CsvLine {
  /** The line number, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
  /** Its cells one by one, where the file has types. */
  readonly typed?: TypedCells;
}

/** Returns a cell of a line; an empty text past its end. */
export function cellAt(line: CsvLine, place: number): string {
  // The cells of a line with types are made when they are asked for, all at once.
  return line.typed?.text(place) ?? line.cells[place] ?? "";
}
