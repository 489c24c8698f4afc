import { ConfigError, StrataError } from "../../base/errors.ts";
import { pause } from "../../base/resilience/mod.ts";
import { flagOption, listOption, type TaskContext, textOption } from "../../cli/mod.ts";
import { sqlState } from "../../database/mod.ts";
import type { WriteTarget } from "../../ingest/stage/write_target.ts";
import type { ReadSource } from "../../point_in_time/mod.ts";
import type { RequestLimiter } from "../ask/limiter.ts";
import { type FollowedKey, forget, listFollowed } from "../book/followed.ts";
import { takeLease } from "../book/lease.ts";
import type { RawArchive } from "../raw/mod.ts";
import { fetchFollowed, type FetchOutcome } from "../run/fetch_followed.ts";
import type { Source } from "../source.ts";
import { listStates } from "./followed_state.ts";
import { followedLines, outcomeDocument, outcomeLine, progressText } from "./fetch_report.ts";
import { replay } from "./replay_task.ts";
import { readRequest, readSettings, readSpan } from "./fetch_request.ts";

/** What {@linkcode fetchTask} works with. */
export interface FetchTaskOptions {
  /** Every source that can be named. */
  readonly sources: readonly Source[];
  /** Opens the limiter of requests, once one is to be sent. */
  readonly limiter: () => Promise<RequestLimiter>;
  /** Where raw answers are kept; undefined if they are not. */
  readonly archive: RawArchive | undefined;
}

/** Does what a command line of `fetch` asks for; its exit code is given back. */
export async function fetchTask(
  target: WriteTarget & ReadSource,
  context: TaskContext,
  options: FetchTaskOptions,
): Promise<number> {
  const request = readRequest(context.positionals, options.sources);
  if (request.does !== "follow") refuseSettings(context);
  try {
    if (request.does === "list") return await list(target, context, options.archive);
    if (request.does === "forget") return await forgetAll(target, context, request.keys);
    const every = textOption(context, "every");
    const keys = request.does === "follow" ? request.keys : undefined;
    if (flagOption(context, "replay")) return await replay(target, context, { ...options, keys });
    if (every === undefined) return await round(target, context, { ...options, keys });
    return await again(target, context, { ...options, keys, everyMs: readSpan(every) });
  } catch (error) {
    throw isNotMigrated(error) ? notMigrated(error) : error;
  }
}

/** Settings belong to series that are named. */
function refuseSettings(context: TaskContext): void {
  const given = ["since", "assume-lag", "set"].find((name) => listOption(context, name).length > 0);
  if (given === undefined) return;
  throw new ConfigError(`Cannot use "--${given}": name the source and the series that it is for`);
}

async function list(
  target: WriteTarget & ReadSource,
  context: TaskContext,
  archive: RawArchive | undefined,
): Promise<number> {
  const followed = await listStates(target, new Date());
  context.result({ ok: true, followed, rawAnswers: archive?.place ?? null });
  if (followed.length === 0) {
    context.print('Nothing is followed yet: "deno task fetch fred GDPC1" begins');
    return 0;
  }
  for (const line of followedLines(followed, context.style)) context.print(line);
  context.print(
    archive === undefined
      ? "Raw answers are not kept: MINIO_HOST names an S3 server for them"
      : `Raw answers are kept in ${archive.place}`,
  );
  return 0;
}

async function forgetAll(
  target: WriteTarget,
  context: TaskContext,
  keys: readonly FollowedKey[],
): Promise<number> {
  const forgotten = [];
  for (const key of keys) {
    const isGone = await forget(target, key);
    forgotten.push({ ...key, wasFollowed: isGone });
    const name = `${key.source}/${key.code}`;
    context.print(isGone ? `Forgot ${name}; what it stored stays` : `${name} was not followed`);
  }
  const ok = forgotten.every(({ wasFollowed }) => wasFollowed);
  context.result({ ok, forgotten });
  return ok ? 0 : 1;
}

interface Round extends FetchTaskOptions {
  /** What is fetched; undefined for all that is followed. */
  readonly keys: readonly FollowedKey[] | undefined;
  /** Whether a series under way is brought to its end when the task is to stop. */
  readonly isPatient?: boolean;
}

async function round(
  target: WriteTarget,
  context: TaskContext,
  { sources, limiter, archive, keys, isPatient = false }: Round,
): Promise<number> {
  const wanted = keys ?? await listFollowed(target);
  if (wanted.length === 0) {
    context.result({ ok: true, fetched: [] });
    context.print('Nothing is followed yet: "deno task fetch fred GDPC1" begins');
    return 0;
  }
  const isDry = flagOption(context, "dry-run");
  using progress = context.progress("Fetching");
  const outcomes = await fetchFollowed(target, wanted, sources, {
    ...(keys === undefined ? {} : readSettings(context)),
    dryRun: isDry,
    limiter: await limiter(),
    ...(archive === undefined || isDry ? {} : { archive }),
    ...(isPatient ? {} : { signal: context.signal }),
    stop: context.signal,
    onProgress: ({ source, code }, done) =>
      progress.update(progressText(`${source}/${code}`, done)),
    onEnd: (outcome) => tell(context, outcome),
  });
  progress[Symbol.dispose]();
  context.result(outcomeDocument(outcomes));
  if (isDry) context.note("A dry run: nothing is stored");
  const failed = outcomes.filter((one) => "error" in one);
  if (failed.length === 0) return 0;
  context.note(
    `${failed.length} of ${outcomes.length} failed; the next run tries those again that are followed`,
  );
  return 1;
}

function tell(context: TaskContext, outcome: FetchOutcome): void {
  context.print(outcomeLine(outcome, context.statusWord));
  if ("summary" in outcome) {
    for (const note of outcome.summary.notes) context.note(`        ${note}`);
  }
}

/** Fetches again and again, until the task is to stop; one process at a time. */
async function again(
  target: WriteTarget,
  context: TaskContext,
  { everyMs, ...options }: Round & { readonly everyMs: number },
): Promise<number> {
  const { signal } = context;
  let isWaiting = false;
  while (!signal.aborted) {
    await using lease = await takeLease(target, "fetch --every");
    if (lease === undefined) {
      if (!isWaiting) {
        context.note("Another process fetches already; this one takes over once it ends");
      }
      isWaiting = true;
      await rest(5_000, signal);
      continue;
    }
    isWaiting = false;
    while (!signal.aborted && !lease.signal.aborted) {
      await round(target, context, { ...options, isPatient: true });
      // Many machines that were started together must not ask together.
      await rest(everyMs * (0.9 + 0.2 * Math.random()), AbortSignal.any([signal, lease.signal]));
    }
  }
  return 0;
}

/** Waits, and returns early when it is to stop. */
async function rest(delayMs: number, signal: AbortSignal): Promise<void> {
  await pause(delayMs, signal).catch((error) => {
    if (!signal.aborted) throw error;
  });
}

function isNotMigrated(error: unknown): boolean {
  return /^(42P01|3F000|42703)$/.test(sqlState(error) ?? "");
}

function notMigrated(cause: unknown): StrataError {
  return new StrataError(
    'Cannot fetch: the database does not have what fetches need, run "deno task migrate" first',
    { cause },
  );
}
