import {
  drizzleOf,
  type DrizzleTarget,
  isTransaction,
  type WriteTarget,
} from "../../ingest/stage/write_target.ts";
import { traced } from "../../base/telemetry/mod.ts";
import { StrataError } from "../../base/errors.ts";
import { type AskedRequest, createAsker } from "../ask/asker.ts";
import { localLimiter, type RequestLimiter } from "../ask/limiter.ts";
import { findFollowed, follow, type Followed, noteEnd, noteTry } from "../book/followed.ts";
import { waitForLease } from "../book/lease.ts";
import { registerSeries, registerSource } from "../book/register.ts";
import type { CurveDescription, SeriesRequest, Source, SourceContext } from "../source.ts";
import type { RawArchive, RunRecord } from "../raw/mod.ts";
import { SourceError } from "../source_error.ts";
import { checkDescription } from "./check_description.ts";
import { guardSource } from "./guard_source.ts";
import { noteFetch } from "./note_fetch.ts";
import type { FetchTally, OpenFetch } from "./open_fetch.ts";
import { storeCandles } from "./store_candles.ts";
import { storePoints } from "./store_points.ts";
import { storeSchedule } from "./store_schedule.ts";
import { storeVintages } from "./store_vintages.ts";
import { undone } from "./undone.ts";

/** Options of {@linkcode fetchSeries}. */
export interface FetchOptions {
  /** The first day that is wanted, `YYYY-MM-DD`, at the first fetch; by default all there is. */
  readonly since?: string;
  /** What is set for the fetches of this series from now on, such as `assumeLag`. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Whether everything is undone at the end. */
  readonly dryRun?: boolean;
  /** Keeps the source's limit; by default within this process alone. */
  readonly limiter?: RequestLimiter;
  /** Called before each request and after each stored page. */
  readonly onProgress?: (progress: FetchProgress) => void;
  /** Keeps the raw answers, so that the fetch can be repeated from them. */
  readonly archive?: RawArchive;
  /** This machine's clock, which dates what a source does not date. */
  readonly clock?: () => Date;
  /** The first pause before a request is repeated, in milliseconds; a second by default. */
  readonly repeatAfterMs?: number;
  /** Ends the fetch; pages that are stored stay. */
  readonly signal?: AbortSignal;
}

/** How far a fetch is. */
export type FetchProgress = Readonly<FetchTally>;

/** What a fetch did. */
export interface FetchSummary extends FetchProgress {
  /** The source, by its name on the command line. */
  readonly source: string;
  /** The source's code of the series, curve or symbol. */
  readonly code: string;
  /** The id in `series_metadata`; null for curves and candles. */
  readonly seriesId: number | null;
  /** Whether it is followed since this fetch. */
  readonly isNew: boolean;
  /** What the source has to say of this fetch, such as that it does not date its history. */
  readonly notes: readonly string[];
}

/**
 * Follows a series and fetches what is new of it: describes it, stores its vintages page by page,
 * and remembers where the next fetch goes on. A second fetch adds nothing that is stored already. A
 * fetch that was killed goes on after its last stored page.
 *
 * @throws {SourceError} If the source does not know the series, cannot be reached, or gives what
 * cannot be stored.
 */
export async function fetchSeries(
  target: WriteTarget,
  source: Source,
  code: string,
  options: FetchOptions = {},
): Promise<FetchSummary> {
  const attributes = { "strata.source": source.name, "strata.series": code };
  return await traced({ name: `fetch ${source.name}`, attributes }, async (span) => {
    const summary = await fetchUnderLease(target, source, code, options);
    noteFetch(span, summary);
    return summary;
  });
}

async function fetchUnderLease(
  target: WriteTarget,
  source: Source,
  code: string,
  options: FetchOptions,
): Promise<FetchSummary> {
  const drizzle = drizzleOf(target);
  const signal = options.signal ?? new AbortController().signal;
  await using lease = await waitForLease(drizzle, `fetch ${source.name}/${code}`, { signal });
  if (lease === undefined) {
    throw new SourceError("another fetch is working on it, let it end", {
      source: source.name,
      series: code,
      code: "busy",
    });
  }
  const held = { ...options, signal: AbortSignal.any([signal, lease.signal]) };
  const work = (on: DrizzleTarget) => run(on, source, code, held);
  return options.dryRun === true ? await undone(drizzle, work) : await work(drizzle);
}

async function run(
  drizzle: DrizzleTarget,
  source: Source,
  code: string,
  options: FetchOptions & { readonly signal: AbortSignal },
): Promise<FetchSummary> {
  const key = { source: source.name, code };
  const { signal } = options;
  const validators = new Map<string, string>();
  const tally: FetchTally = { requests: 0, left: 0, given: 0, inserted: 0, changed: 0 };
  const before = await findFollowed(drizzle, key);
  const notes = new Set<string>();
  const startedAt = options.clock?.() ?? new Date();
  const record = options.archive?.begin({
    ...key,
    startedAt: startedAt.toISOString(),
    cursor: before?.cursor ?? null,
    since: options.since ?? null,
    settings: options.settings ?? {},
  });
  const context = openContext(source, code, {
    ...options,
    now: startedAt,
    onAnswer: (answer) => keep(record, answer, notes),
    settings: { ...before?.settings, ...options.settings },
    validators,
    tally,
    notes,
  });
  const { followed, curve } = await described(drizzle, source, code, { before, options, context });
  for (const [url, validator] of Object.entries(followed.validators)) {
    validators.set(url, validator);
  }
  await noteTry(drizzle, key);
  const fetch: OpenFetch = {
    drizzle,
    isRepeatable: !isTransaction(drizzle),
    followed,
    moves: true,
    request: requestOf(followed, options.since),
    context,
    tally,
    onPage: () => options.onProgress?.({ ...tally }),
  };
  try {
    await store(source, curve, fetch);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (!signal.aborted) await noteEnd(drizzle, key, { error: reason }).catch(() => {});
    throw error;
  }
  await noteEnd(drizzle, key, { validators });
  if (source.gives === "series") await storeSchedule(source, fetch);
  return {
    ...key,
    ...tally,
    seriesId: followed.seriesId,
    isNew: before === undefined,
    notes: [...notes],
  };
}

/** Keeps an answer. An archive that fails does not stop the fetch, but it is told. */
async function keep(
  record: RunRecord | undefined,
  answer: AskedRequest,
  notes: Set<string>,
): Promise<void> {
  try {
    await record?.keep(answer);
  } catch (error) {
    if (!(error instanceof StrataError)) throw error;
    notes.add(`Not every raw answer is kept. ${error.message}`);
  }
}

/** Describes and follows what is not followed yet. */
export async function described(
  drizzle: DrizzleTarget,
  source: Source,
  code: string,
  { before, options, context }: {
    readonly before: Followed | undefined;
    readonly options: FetchOptions;
    readonly context: SourceContext;
  },
): Promise<{ readonly followed: Followed; readonly curve: CurveDescription | undefined }> {
  const settings = {
    ...(options.since === undefined ? {} : { since: options.since }),
    ...options.settings,
  };
  const guarded = { source: source.name, series: code, signal: context.signal };
  const curve = source.gives === "curve"
    ? await guardSource(() => source.describe(code, context), guarded)
    : undefined;
  if (before !== undefined && Object.keys(settings).length === 0) {
    return { followed: before, curve };
  }
  const description = source.gives === "series"
    ? await guardSource(() => source.describe(code, context), guarded)
    : undefined;
  if (description !== undefined) checkDescription(description, guarded);
  if ((before?.cursor ?? null) !== null && options.since !== undefined) {
    context.note(
      `since=${options.since} changes nothing of what is fetched already: for earlier values, forget ` +
        "the series and fetch it anew",
    );
  }
  await drizzle.transaction(async (tx) => {
    const sourceId = await registerSource(tx, source);
    const seriesId = description === undefined
      ? undefined
      : await registerSeries(tx, code, { sourceId, description });
    const facts = description?.facts ?? {};
    await follow(tx, { source: source.name, code, seriesId, settings, facts });
  });
  const followed = await findFollowed(drizzle, { source: source.name, code });
  if (followed === undefined) {
    throw new SourceError("it was forgotten meanwhile", {
      source: source.name,
      series: code,
      code: "busy",
    });
  }
  return { followed, curve };
}

/** Stores what a source gives. */
export async function store(
  source: Source,
  curve: CurveDescription | undefined,
  fetch: OpenFetch,
): Promise<void> {
  if (source.gives === "series") return await storeVintages(source, fetch);
  if (source.gives === "candles") return await storeCandles(source, fetch);
  if (curve !== undefined) await storePoints(source, curve, fetch);
}

function requestOf(followed: Followed, since: string | undefined): SeriesRequest {
  const { code, cursor, settings, facts } = followed;
  return {
    code,
    cursor: cursor ?? undefined,
    since: since ?? settings["since"],
    settings: { ...facts, ...settings },
  };
}

function openContext(
  source: Source,
  series: string,
  { limiter = localLimiter(), clock = () => new Date(), tally, validators, signal, ...options }:
    & FetchOptions
    & {
      readonly signal: AbortSignal;
      readonly tally: FetchTally;
      readonly validators: Map<string, string>;
      readonly settings: Readonly<Record<string, string>>;
      readonly notes: Set<string>;
      readonly now: Date;
      readonly onAnswer: (answer: AskedRequest) => Promise<void>;
    },
): SourceContext {
  const asker = createAsker({
    source,
    series,
    limiter,
    signal,
    validators,
    clock,
    ...(options.repeatAfterMs === undefined ? {} : { firstDelayMs: options.repeatAfterMs }),
    onAnswer: options.onAnswer,
    onRequest: (left) => {
      tally.requests++;
      tally.left = left;
      options.onProgress?.({ ...tally });
    },
  });
  return {
    now: options.now,
    signal,
    settings: options.settings,
    note: (text) => void options.notes.add(text),
    ...asker,
  };
}
