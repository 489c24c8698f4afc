/**
 * Zod schemas for inserts, derived from the table definitions.
 * Called by services that receive rows from others.
 * Never guesses: a time without a zone or an unknown value is refused.
 *
 * @module
 */
export { insertSchema } from "./insert_schema.ts";
export type { FieldInput, InsertSchema, InsertShape } from "./insert_schema.ts";
export {
  backfillCheckpointsInsertSchema,
  curvesInsertSchema,
  dataSourcesInsertSchema,
  fiscalDataInsertSchema,
  flowDataInsertSchema,
  instrumentsInsertSchema,
  macroSeriesInsertSchema,
  marketDataInsertSchema,
  ohlcvInsertSchema,
  releaseCalendarInsertSchema,
  releaseExpectationsInsertSchema,
  seriesMetadataInsertSchema,
  signalsInsertSchema,
  volSurfacesInsertSchema,
} from "./schemas.ts";
export type { SignalInput } from "./schemas.ts";
