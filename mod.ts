/**
 * Strata, the data foundation of a macro-trading platform: Drizzle definitions of its tables, a pooled
 * database connection, a Redis client, functions that write and read data as of any time, and
 * TimescaleDB declarations for your own tables.
 *
 * Importing this module opens nothing, reads nothing and needs no permission.
 *
 * @example
 * ```ts
 * import { createDatabase, macroSeries } from "@strata/foundation";
 * import { desc } from "drizzle-orm";
 *
 * export async function newest(): Promise<number | null | undefined> {
 *   await using database = createDatabase();
 *   const [row] = await database.db.select().from(macroSeries)
 *     .orderBy(desc(macroSeries.releaseTime)).limit(1);
 *   return row?.value;
 * }
 * ```
 *
 * @module
 */
export * from "./src/base/errors.ts";
export { loadSettings, redactUrl, Secret, variables } from "./src/base/settings/mod.ts";
export type {
  ApiToken,
  DatabaseSettings,
  ExtendedSettings,
  ExtendSettingsOptions,
  HostPort,
  KafkaSettings,
  LoadSettingsOptions,
  LogLevel,
  MinioSettings,
  MongoSettings,
  PostgresSettings,
  RedisSettings,
  SentinelSettings,
  Settings,
  SourceName,
  SourceUrls,
  SslMode,
  Variable,
} from "./src/base/settings/mod.ts";
export * from "./src/schema/mod.ts";
export * from "./src/timescale/mod.ts";
export * from "./src/database/mod.ts";
export * from "./src/redis/mod.ts";
export * from "./src/point_in_time/mod.ts";
export * from "./src/market/mod.ts";
export * from "./src/backtest/mod.ts";
export * from "./src/ingest/mod.ts";
export { enableTelemetry } from "./src/base/telemetry/mod.ts";
export type { TelemetryOptions } from "./src/base/telemetry/mod.ts";
export { VERSION } from "./src/base/version.ts";
