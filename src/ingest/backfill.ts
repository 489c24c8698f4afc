import { StrataError } from "../base/errors.ts";
import { logger } from "../base/logging/mod.ts";
import { traced } from "../base/telemetry/mod.ts";
import { mistakenUnit } from "../base/time/plausible_instant.ts";
import { candleStart, ohlcv } from "../schema/mod.ts";
import { recordFailure } from "./candles/record_failure.ts";
import { namedAttributes } from "./write/note_load.ts";
import { inTransaction } from "./write/transaction.ts";
import { type CandleSeries, checkRange, type TimeRange } from "./candles/candle_series.ts";
import { coveredRun } from "./candles/covered_run.ts";
import { refuseOtherGrid } from "./candles/own_grid.ts";
import { insertRows, type RowInput } from "./insert_rows.ts";
import { missingRanges } from "./candles/missing_ranges.ts";
import { recordRange } from "./candles/record_range.ts";
import type { RowSource } from "./read/row_reader.ts";
import { completeUntil, timeframeMs } from "./candles/timeframe.ts";
import type { OnConflict } from "./write/write_source.ts";
import { drizzleOf, isTransaction, type WriteTarget } from "./stage/write_target.ts";

/** A candle as a source returns it, without its series, which is known. */
export type CandleInput = Omit<RowInput<typeof ohlcv>, keyof CandleSeries>;

/** The window to fetch. */
export interface FetchWindow extends CandleSeries, TimeRange {
  /** Aborts when the backfill does. */
  readonly signal: AbortSignal;
}

/** The fetched candles, with their range if the source knows it. */
export interface FetchedCandles {
  /** The candles. */
  readonly rows: RowSource<CandleInput>;
  /**
   * The part of the window that the candles cover: all of it if the answer is complete. The rest is
   * requested again. Without this field, the range is inferred from the candles, as for rows alone.
   */
  readonly covered?: TimeRange;
}

/** The result of one step of a backfill. */
export interface BackfillStep extends TimeRange {
  /** How many candles were stored. */
  readonly inserted: number;
  /** How many candles were already stored with other values. */
  readonly conflicting: number;
}

/** Options of {@linkcode backfill}. */
export interface BackfillOptions extends CandleSeries, TimeRange {
  /**
   * Fetches the candles of a window: all of them, or a part of the window that is given with them.
   */
  readonly fetch: (
    window: FetchWindow,
  ) =>
    | RowSource<CandleInput>
    | FetchedCandles
    | Promise<RowSource<CandleInput> | FetchedCandles>;
  /** The maximum number of candles in a window; 1,000 by default. */
  readonly candlesPerFetch?: number;
  /** Whether to start with the oldest gap or the newest; `forward` by default. */
  readonly direction?: "forward" | "backward";
  /** What to do with candles that are already stored with other values; `keep` by default. */
  readonly onConflict?: OnConflict;
  /**
   * What to do with a candle that does not begin on the grid of its timeframe: `refuse` it (the
   * default), or `align` it to the start of the candle that contains its time.
   */
  readonly offGrid?: "refuse" | "align";
  /** Called, and awaited, after each committed step. */
  readonly onStep?: (step: BackfillStep) => void | Promise<void>;
  /** Ends the backfill between two steps. */
  readonly signal?: AbortSignal;
}

/** The result of a backfill. */
export interface BackfillResult {
  /** How many windows were fetched. */
  readonly fetched: number;
  /** How many candles were stored. */
  readonly inserted: number;
  /** How many candles were already stored with other values. */
  readonly conflicting: number;
}

/**
 * Fetches the missing candles of a range, window by window. Each window's candles and the record
 * that they are stored are committed in one transaction. After a kill, the next call continues
 * exactly after the last commit, and never again requests a window in which nothing traded.
 * Unfinished candles are left for later.
 * If an answer ends before its window, by more than the longest gap between its candles, it counts
 * as cut off. The rest is requested again, until an answer reaches the end or is empty. A source
 * that knows its range returns it as `covered`.
 *
 * @throws {RangeError} If the range is not valid.
 * @throws {RowsError} If a candle is refused, such as one off its grid unless `offGrid` is `align`.
 * @throws {StrataError} If a candle lies outside its window, or weeks begin on another day than the
 * stored ones.
 * @throws Whatever `fetch` throws; the window is recorded as failed, and earlier windows stay
 * stored.
 *
 * @example
 * ```ts
 * import { backfill, type CandleInput, createDatabase } from "@strata/foundation";
 *
 * async function fill(ask: (from: Date, to: Date) => Promise<CandleInput[]>): Promise<void> {
 *   await using database = createDatabase();
 *   await backfill(database, {
 *     exchange: "coinbase",
 *     symbol: "BTC-USD",
 *     timeframe: "1m",
 *     from: new Date("2018-04-01T00:00:00Z"),
 *     to: new Date("2018-05-01T00:00:00Z"),
 *     fetch: ({ from, to }) => ask(from, to),
 *   });
 * }
 * ```
 */
export async function backfill(
  target: WriteTarget,
  options: BackfillOptions,
): Promise<BackfillResult> {
  const { exchange, symbol, timeframe } = options;
  checkRange(options);
  const attributes = {
    ...namedAttributes({ operation: "backfill", table: "ohlcv" }),
    "strata.series": `${exchange} ${symbol} ${timeframe}`,
  };
  return await traced({ name: "backfill ohlcv", attributes }, async (span) => {
    const total = await fillGaps(target, options);
    span.set({
      "strata.windows": total.fetched,
      "strata.rows.inserted": total.inserted,
      "strata.rows.conflicting": total.conflicting,
    });
    return total;
  });
}

const log = logger("ingest");

async function fillGaps(target: WriteTarget, options: BackfillOptions): Promise<BackfillResult> {
  const { exchange, symbol, timeframe, direction = "forward" } = options;
  const series = { exchange, symbol, timeframe };
  const total = { fetched: 0, inserted: 0, conflicting: 0 };
  for (;;) {
    options.signal?.throwIfAborted();
    const complete = completeUntil(timeframe, new Date());
    const to = options.to < complete ? options.to : complete;
    const range = { ...series, from: options.from, to };
    const gaps = options.from < to ? await missingRanges(target, range) : [];
    const gap = direction === "forward" ? gaps[0] : gaps.at(-1);
    if (gap === undefined) return total;
    const step = await fillWindow(target, series, { ...options, window: windowOf(gap, options) });
    total.fetched++;
    total.inserted += step.inserted;
    total.conflicting += step.conflicting;
    await options.onStep?.(step);
  }
}

function windowOf(gap: TimeRange, options: BackfillOptions): TimeRange {
  const { candlesPerFetch = 1_000, timeframe, direction } = options;
  const length = candlesPerFetch * timeframeMs(timeframe);
  if (gap.to.getTime() - gap.from.getTime() <= length) return gap;
  return direction === "backward"
    ? { from: new Date(gap.to.getTime() - length), to: gap.to }
    : { from: gap.from, to: new Date(gap.from.getTime() + length) };
}

async function fillWindow(
  target: WriteTarget,
  series: CandleSeries,
  options: BackfillOptions & { readonly window: TimeRange },
): Promise<BackfillStep> {
  const { window, onConflict = "keep" } = options;
  const signal = options.signal ?? new AbortController().signal;
  let fetched: FetchedCandles;
  let rows: RowInput<typeof ohlcv>[];
  try {
    const answer = await options.fetch({ ...series, ...window, signal });
    fetched = "rows" in answer ? answer : { rows: answer };
    rows = await Array.fromAsync(fetched.rows, (row) => placed(row, { ...options, ...series }));
  } catch (error) {
    if (!signal.aborted) await noteFailure(target, { ...series, ...window, error });
    throw error;
  }
  // A value that is not a time is refused later, with its row and field.
  const times = rows.map(({ time }) => new Date(time).getTime()).filter(Number.isFinite);
  refuseStrays(times, fetched.covered ?? window);
  const covered = coveredOf(fetched, { ...window, times, timeframe: series.timeframe });
  await refuseOtherGrid(target, { ...series, times });
  const drizzle = drizzleOf(target);
  const { inserted, conflicting } = await inTransaction(drizzle, async (tx) => {
    const result = await insertRows(tx, ohlcv, rows, { onConflict });
    await recordRange(tx, { ...series, ...covered, rows: result.inserted });
    return result;
  }, { isRepeatable: !isTransaction(drizzle), signal });
  log.debug("{symbol} {timeframe}: {inserted} candles from {from} to {to}", {
    ...series,
    ...covered,
    inserted,
  });
  return { ...covered, inserted, conflicting };
}

/** The caller must see the source's error, even if recording it fails. */
async function noteFailure(
  target: WriteTarget,
  failure: CandleSeries & TimeRange & { readonly error: unknown },
): Promise<void> {
  try {
    await recordFailure(target, failure);
  } catch (error) {
    log.warning("The failure of a fetch could not be recorded: {error}", { error });
  }
}

function placed(
  row: CandleInput,
  { offGrid, exchange, symbol, timeframe }: CandleSeries & Pick<BackfillOptions, "offGrid">,
): RowInput<typeof ohlcv> {
  const time = offGrid === "align" ? candleStart(new Date(row.time), timeframe) : row.time;
  return { ...row, time, exchange, symbol, timeframe };
}

function coveredOf(
  { covered }: FetchedCandles,
  window: TimeRange & Pick<CandleSeries, "timeframe"> & { readonly times: readonly number[] },
): TimeRange {
  if (covered === undefined) return coveredRun(window.times, window);
  checkRange(covered);
  if (covered.from >= window.from && covered.to <= window.to) return covered;
  throw new RangeError(
    `Cannot record the candles from ${covered.from.toISOString()} to ${covered.to.toISOString()}: ` +
      `the window is ${window.from.toISOString()} to ${window.to.toISOString()}, return a part of it`,
  );
}

/** A candle outside its recorded range would lie in a range that counts as missing. */
function refuseStrays(times: readonly number[], { from, to }: TimeRange): void {
  const stray = times.find((time) => !(time >= from.getTime() && time < to.getTime()));
  if (stray === undefined) return;
  const mistaken = mistakenUnit(stray);
  throw new StrataError(
    `Cannot store a candle of ${new Date(stray).toISOString()}: it lies outside of ` +
      `${from.toISOString()} to ${to.toISOString()}, ` +
      (mistaken === undefined
        ? "return only the candles of the window"
        : `which looks like ${mistaken}`),
  );
}
