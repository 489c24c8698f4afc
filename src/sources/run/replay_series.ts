import { drizzleOf, isTransaction, type WriteTarget } from "../../ingest/stage/write_target.ts";
import { findFollowed, noteEnd } from "../book/followed.ts";
import { EndOfRecord, replayAsker } from "../raw/replay_asker.ts";
import type { RecordedRun } from "../raw/mod.ts";
import type { Source, SourceContext } from "../source.ts";
import type { OpenFetch } from "./open_fetch.ts";
import { storeSchedule } from "./store_schedule.ts";
import { SourceError } from "../source_error.ts";
import { described, type FetchSummary, store } from "./fetch_series.ts";

/**
 * Repeats a recorded fetch from its raw answers, without asking the source: the same rows, with the
 * same release times. In a database that has gone on since then, it only adds what is missing and
 * leaves the cursor where it is.
 */
export async function replaySeries(
  target: WriteTarget,
  source: Source,
  run: RecordedRun,
  options: { readonly signal?: AbortSignal } = {},
): Promise<FetchSummary> {
  const drizzle = drizzleOf(target);
  const { code } = run;
  const key = { source: source.name, code };
  const signal = options.signal ?? new AbortController().signal;
  const tally = { requests: 0, left: 0, given: 0, inserted: 0, changed: 0 };
  const notes = new Set<string>();
  const before = await findFollowed(drizzle, key);
  const moves = (before?.cursor ?? null) === run.cursor;
  const context: SourceContext = {
    now: new Date(run.startedAt),
    signal,
    settings: { ...before?.settings, ...run.settings },
    note: (text) => void notes.add(text),
    ...replayAsker(run.answers, () => tally.requests++),
  };
  const since = run.since === null ? {} : { since: run.since };
  const settings = before === undefined || moves ? { ...since, settings: run.settings } : {};
  try {
    const { followed, curve } = await described(drizzle, source, code, {
      before,
      options: settings,
      context,
    });
    const fetch: OpenFetch = {
      drizzle,
      isRepeatable: !isTransaction(drizzle),
      followed,
      moves,
      request: {
        code,
        cursor: run.cursor ?? undefined,
        since: run.since ?? followed.settings["since"],
        settings: { ...followed.facts, ...followed.settings, ...run.settings },
      },
      context,
      tally,
      onPage: () => {},
    };
    await store(source, curve, fetch);
    if (moves && source.gives === "series") await storeSchedule(source, fetch);
    if (moves) await noteEnd(drizzle, key, { validators: new Map() });
  } catch (error) {
    // What was recorded of a fetch that was ended early is stored as far as it goes.
    if (!(error instanceof EndOfRecord)) throw error;
    if (tally.requests === 0 && run.answers.length > 0) {
      throw new SourceError(
        `its raw answers of ${run.startedAt} are to other requests than this version sends ` +
          `(${error.message}), repeat them with the version that recorded them`,
        { source: source.name, series: code, code: "answer" },
      );
    }
  }
  const seriesId = (await findFollowed(drizzle, key))?.seriesId ?? null;
  return { ...key, ...tally, seriesId, isNew: before === undefined, notes: [...notes] };
}
