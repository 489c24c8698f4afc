import type { PgTable } from "drizzle-orm/pg-core";
import type { z } from "zod";
import {
  backfillCheckpoints,
  backfillCheckpointsInsertSchema,
  curves,
  curvesInsertSchema,
  fiscalData,
  fiscalDataInsertSchema,
  flowData,
  flowDataInsertSchema,
  macroSeries,
  macroSeriesInsertSchema,
  marketData,
  marketDataInsertSchema,
  ohlcv,
  ohlcvInsertSchema,
  releaseCalendar,
  releaseCalendarInsertSchema,
  seriesMetadata,
  seriesMetadataInsertSchema,
  signals,
  signalsInsertSchema,
  signalSubject,
  type Timeframe,
  timeframes,
  volSurfaces,
  volSurfacesInsertSchema,
} from "../../schema/mod.ts";
import { FIRST_CANDLE_MS, isCandleStart } from "../../schema/candles/candle_start.ts";
import { instantOf } from "./time_columns.ts";

/** A row as given, with unknown fields. */
export type GivenRow = Readonly<Record<string, unknown>>;

/** Makes a row from the given one. */
export type CompleteRow = (row: GivenRow) => GivenRow;

/** What is known about this package's own tables beyond their columns. */
export interface TableRules {
  /** The schema that also checks fields against one another. */
  readonly schema?: z.ZodType;
  /**
   * Tells whether that schema would accept a row whose fields are valid one by one, in a hundredth
   * of the time.
   */
  readonly holds?: (row: GivenRow) => boolean;
  /** What `holds` requires beyond the schema, for a message. */
  readonly wanted?: { readonly field: string; readonly reason: string };
  /** Adds what follows from the rest of a row. */
  readonly complete?: CompleteRow;
  /** The field that follows from the rest. */
  readonly completes?: string;
}

/** Returns the rules of a table; none for a table that is not this package's. */
export function tableRules(table: PgTable): TableRules {
  return rules.get(table) ?? {};
}

const rules: ReadonlyMap<PgTable, TableRules> = new Map<PgTable, TableRules>([
  [backfillCheckpoints, checked(backfillCheckpointsInsertSchema)],
  [curves, { schema: curvesInsertSchema, holds: (row) => !isNegative(row["tenorDays"]) }],
  [fiscalData, { schema: fiscalDataInsertSchema, holds: isRevision }],
  [flowData, { schema: flowDataInsertSchema, holds: isRevision }],
  [macroSeries, { schema: macroSeriesInsertSchema, holds: isRevision }],
  [marketData, { schema: marketDataInsertSchema, holds: isBar }],
  [ohlcv, {
    schema: ohlcvInsertSchema,
    holds: (row) => isBar(row) && isCandle(row),
    // The schema reads texts as dates, which have no microseconds.
    wanted: { field: "time", reason: "time: expected the start of a candle, without microseconds" },
  }],
  [releaseCalendar, checked(releaseCalendarInsertSchema)],
  [seriesMetadata, checked(seriesMetadataInsertSchema)],
  [signals, { ...checked(signalsInsertSchema), complete: withSubject, completes: "subject" }],
  [volSurfaces, {
    schema: volSurfacesInsertSchema,
    holds: (row) => !isNegative(row["tenorDays"]) && !isNegative(row["impliedVol"]),
  }],
]);

/** For small tables the schema itself is fast enough. */
function checked(schema: z.ZodType): TableRules {
  return { schema, holds: (row) => schema.safeParse(row).success };
}

function isNegative(value: unknown): boolean {
  return (numberOf(value) ?? 0) < 0;
}

/** The number that a field represents; each field has already been checked. */
function numberOf(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  return typeof value === "bigint" || typeof value === "string" ? Number(value) : undefined;
}

function isRevision(row: GivenRow): boolean {
  return !isNegative(row["revisionNumber"]);
}

function isBar(row: GivenRow): boolean {
  const [high, low] = [numberOf(row["high"]), numberOf(row["low"])];
  const isUpright = high === undefined || low === undefined || high >= low;
  return isUpright && !isNegative(row["volume"]);
}

function isCandle({ time, timeframe }: GivenRow): boolean {
  // as: the column's own check refuses an invalid timeframe; the lookup is safe for any value.
  const length = timeframe as Timeframe;
  if (!timeframes.includes(length)) return false;
  const at = time instanceof Date
    ? { milliseconds: time.getTime(), microseconds: 0 }
    : typeof time === "string"
    ? instantOf(time)
    : undefined;
  return at !== undefined && at.microseconds === 0 && at.milliseconds >= FIRST_CANDLE_MS &&
    isCandleStart(at.milliseconds, length);
}

/** A signal's subject follows from its target. */
function withSubject(row: GivenRow): GivenRow {
  const { instrumentId, seriesId, subject } = row;
  if (subject !== undefined || !isId(instrumentId) || !isId(seriesId)) return row;
  if (typeof instrumentId === "number" && typeof seriesId === "number") return row;
  return { ...row, subject: signalSubject({ instrumentId, seriesId }) };
}

function isId(value: unknown): value is number | null | undefined {
  return value === undefined || value === null || typeof value === "number";
}
