import { flatSteps } from "../../read/flat_steps.ts";
import type { PlacedRow } from "../../read/intake.ts";
import type { CsvLine } from "../read/csv_line.ts";
import type { Lines } from "../read/header.ts";
import type { BrokenLine } from "../read/records.ts";
import { mapLine, type RowMap, rowNumber } from "./row_mapper.ts";

/** Turns a stream of lines into rows, and counts the lines. */
export function lineRows(
  lines: Lines,
  { map, count, first, hasHeader }: {
    readonly map: RowMap;
    readonly count: { lines: number; skipped: number };
    readonly first: CsvLine;
    readonly hasHeader: boolean | readonly string[];
  },
): AsyncIterableIterator<PlacedRow> {
  const take = (line: CsvLine | BrokenLine): readonly PlacedRow[] => {
    count.lines++;
    const rows = "cells" in line ? mapLine(map, line) : [brokenRow(line)];
    if (rows.length === 0) count.skipped++;
    return rows;
  };
  return flatSteps(hasHeader === true ? lines : withFirst(first, lines), take);
}

async function* withFirst(first: CsvLine, lines: Lines): AsyncGenerator<CsvLine | BrokenLine> {
  yield first;
  yield* lines;
}

function brokenRow({ line, reason }: BrokenLine): PlacedRow {
  const number = rowNumber(line);
  return { number, row: undefined, problems: [{ row: number, field: undefined, reason }] };
}
