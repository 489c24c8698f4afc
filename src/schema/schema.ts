import type { PgTable } from "drizzle-orm/pg-core";
import { backfillCheckpoints, backfillCheckpointsComments } from "./backfill_checkpoints.ts";
import { type CatalogComment, catalogComments } from "./comments.ts";
import { curves, curvesComments, curvesHypertable } from "./curves.ts";
import { dataSources, dataSourcesComments } from "./data_sources.ts";
import { fiscalData, fiscalDataComments, fiscalDataHypertable } from "./fiscal_data.ts";
import { flowData, flowDataComments, flowDataHypertable } from "./flow_data.ts";
import { instruments, instrumentsComments } from "./instruments.ts";
import { macroSeries, macroSeriesComments, macroSeriesHypertable } from "./macro_series.ts";
import { marketData, marketDataComments, marketDataHypertable } from "./market_data.ts";
import { ohlcv, ohlcvComments, ohlcvHypertable } from "./ohlcv.ts";
import { releaseCalendar, releaseCalendarComments } from "./release_calendar.ts";
import { releaseExpectations, releaseExpectationsComments } from "./release_expectations.ts";
import { seriesMetadata, seriesMetadataComments } from "./series_metadata.ts";
import { signals, signalsComments, signalsHypertable } from "./signals.ts";
import { volSurfaces, volSurfacesComments, volSurfacesHypertable } from "./vol_surfaces.ts";
import type { Hypertable } from "../timescale/declared_hypertable.ts";

// A type, not an interface: Drizzle requires a Record, and an interface would need an index
// signature, losing its keys.

/** The tables by their TypeScript names, as Drizzle takes them. */
export type Schema = {
  /** Where data comes from. */
  readonly dataSources: typeof dataSources;
  /** Traded instruments. */
  readonly instruments: typeof instruments;
  /** The series that sources publish. */
  readonly seriesMetadata: typeof seriesMetadata;
  /** Bars of traded instruments. */
  readonly marketData: typeof marketData;
  /** Macro series with every revision. */
  readonly macroSeries: typeof macroSeries;
  /** Yield curves. */
  readonly curves: typeof curves;
  /** Flows with every revision. */
  readonly flowData: typeof flowData;
  /** Fiscal figures with every revision. */
  readonly fiscalData: typeof fiscalData;
  /** Surfaces of implied volatility. */
  readonly volSurfaces: typeof volSurfaces;
  /** Signals. */
  readonly signals: typeof signals;
  /** Which ranges of candles are loaded. */
  readonly backfillCheckpoints: typeof backfillCheckpoints;
  /** Candles of crypto exchanges. */
  readonly ohlcv: typeof ohlcv;
  /** When releases are due, as it was known. */
  readonly releaseCalendar: typeof releaseCalendar;
  /** What is expected of releases, as it was known. */
  readonly releaseExpectations: typeof releaseExpectations;
};

/** The tables by their TypeScript names, referenced tables first. */
export const schema: Schema = {
  dataSources,
  instruments,
  seriesMetadata,
  marketData,
  macroSeries,
  curves,
  flowData,
  fiscalData,
  volSurfaces,
  signals,
  backfillCheckpoints,
  ohlcv,
  releaseCalendar,
  releaseExpectations,
};

/** The 14 tables, in an order in which they can be created. */
export const tables: readonly PgTable[] = [
  dataSources,
  instruments,
  seriesMetadata,
  marketData,
  macroSeries,
  curves,
  flowData,
  fiscalData,
  volSurfaces,
  signals,
  backfillCheckpoints,
  ohlcv,
  releaseCalendar,
  releaseExpectations,
];

/** The 8 hypertables as they are declared. */
export const hypertables: readonly Hypertable[] = [
  marketDataHypertable,
  macroSeriesHypertable,
  curvesHypertable,
  flowDataHypertable,
  fiscalDataHypertable,
  volSurfacesHypertable,
  signalsHypertable,
  ohlcvHypertable,
];

/** The comments of every table and column. */
export const schemaComments: readonly CatalogComment[] = [
  ...catalogComments(dataSources, dataSourcesComments),
  ...catalogComments(instruments, instrumentsComments),
  ...catalogComments(seriesMetadata, seriesMetadataComments),
  ...catalogComments(marketData, marketDataComments),
  ...catalogComments(macroSeries, macroSeriesComments),
  ...catalogComments(curves, curvesComments),
  ...catalogComments(flowData, flowDataComments),
  ...catalogComments(fiscalData, fiscalDataComments),
  ...catalogComments(volSurfaces, volSurfacesComments),
  ...catalogComments(signals, signalsComments),
  ...catalogComments(backfillCheckpoints, backfillCheckpointsComments),
  ...catalogComments(ohlcv, ohlcvComments),
  ...catalogComments(releaseCalendar, releaseCalendarComments),
  ...catalogComments(releaseExpectations, releaseExpectationsComments),
];
