import type { ArchivedRange } from "../archive_chunks.ts";
import type { CheckedRange } from "../check_archive.ts";
import type { LakeTableResult } from "../lake/mod.ts";
import type { LedgerRange } from "../ledger.ts";
import type { TimeRange } from "../period.ts";
import type { RestoredRange } from "../restore_ranges.ts";
import type { Reach } from "../retention.ts";

/** Formats a number of rows. */
export function count(number: number): string {
  return number.toLocaleString("en-US");
}

/** Formats a range: days alone where it has no hours. */
export function rangeText({ from, to }: TimeRange): string {
  return `${instantText(from)} to ${instantText(to)}`;
}

function instantText(at: Date): string {
  return at.toISOString().replace(/T00:00:00\.000Z$/, "").replace(/\.000Z$/, "Z");
}

/** Formats what was archived. */
export function archivedLine(range: ArchivedRange): string {
  const { rows, bytes, chunkBytes, files, late } = range;
  const was = chunkBytes === 0 ? "" : ` (${Math.round(100 * bytes / chunkBytes)} % of its chunks)`;
  const came = late === undefined
    ? ""
    : `, with ${count(late.rows)} late rows, ${count(late.replaced)} in place of another`;
  return `${rangeText(range)}  ${count(rows)} rows, ${megabytes(bytes)}${was}, ` +
    `${files.length} ${files.length === 1 ? "file" : "files"}${came}`;
}

/** Formats what came back. */
export function restoredLine(range: RestoredRange): string {
  const { rows, late, kept } = range;
  const came = late === 0
    ? ""
    : `; ${count(late)} late rows stay, ${count(kept)} of them in place of an archived one`;
  return `${rangeText(range)}  ${count(rows)} rows are back${came}`;
}

/** Formats a range of the ledger. */
export function ledgerLine(range: LedgerRange): string {
  const state = range.state === "moved" ? "  (the next run gives its files their names)" : "";
  return `${range.table}  ${rangeText(range)}  ${
    count(range.rows ?? 0)
  } rows  ${range.place}${state}`;
}

/** Formats what a lake holds of a table. */
export function lakeLine({ table, rows, written, absent }: LakeTableResult): string {
  const news = written.length === 0 ? "nothing new" : `${written.length} files written`;
  const gap = absent.length === 0 ? "" : `; read ${absent.join(", ")} from the archive`;
  return `${table}  ${count(rows)} rows, ${news}${gap}`;
}

/** Formats what a check found. */
export function checkedLine(
  { range, problems, late }: CheckedRange,
  word: (kind: "pass" | "warn" | "fail") => string,
): string {
  const line = `${range.table}  ${rangeText(range)}  ${count(range.rows ?? 0)} rows`;
  if (problems.length > 0) return `${word("fail")}  ${line}: ${problems.join("; ")}`;
  if (late === 0) return `${word("pass")}  ${line}`;
  return `${word("warn")}  ${line}, and ${count(late)} that came since: the next run joins them`;
}

/** Says what a retention policy would drop before it is archived. */
export function retentionLine({ after, job }: Reach, table: string): string {
  return `The retention policy of ${table} drops what is older than ${after}, archived or not: archive ` +
    `before that, or remove it (job ${job})`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
