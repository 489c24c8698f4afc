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
import { seriesMetadata } from "../series_metadata.ts";
import { hasBothTargets, signalSubject } from "../signal_subject.ts";
import { type NewSignal, signals } from "../signals.ts";
import { volSurfaces } from "../vol_surfaces.ts";

// Each holds the checks of its table too, so that a bad row is named before the database is asked.

/** What an insert into `data_sources` takes. */
export const dataSourcesInsertSchema: InsertSchema<typeof dataSources> = insertSchema(dataSources);

/** What an insert into `instruments` takes. */
export const instrumentsInsertSchema: InsertSchema<typeof instruments> = insertSchema(instruments);

/** What an insert into `series_metadata` takes; the zone must be one that the runtime knows. */
export const seriesMetadataInsertSchema: InsertSchema<typeof seriesMetadata> = insertSchema(
  seriesMetadata,
).superRefine(refuseUnless("releaseTimezone", "an IANA zone, America/New_York", isZone));

/** What an insert into `backfill_checkpoints` takes. */
export const backfillCheckpointsInsertSchema: InsertSchema<typeof backfillCheckpoints> =
  insertSchema(backfillCheckpoints).superRefine(
    refuseUnless("rangeEnd", "an instant after rangeStart", (end, row) => end > row.rangeStart),
  ).superRefine(atLeastZero("rowsIngested"));

/** What an insert into `market_data` takes. */
export const marketDataInsertSchema: InsertSchema<typeof marketData> = insertSchema(marketData)
  .superRefine(highAboveLow)
  .superRefine(atLeastZero("volume"));

/** What an insert into `macro_series` takes. */
export const macroSeriesInsertSchema: InsertSchema<typeof macroSeries> = insertSchema(macroSeries)
  .superRefine(atLeastZero("revisionNumber"));

/** What an insert into `curves` takes. */
export const curvesInsertSchema: InsertSchema<typeof curves> = insertSchema(curves)
  .superRefine(atLeastZero("tenorDays"));

/** What an insert into `flow_data` takes. */
export const flowDataInsertSchema: InsertSchema<typeof flowData> = insertSchema(flowData)
  .superRefine(atLeastZero("revisionNumber"));

/** What an insert into `fiscal_data` takes. */
export const fiscalDataInsertSchema: InsertSchema<typeof fiscalData> = insertSchema(fiscalData)
  .superRefine(atLeastZero("revisionNumber"));

/** What an insert into `vol_surfaces` takes. */
export const volSurfacesInsertSchema: InsertSchema<typeof volSurfaces> = insertSchema(volSurfaces)
  .superRefine(atLeastZero("tenorDays"))
  .superRefine(atLeastZero("impliedVol"));

/** What {@linkcode signalsInsertSchema} takes: a signal whose subject may be left to it. */
export type SignalInput = Omit<z.input<InsertSchema<typeof signals>>, "subject"> & {
  readonly subject?: string | undefined;
};

/** What an insert into `signals` takes; it makes the subject of instrumentId and seriesId. */
export const signalsInsertSchema: z.ZodType<NewSignal, SignalInput> = signalSchema();

/** What an insert into `ohlcv` takes. */
export const ohlcvInsertSchema: InsertSchema<typeof ohlcv> = insertSchema(ohlcv)
  .superRefine(highAboveLow)
  .superRefine(onCandleGrid)
  .superRefine(atLeastZero("volume"));

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
