import type { TaskContext } from "../../cli/mod.ts";
import type { Database } from "../../database/mod.ts";
import { checkManifest, type CheckResult } from "./snapshot/mod.ts";
import { readManifest } from "./snapshot/mod.ts";

/** The rows that are named on a terminal; with `--json` all are. */
const MOST_NAMED = 50;

/** Asks the question of a manifest again, says what differs, and returns the exit code. */
export async function checkTask(
  database: Database,
  context: TaskContext,
  path: string,
): Promise<number> {
  const manifest = await readManifest(path);
  using progress = context.progress(`Checking ${path}`);
  const result = await checkManifest(database.pool, manifest, {
    signal: context.signal,
    onProgress: (rows) => progress.update(`${rows.toLocaleString("en-US")} rows`),
  });
  progress[Symbol.dispose]();
  context.result({ ...result, manifest: path, takenAt: manifest.takenAt });
  for (const line of resultLines(result, manifest)) context.print(line);
  return result.ok ? 0 : 1;
}

function resultLines(
  { ok, rows, sha256, columns, differences }: CheckResult,
  { takenAt, isFixed }: { readonly takenAt: string; readonly isFixed: boolean },
): readonly string[] {
  const count = (number: number) => number.toLocaleString("en-US");
  if (ok) return [`The answer is as it was at ${takenAt}: ${count(rows.is)} rows, ${sha256.is}`];
  const named = differences.flatMap(({ slice, rows }) =>
    rows.map(({ state, row }) =>
      state === "gone" ? `  gone    ${slice}: ${row}` : `  ${state.padEnd(7)} ${row}`
    )
  );
  const more = named.length - MOST_NAMED;
  return [
    `The answer is not as it was at ${takenAt}: ${count(rows.was)} rows then, ${
      count(rows.is)
    } now`,
    ...isFixed ? [] : ["The question has no second clock, so later writing changes its answer"],
    ...columns === undefined
      ? []
      : [`  columns then ${columns.was.join(", ")}`, `  columns now  ${columns.is.join(", ")}`],
    ...named.slice(0, MOST_NAMED),
    ...more > 0 ? [`  and ${count(more)} more, --json lists them`] : [],
  ];
}
