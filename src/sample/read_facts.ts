import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ConfigError } from "../base/errors.ts";
import type { NewCurve, NewOhlcv } from "../schema/mod.ts";
import { type FactRow, figure, parseFacts } from "./facts_file.ts";
import { numberRevisions, type Revision } from "./number_revisions.ts";
import { type SampleSeries, sampleSeries } from "./sample_series.ts";
import { tenorDays } from "../schema/tenor_days.ts";

/** The facts of the sample, ready to be written. */
export interface SampleFacts {
  /** The macro series, each with its numbered revisions. */
  readonly series: readonly (readonly [SampleSeries, readonly Revision[]])[];
  /** The points of the curves. */
  readonly curves: readonly NewCurve[];
  /** The candles. */
  readonly candles: readonly NewOhlcv[];
}

/**
 * Reads the sample's facts from a folder.
 *
 * @throws {ConfigError} If a file is missing or cannot be parsed.
 */
export async function readFacts(folder: string): Promise<SampleFacts> {
  // One after the other: where a file is missing, no other is left being opened.
  const series: [SampleSeries, readonly Revision[]][] = [];
  for (const one of sampleSeries) series.push([one, await readSeries(folder, one)]);
  return { series, curves: await readCurves(folder), candles: await readCandles(folder) };
}

async function readSeries(folder: string, series: SampleSeries): Promise<Revision[]> {
  const { file, release, releaseTimezone } = series;
  const rows = await readRows(folder, file, ["observation_date", "value"]);
  return numberRevisions(rows.map((row) => {
    const observationDate = cell(row, "observation_date");
    const undated = { observationDate, releaseDate: row.cells["release_date"] };
    const value = figure(row, { file, column: "value" });
    return { observationDate, value, releaseTime: release(undated, releaseTimezone) };
  }));
}

async function readCurves(folder: string): Promise<NewCurve[]> {
  const file = "us_treasury_par_curve.csv";
  const rows = await readRows(folder, file, ["curve_date"]);
  return rows.flatMap((row) =>
    Object.keys(row.cells).filter((column) => column !== "curve_date").flatMap((tenorLabel) => {
      const rate = figure(row, { file, column: tenorLabel });
      return rate === null ? [] : [{
        curveId: "US_TREASURY_PAR",
        curveDate: cell(row, "curve_date"),
        tenorDays: tenorDays(tenorLabel),
        tenorLabel,
        rate,
        curveType: "par" as const, // not a string at large
        source: "US Treasury",
      }];
    })
  );
}

async function readCandles(folder: string): Promise<NewOhlcv[]> {
  const file = "btc_usd_minutes.csv";
  const columns = ["time", "open", "high", "low", "close", "volume"];
  const rows = await readRows(folder, file, columns);
  return rows.map((row) => ({
    exchange: "coinbase",
    symbol: "BTC-USD",
    timeframe: "1m",
    time: new Date(cell(row, "time")),
    open: price(row, file, "open"),
    high: price(row, file, "high"),
    low: price(row, file, "low"),
    close: price(row, file, "close"),
    volume: price(row, file, "volume"),
  }));
}

async function readRows(
  folder: string,
  file: string,
  columns: readonly string[],
): Promise<FactRow[]> {
  const path = join(folder, file);
  try {
    return parseFacts(await readFile(path, "utf8"), { file, columns });
  } catch (cause) {
    if (cause instanceof ConfigError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ConfigError(`Cannot read "${path}": ${reason}, restore the sample's files`, {
      cause,
    });
  }
}

function cell(row: FactRow, column: string): string {
  return row.cells[column] ?? "";
}

function price(row: FactRow, file: string, column: string): number {
  const value = figure(row, { file, column });
  if (value !== null) return value;
  throw new ConfigError(
    `Cannot read "${file}" line ${row.line}: ${column} is empty, restore the file`,
  );
}
