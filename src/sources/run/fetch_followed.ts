import { ConfigError, type StrataError } from "../../base/errors.ts";
import type { WriteTarget } from "../../ingest/stage/write_target.ts";
import type { FollowedKey } from "../book/followed.ts";
import type { Source } from "../source.ts";
import { SourceError } from "../source_error.ts";
import {
  type FetchOptions,
  type FetchProgress,
  fetchSeries,
  type FetchSummary,
} from "./fetch_series.ts";

/** Options of {@linkcode fetchFollowed}. */
export interface FetchFollowedOptions extends Omit<FetchOptions, "onProgress"> {
  /** Called before each request and after each stored page. */
  readonly onProgress?: (key: FollowedKey, progress: FetchProgress) => void;
  /** Called after each series. */
  readonly onEnd?: (outcome: FetchOutcome) => void;
  /** Ends the fetches between two series. */
  readonly stop?: AbortSignal;
}

/** How the fetch of a series ended: with a summary, or with an error. */
export type FetchOutcome =
  & FollowedKey
  & ({ readonly summary: FetchSummary } | { readonly error: StrataError });

/**
 * Fetches series of any sources: source by source at once, and the series of each one after the
 * other. One that fails does not stop the others; where a source is down or refuses the key, its
 * other series are not tried.
 *
 * @throws {StrataError} If the database fails.
 */
export async function fetchFollowed(
  target: WriteTarget,
  wanted: readonly FollowedKey[],
  sources: readonly Source[],
  options: FetchFollowedOptions = {},
): Promise<readonly FetchOutcome[]> {
  const bySource = Map.groupBy(wanted, ({ source }) => source);
  const outcomes = await Promise.all(
    [...bySource].map(async ([name, keys]) => {
      const source = sources.find((one) => one.name === name);
      return await fetchOfSource(target, keys, source, options);
    }),
  );
  return outcomes.flat();
}

async function fetchOfSource(
  target: WriteTarget,
  keys: readonly FollowedKey[],
  source: Source | undefined,
  options: FetchFollowedOptions,
): Promise<readonly FetchOutcome[]> {
  const { onProgress, onEnd, stop, ...rest } = options;
  const outcomes: FetchOutcome[] = [];
  let down: SourceError | undefined;
  for (const { source: name, code } of keys) {
    const key = { source: name, code };
    if (stop?.aborted === true) break;
    const outcome = down === undefined
      ? await attempt(key, source, async (known) =>
        await fetchSeries(target, known, key.code, {
          ...rest,
          onProgress: (progress) => onProgress?.(key, progress),
        }))
      : { ...key, error: notTried(key, down) };
    if (down === undefined && "error" in outcome && isDown(outcome.error)) down = outcome.error;
    outcomes.push(outcome);
    onEnd?.(outcome);
  }
  return outcomes;
}

async function attempt(
  key: FollowedKey,
  source: Source | undefined,
  work: (source: Source) => Promise<FetchSummary>,
): Promise<FetchOutcome> {
  try {
    if (source === undefined) throw missingSource(key);
    return { ...key, summary: await work(source) };
  } catch (error) {
    if (error instanceof SourceError || error instanceof ConfigError) return { ...key, error };
    throw error;
  }
}

function isDown(error: StrataError): error is SourceError {
  return error instanceof SourceError &&
    ["unreachable", "key", "clock", "limit"].includes(error.code);
}

/** The error for a series whose source cannot be found. */
export function missingSource({ source, code }: FollowedKey): SourceError {
  return new SourceError(
    "its source is not among the known ones, name the module that exports it with --sources or " +
      "SOURCES_FILE",
    { source, series: code, code: "refused" },
  );
}

function notTried({ source, code }: FollowedKey, cause: SourceError): SourceError {
  return new SourceError("not tried, because another series of the source failed", {
    source,
    series: code,
    code: cause.code,
    cause,
  });
}
