/**
 * TimescaleDB for any Drizzle tables: declarations, and the capabilities of a server.
 *
 * @example
 * ```ts
 * import { hypertable } from "@strata/foundation/timescale";
 * import { doublePrecision, pgTable, primaryKey, text, timestamp } from "drizzle-orm/pg-core";
 *
 * export const readings = pgTable("readings", {
 *   sensor: text().notNull(),
 *   time: timestamp({ withTimezone: true }).notNull(),
 *   value: doublePrecision(),
 * }, (t) => [primaryKey({ columns: [t.sensor, t.time] })]);
 *
 * export const readingsHypertable = hypertable(readings, { by: "time", chunkInterval: "7 days" });
 * ```
 *
 * @module
 */
export { detectServer, MINIMUM_TIMESCALEDB } from "./server.ts";
export type { Edition, ServerInfo } from "./server.ts";
export { FALSE_ALARM, readFailedJobs } from "./failed_jobs.ts";
export type { FailedJob } from "./failed_jobs.ts";
export { SAFE_SETTINGS, safeSettings } from "./safe_settings.ts";
export type { SafeSetting } from "./safe_settings.ts";
export { RESTORING_SQL, RESTORING_STATE } from "./restoring.ts";
export { hypertable } from "./hypertable.ts";
export type { ColumnKey, HypertableOptions, OrderKey, TimeKey } from "./hypertable.ts";
export type { Hypertable, OrderColumn } from "./declared_hypertable.ts";
export { intervalMicroseconds, isSameInterval, parseInterval } from "./interval.ts";
export type { Interval } from "./interval.ts";
export { isNumberSpan, readSpan, spanText } from "./span.ts";
export type { Span } from "./span.ts";
export { compareVersions, isAtLeast } from "./version.ts";
export { continuousAggregate } from "./continuous_aggregate.ts";
export type { ContinuousAggregateOptions, SourceKey } from "./continuous_aggregate.ts";
export type { AggregateSource, ContinuousAggregate } from "./declared_aggregate.ts";
export { first, last } from "./ordered_value.ts";
export type { PortableExpression } from "./ordered_value.ts";
export { timeBucket } from "./time_bucket.ts";
export type { TimeBucketOptions } from "./time_bucket.ts";
export type { BucketType } from "./bucket.ts";
