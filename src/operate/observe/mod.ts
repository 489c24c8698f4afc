/**
 * What TimescaleDB's catalog tells of a running database: chunks, jobs, aggregates.
 * Called by verify, the dashboard and the page of metrics.
 * Never reads a row of a table, and judges nothing.
 *
 * @module
 */
export { createObserver, type Observer } from "./observer.ts";
export { observe } from "./observe.ts";
export type { ObserveOptions } from "./observe.ts";
export type {
  ChunkCompressionFigures,
  ChunkState,
  ColumnstoreSettings,
  JobFailure,
  JobKind,
  Observed,
  ObservedAggregate,
  ObservedChunk,
  ObservedHypertable,
  ObservedJob,
} from "./observed.ts";
