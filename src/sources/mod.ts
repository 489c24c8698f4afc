/**
 * Fetching from public sources: the shape of a source, the sources, and fetches that keep their
 * limits and go on where the last one ended.
 * Called by services and `deno task fetch`.
 * Never writes but through `appendVintages`, `insertRows` and `backfill`.
 *
 * @example
 * ```ts
 * import { createDatabase } from "@strata/foundation";
 * import { fetchSeries, type SeriesSource } from "@strata/foundation/sources";
 *
 * // A source says what it is, describes a series, and gives its vintages since the cursor.
 * const bank: SeriesSource = {
 *   name: "bank",
 *   title: "Bank of Examples",
 *   baseUrl: "https://data.bank.example",
 *   authType: "none",
 *   ratePerMinute: 60,
 *   locale: "en-US",
 *   zone: "America/New_York",
 *   gives: "series",
 *   describe: (code) =>
 *     Promise.resolve({
 *       name: `Rate ${code}`,
 *       unit: "percent",
 *       frequency: "daily",
 *       country: "US",
 *       releaseTimezone: "America/New_York",
 *     }),
 *   async *vintages({ code, cursor = "2020-01-01" }, context) {
 *     const url = new URL(`https://data.bank.example/${code}?since=${cursor}`);
 *     const { body, at } = await context.json(url);
 *     const days = body as readonly { day: string; value: string }[];
 *     yield {
 *       vintages: days.map(({ day, value }) => (
 *         { observationDate: day, value, releaseTime: at, kind: "observed" as const }
 *       )),
 *       cursor: days.at(-1)?.day ?? cursor,
 *     };
 *   },
 * };
 *
 * async function fill(): Promise<void> {
 *   await using database = createDatabase();
 *   const { inserted } = await fetchSeries(database, bank, "OVERNIGHT");
 *   console.log(`${inserted} new`);
 * }
 * ```
 *
 * @module
 */
export type {
  AskOptions,
  CandleSource,
  CandleWindow,
  CurveDescription,
  CurvePage,
  CurveSource,
  FetchedWindow,
  ReleaseSchedule,
  ScheduledRelease,
  SeriesDescription,
  SeriesRequest,
  SeriesSource,
  Source,
  SourceAnswer,
  SourceContext,
  SourceCurvePoint,
  SourceFacts,
  SourceVintage,
  VintagePage,
} from "./source.ts";
export { bcb, type BcbOptions } from "./bcb/mod.ts";
export {
  candleSource,
  type CandleSourceOptions,
  type OhlcvClient,
  type OhlcvTuple,
} from "./candles/mod.ts";
export {
  fred,
  type FredLimits,
  type FredOptions,
  type ReleaseHour,
  releaseHours,
} from "./fred/mod.ts";
export { sdmx, type SdmxOptions, type SdmxPreset, type SdmxService } from "./sdmx/mod.ts";
export { treasury, type TreasuryOptions } from "./treasury/mod.ts";
export { SourceError } from "./source_error.ts";
export type { SourceErrorCode, SourceErrorOptions } from "./source_error.ts";
export {
  type FetchOptions,
  type FetchProgress,
  fetchSeries,
  type FetchSummary,
} from "./run/fetch_series.ts";
export {
  fetchFollowed,
  type FetchFollowedOptions,
  type FetchOutcome,
} from "./run/fetch_followed.ts";
export { type Followed, type FollowedKey, forget, listFollowed } from "./book/followed.ts";
export { knownSources } from "./known_sources.ts";
export {
  type ObjectStore,
  type RawArchive,
  rawArchive,
  type RecordedRun,
  type RunRecord,
  type RunStart,
  s3Store,
} from "./raw/mod.ts";
export { replaySeries } from "./run/replay_series.ts";
export type { AskedRequest } from "./ask/asker.ts";
export { createLimiter } from "./ask/create_limiter.ts";
export type { RequestLimiter, RequestSlot } from "./ask/limiter.ts";
