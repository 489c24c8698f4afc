import type { CsvProgress } from "../csv_progress.ts";
import type { LineConflict } from "../line_conflict_error.ts";
import type { LineProblem } from "../lines_error.ts";
import type { PreviewRow } from "../check_rows.ts";
import type { CreatedName } from "../names/create_names.ts";
import type { CsvResult } from "../load_csv.ts";
import type { ToldOfLines } from "../told_of_lines.ts";
import { tableLines } from "./table_lines.ts";

/** Describes the progress of a load: rows, rate and time left. */
export function progressText(progress: CsvProgress, commitEach = false): string {
  const { phase, read, written, rowsPerSecond, bytes, totalBytes, secondsLeft } = progress;
  const isMerging = phase === "writing" && !commitEach;
  const rows = isMerging
    ? `${count(written)} of ${count(read)} rows written`
    : `${count(read)} rows ${commitEach ? "stored" : "read"}`;
  const share = isMerging || totalBytes === undefined || totalBytes === 0
    ? ""
    : `, ${Math.floor(100 * bytes / totalBytes)} %`;
  // Without commitEach, everything is read first and then written.
  const of = isMerging || commitEach ? "" : " of reading";
  const left = secondsLeft === undefined ? "" : `, ${count(Math.ceil(secondsLeft))} s left${of}`;
  return `${rows}, ${count(Math.round(rowsPerSecond))} a second${share}${left}`;
}

/** Summarizes a load in lines for people. */
export function summaryLines(
  result: CsvResult,
  options: { readonly table: string; readonly file: string; readonly seconds: number },
): string[] {
  if (result.preview !== undefined) return previewLines(result, result.preview, options);
  const { lines, rows, inserted, unchanged, conflicting = 0, refused, skipped } = result;
  const rate = count(Math.round(rows / Math.max(options.seconds, 0.001)));
  const parts = [
    `${count(inserted)} new`,
    `${count(unchanged)} already there`,
    ...conflicting > 0 ? [`${count(conflicting)} stored with other values`] : [],
    ...refused > 0 ? [`${count(refused)} refused`] : [],
    ...skipped > 0 ? [`${counted(skipped, "line")} skipped`] : [],
  ];
  return [
    `Loaded ${options.file} into ${options.table}: ${counted(rows, "row")} of ` +
    `${counted(lines, "line")} in ${options.seconds.toFixed(1)} s (${rate} a second)`,
    `  ${parts.join(", ")}`,
    ...createdLines(result.created ?? []),
    ...leftOutLines(result),
    ...conflictLines(result.conflicts, conflicting),
    ...problemLines(result.problems, refused),
    ...result.remedies?.map((remedy) => `  ${remedy}`) ?? [],
  ];
}

/** Summarizes a dry run, with the first rows as they would be stored. */
function previewLines(
  { lines, rows, refused, skipped, problems, remedies = [], ...told }: CsvResult,
  preview: readonly PreviewRow[],
  { table, file }: { readonly table: string; readonly file: string },
): string[] {
  return [
    `Would load ${file} into ${table}: ${counted(rows - refused, "row")} of ` +
    `${counted(lines, "line")}, nothing is stored`,
    ...refused > 0 ? [`  ${count(refused)} refused`] : [],
    ...skipped > 0 ? [`  ${counted(skipped, "line")} skipped`] : [],
    ...leftOutLines(told),
    ...tableLines(preview),
    ...rows - refused > preview.length
      ? [`  and ${count(rows - refused - preview.length)} more`]
      : [],
    ...problemLines(problems, refused),
    ...remedies.map((remedy) => `  ${remedy}`),
  ];
}

/** Describes what of the file was left out. */
function leftOutLines({ estimates = 0, flags }: ToldOfLines): string[] {
  const { behind = 0, alone = 0, seen = [] } = flags ?? {};
  const left = [
    ...behind > 0
      ? [`${counted(behind, "flag")} after values dropped, as no column holds them`]
      : [],
    ...alone > 0 ? [`${counted(alone, "cell")} with only a flag read as empty`] : [],
  ];
  return [
    ...estimates > 0 ? [`  ${counted(estimates, "estimate")} left out`] : [],
    ...left.length > 0 ? [`  ${left.join(", ")} (${seen.slice(0, SHOWN).join(", ")})`] : [],
  ];
}

function createdLines(created: readonly CreatedName[]): string[] {
  const shown = created.slice(0, SHOWN);
  return [
    ...shown.map(({ table, name }) => `  made "${name}" in ${table}`),
    ...created.length > shown.length ? [`  and ${count(created.length - shown.length)} more`] : [],
  ];
}

/** Lists the first lines that were refused. */
export function problemLines(problems: readonly LineProblem[], refused: number): string[] {
  const shown = problems.slice(0, SHOWN);
  return [
    ...shown.map(({ line, reason }) => `  line ${line}: ${reason}`),
    ...refused > shown.length && shown.length > 0
      ? [`  and ${count(refused - shown.length)} more, use --json for the first 1,000`]
      : [],
  ];
}

const SHOWN = 20;

/** Lists the first lines that are stored with other values. */
export function conflictLines(
  conflicts: readonly LineConflict[] = [],
  conflicting: number,
): string[] {
  const shown = conflicts.slice(0, SHOWN);
  return [
    ...shown.map(({ line, stored, given }) => {
      const fields = Object.keys(given).map((key) =>
        `${key} ${plain(stored[key])} → ${plain(given[key])}`
      );
      return `  line ${line}: ${fields.join(", ")}`;
    }),
    ...conflicting > shown.length && shown.length > 0
      ? [`  and ${count(conflicting - shown.length)} more`]
      : [],
  ];
}

function plain(value: unknown): string {
  return value instanceof Date ? value.toISOString() : JSON.stringify(value) ?? "nothing";
}

function counted(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? "" : "s"}`;
}

function count(value: number): string {
  return value.toLocaleString("en-US");
}
