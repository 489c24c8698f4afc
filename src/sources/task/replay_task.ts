import { ConfigError } from "../../base/errors.ts";
import type { TaskContext } from "../../cli/mod.ts";
import type { WriteTarget } from "../../ingest/stage/write_target.ts";
import type { FollowedKey } from "../book/followed.ts";
import type { RawArchive, RecordedRun } from "../raw/mod.ts";
import { type FetchOutcome, missingSource } from "../run/fetch_followed.ts";
import { replaySeries } from "../run/replay_series.ts";
import type { Source } from "../source.ts";
import { SourceError } from "../source_error.ts";
import { outcomeDocument, outcomeLine } from "./fetch_report.ts";

/** Repeats the recorded fetches of some series, or of all, oldest first. */
export async function replay(
  target: WriteTarget,
  context: TaskContext,
  { sources, archive, keys }: {
    readonly sources: readonly Source[];
    readonly archive: RawArchive | undefined;
    readonly keys: readonly FollowedKey[] | undefined;
  },
): Promise<number> {
  if (archive === undefined) {
    throw new ConfigError(
      "Cannot replay: no raw answers are kept here, name the S3 server that has them in MINIO_HOST",
    );
  }
  const outcomes = new Map<string, FetchOutcome>();
  using progress = context.progress("Replaying");
  for (const filter of keys ?? [{}]) {
    for await (const run of archive.runs(filter)) {
      context.signal.throwIfAborted();
      const name = `${run.source}/${run.code}`;
      progress.update(`${name} of ${run.startedAt}`);
      const before = outcomes.get(name);
      if (before !== undefined && "error" in before) continue;
      outcomes.set(name, await attempt(target, sources, run, before));
    }
  }
  progress[Symbol.dispose]();
  const all = [...outcomes.values()];
  context.result(outcomeDocument(all));
  for (const outcome of all) context.print(outcomeLine(outcome, context.statusWord));
  if (all.length === 0) context.print(`No fetch is recorded in ${archive.place}`);
  return all.every((one) => "summary" in one) ? 0 : 1;
}

/** Repeats a fetch, and adds up what those of the series did. */
async function attempt(
  target: WriteTarget,
  sources: readonly Source[],
  run: RecordedRun,
  before: FetchOutcome | undefined,
): Promise<FetchOutcome> {
  const key = { source: run.source, code: run.code };
  try {
    const source = sources.find(({ name }) => name === run.source);
    if (source === undefined) throw missingSource(key);
    const summary = await replaySeries(target, source, run);
    if (before === undefined || !("summary" in before)) return { ...key, summary };
    const { requests, given, inserted, changed } = before.summary;
    return {
      ...key,
      summary: {
        ...summary,
        requests: summary.requests + requests,
        given: summary.given + given,
        inserted: summary.inserted + inserted,
        changed: summary.changed + changed,
      },
    };
  } catch (error) {
    if (error instanceof SourceError) return { ...key, error };
    throw error;
  }
}
