/**
 * The 14 tables as Drizzle definitions, the values of their columns, and the 8 that are
 * hypertables.
 * Called by migrations' checks, readers and writers.
 * Never imports a reader, a writer or a connection.
 *
 * @module
 */
export { definitions } from "./definitions.ts";
export { hypertables, schema, schemaComments, tables } from "./schema.ts";
export type { Schema } from "./schema.ts";
export { catalogComments, commentStatements } from "./comments.ts";
export type { CatalogComment, TableComments } from "./comments.ts";

export { dataSources } from "./data_sources.ts";
export type { DataSource, DataSourcesColumns, NewDataSource } from "./data_sources.ts";
export { instruments } from "./instruments.ts";
export type { Instrument, InstrumentsColumns, NewInstrument } from "./instruments.ts";
export { seriesMetadata } from "./series_metadata.ts";
export type {
  NewSeriesMetadata,
  SeriesMetadata,
  SeriesMetadataColumns,
} from "./series_metadata.ts";
export { marketData, marketDataHypertable } from "./market_data.ts";
export type { MarketData, MarketDataColumns, NewMarketData } from "./market_data.ts";
export { macroSeries, macroSeriesHypertable } from "./macro_series.ts";
export type { MacroSeries, MacroSeriesColumns, NewMacroSeries } from "./macro_series.ts";
export { curves, curvesHypertable } from "./curves.ts";
export type { Curve, CurvesColumns, NewCurve } from "./curves.ts";
export { flowData, flowDataHypertable } from "./flow_data.ts";
export type { FlowData, FlowDataColumns, NewFlowData } from "./flow_data.ts";
export { fiscalData, fiscalDataHypertable } from "./fiscal_data.ts";
export type { FiscalData, FiscalDataColumns, NewFiscalData } from "./fiscal_data.ts";
export { volSurfaces, volSurfacesHypertable } from "./vol_surfaces.ts";
export type { NewVolSurface, VolSurface, VolSurfacesColumns } from "./vol_surfaces.ts";
export { signals, signalsHypertable } from "./signals.ts";
export type { NewSignal, Signal, SignalsColumns } from "./signals.ts";
export { signalSubject } from "./signal_subject.ts";
export type { SignalTarget } from "./signal_subject.ts";
export { backfillCheckpoints } from "./backfill_checkpoints.ts";
export type {
  BackfillCheckpoint,
  BackfillCheckpointsColumns,
  NewBackfillCheckpoint,
} from "./backfill_checkpoints.ts";
export { ohlcv, ohlcvHypertable } from "./ohlcv.ts";
export type { NewOhlcv, Ohlcv, OhlcvColumns } from "./ohlcv.ts";
export { releaseCalendar } from "./release_calendar.ts";
export type {
  NewReleaseCalendar,
  ReleaseCalendar,
  ReleaseCalendarColumns,
} from "./release_calendar.ts";
export { releaseExpectations } from "./release_expectations.ts";
export type {
  NewReleaseExpectation,
  ReleaseExpectation,
  ReleaseExpectationsColumns,
} from "./release_expectations.ts";
export { candleStart } from "./candles/candle_start.ts";

export { countries } from "./countries.ts";
export type { Country } from "./countries.ts";
export { exchanges } from "./exchanges.ts";
export type { Exchange } from "./exchanges.ts";
export {
  assetClasses,
  authTypes,
  backfillStatuses,
  callPuts,
  curveTypes,
  decimalSeparators,
  fiscalMetrics,
  flowTypes,
  frequencies,
  timeframes,
  vintageKinds,
} from "./value_lists.ts";
export type {
  AssetClass,
  AuthType,
  BackfillStatus,
  CallPut,
  CurveType,
  DecimalSeparator,
  FiscalMetric,
  FlowType,
  Frequency,
  Timeframe,
  VintageKind,
} from "./value_lists.ts";

export type {
  ChoiceColumn,
  CountColumn,
  DayColumn,
  DecimalColumn,
  Defaulted,
  DocumentColumn,
  FlagColumn,
  IdentityColumn,
  InstantColumn,
  IntegerColumn,
  NotNull,
  NumberColumn,
  SmallIntegerColumn,
  Table,
  TextColumn,
} from "./columns.ts";

export * from "./validation/mod.ts";
