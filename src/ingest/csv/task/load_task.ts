import { basename } from "node:path";
import { getTableName } from "drizzle-orm";
import type { TaskContext } from "../../../cli/mod.ts";
import { sqlState } from "../../../database/mod.ts";
import { ConfigError, StrataError } from "../../../base/errors.ts";
import type { WriteTarget } from "../../stage/write_target.ts";
import { sourceName } from "../read/csv_source.ts";
import { LineConflictError } from "../line_conflict_error.ts";
import { LinesError } from "../lines_error.ts";
import { loadCsv } from "../load_csv.ts";
import { conflictLines, problemLines, progressText, summaryLines } from "./load_report.ts";
import { loadOptions, tableNamed } from "./task_options.ts";

/** Loads a file by the flags of the task, reports the result, and returns the exit code. */
export async function loadFile(
  target: WriteTarget,
  context: TaskContext,
  { table: name, file, input }: LoadFileOptions,
): Promise<number> {
  if (name === undefined || file === undefined) {
    throw new ConfigError("Cannot load: give the table and the file with --table and --file");
  }
  const table = tableNamed(name);
  const options = loadOptions(context.options);
  const isInput = file === "-" || file === "/dev/stdin";
  const source = isInput ? { name: "standard input", bytes: input } : file;
  using progress = context.progress(`Loading ${basename(sourceName(source))}`);
  const started = performance.now();
  let committed = 0;
  try {
    const result = await loadCsv(target, table, source, {
      ...options,
      maxExamples: 1_000,
      signal: context.signal,
      onProgress: (load) => {
        committed = load.committed;
        progress.update(progressText(load, options.commitEach));
      },
    });
    progress[Symbol.dispose]();
    const seconds = (performance.now() - started) / 1_000;
    const place = { table: getTableName(table), file: sourceName(source) };
    const kind = options.dryRun === true ? { dryRun: true } : {};
    context.result({ ok: result.refused === 0, ...kind, ...place, seconds, ...result });
    for (const line of summaryLines(result, { ...place, seconds })) context.print(line);
    return result.refused === 0 ? 0 : 1;
  } catch (error) {
    progress[Symbol.dispose]();
    tellFailure(context, error, committed);
    throw isTableMissing(error) ? notMigrated(getTableName(table), error) : error;
  }
}

/** Options of {@linkcode loadFile} besides its flags. */
export interface LoadFileOptions {
  readonly table: string | undefined;
  /** The path, or `-` for standard input. */
  readonly file: string | undefined;
  /** The bytes of standard input. */
  readonly input: AsyncIterable<Uint8Array>;
}

/**
 * Reports what the error's message leaves out: each line, and what an interrupted load has stored.
 */
function tellFailure(context: TaskContext, error: unknown, committed: number): void {
  if (error instanceof LinesError) {
    const { problems, refused } = error;
    context.result({ ok: false, file: error.file, refused, problems });
    for (const line of problemLines(problems, refused)) context.print(line);
  } else if (error instanceof LineConflictError) {
    const { conflicts } = error;
    context.result({ ok: false, file: error.file, conflicts });
    for (const line of conflictLines(conflicts, conflicts.length)) context.print(line);
  } else if (context.signal.aborted) {
    context.result({ ok: false, committed });
    const rows = committed.toLocaleString("en-US");
    context.note(
      committed === 0
        ? "No row of the file is stored"
        : `The first ${rows} rows are stored, load the file again for the rest`,
    );
  }
}

/** Tells whether the server has no such table or schema. */
function isTableMissing(error: unknown): boolean {
  return /^(42P01|3F000)$/.test(sqlState(error) ?? "");
}

function notMigrated(table: string, cause: unknown): StrataError {
  const inner = cause instanceof Error ? cause.cause ?? cause : cause;
  return new StrataError(
    `Cannot load into "${table}": the database has not been migrated, run "deno task migrate" ` +
      "first",
    { cause: inner },
  );
}
