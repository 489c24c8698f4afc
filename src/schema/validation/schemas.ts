import type { z } from "zod";
import { type InsertSchema, insertSchema } from "./insert_schema.ts";
import { atLeastZero, highAboveLow, isZone, onCandleGrid, refuseUnless } from "./_rules.ts";
import { backfillCheckpoints } from "../backfill_checkpoints.ts";
import { curves } from "../curves.ts";
import { dataSources } from "../data_sources.ts";
import { fiscalData } from "../fiscal_data.ts";
import { flowData } from "../flow_data.ts";
import { instruments } from "../instruments.ts";
import { macroSeries } from "../macro_series.ts";
import { marketData } from "../market_data.ts";
import { ohlcv } from "../ohlcv.ts";
import { releaseCalendar } from "../release_calendar.ts";
import { releaseExpectations } from "../release_expectations.ts";
import { seriesMetadata } from "../series_metadata.ts";
import { hasBothTargets, signalSubject } from "../signal_subject.ts";
import { type NewSignal, signals } from "../signals.ts";
import { volSurfaces } from "../vol_surfaces.ts";

// Each includes the checks of its table, so that a bad row is named before it reaches the database.

/** The schema for inserts into `data_sources`. */
export const dataSourcesInsertSchema: InsertSchema<typeof dataSources> = insertSchema(dataSources);

/** The schema for inserts into `instruments`. */
export const instrumentsInsertSchema: InsertSchema<typeof instruments> = insertSchema(instruments);

/** The schema for inserts into `series_metadata`; the runtime must know the zone. */
export const seriesMetadataInsertSchema: InsertSchema<typeof seriesMetadata> = insertSchema(
  seriesMetadata,
).superRefine(refuseUnless("releaseTimezone", "an IANA zone, America/New_York", isZone));

/** The schema for inserts into `backfill_checkpoints`. */
export const backfillCheckpointsInsertSchema: InsertSchema<typeof backfillCheckpoints> =
  insertSchema(backfillCheckpoints).superRefine(
    refuseUnless("rangeEnd", "an instant after rangeStart", (end, row) => end > row.rangeStart),
  ).superRefine(atLeastZero("rowsIngested"));

/** The schema for inserts into `market_data`. */
export const marketDataInsertSchema: InsertSchema<typeof marketData> = insertSchema(marketData)
  .superRefine(highAboveLow)
  .superRefine(atLeastZero("volume"));

/** The schema for inserts into `macro_series`. */
export const macroSeriesInsertSchema: InsertSchema<typeof macroSeries> = insertSchema(macroSeries)
  .superRefine(atLeastZero("revisionNumber"));

/** The schema for inserts into `curves`. */
export const curvesInsertSchema: InsertSchema<typeof curves> = insertSchema(curves)
  .superRefine(atLeastZero("tenorDays"));

/** The schema for inserts into `flow_data`. */
export const flowDataInsertSchema: InsertSchema<typeof flowData> = insertSchema(flowData)
  .superRefine(atLeastZero("revisionNumber"));

/** The schema for inserts into `fiscal_data`. */
export const fiscalDataInsertSchema: InsertSchema<typeof fiscalData> = insertSchema(fiscalData)
  .superRefine(atLeastZero("revisionNumber"));

/** The schema for inserts into `vol_surfaces`. */
export const volSurfacesInsertSchema: InsertSchema<typeof volSurfaces> = insertSchema(volSurfaces)
  .superRefine(atLeastZero("tenorDays"))
  .superRefine(atLeastZero("impliedVol"));

/** The input of {@linkcode signalsInsertSchema}: a signal whose subject may be omitted. */
export type SignalInput = Omit<z.input<InsertSchema<typeof signals>>, "subject"> & {
  readonly subject?: string | undefined;
};

/** The schema for inserts into `signals`; it derives the subject from instrumentId and seriesId. */
export const signalsInsertSchema: z.ZodType<NewSignal, SignalInput> = signalSchema();

/** The schema for inserts into `ohlcv`. */
export const ohlcvInsertSchema: InsertSchema<typeof ohlcv> = insertSchema(ohlcv)
  .superRefine(highAboveLow)
  .superRefine(onCandleGrid)
  .superRefine(atLeastZero("volume"));

/** The schema for inserts into `release_calendar`; the runtime must know the zone. */
export const releaseCalendarInsertSchema: InsertSchema<typeof releaseCalendar> = insertSchema(
  releaseCalendar,
).superRefine(refuseUnless("zone", "an IANA zone, America/New_York", isZone));

/** The schema for inserts into `release_expectations`. */
export const releaseExpectationsInsertSchema: InsertSchema<typeof releaseExpectations> =
  insertSchema(releaseExpectations);

function signalSchema(): z.ZodType<NewSignal, SignalInput> {
  const given = insertSchema(signals);
  return given
    .extend({ subject: given.shape.subject.optional() })
    .superRefine(refuseUnless("confidence", "a number from 0 to 1", (it) => it >= 0 && it <= 1))
    .superRefine(refuseUnless("seriesId", "null beside an instrumentId", (_, row) => {
      return !hasBothTargets(row);
    }))
    .superRefine(refuseUnless("subject", "what signalSubject makes", (subject, row) => {
      return hasBothTargets(row) || subject === signalSubject(row);
    }))
    .transform((row) => ({ ...row, subject: signalSubject(row) }));
}
