/**
 * Streams: messages of Kafka into tables, each stored once, and changes out to topics. It is an
 * entry of its own because it loads a client of Kafka.
 *
 * @example
 * ```ts
 * import { createDatabase, ohlcv } from "@strata/foundation";
 * import { consume } from "@strata/foundation/streams";
 *
 * async function follow(signal: AbortSignal): Promise<void> {
 *   await using database = createDatabase();
 *   await consume(database, "candles", ohlcv, { group: "desk", signal });
 * }
 * ```
 *
 * @module
 */
export { consume } from "./consume.ts";
export type {
  ConsumeOptions,
  ConsumeProgress,
  ConsumeResult,
  PartitionLag,
} from "./consume_options.ts";
export { publishChanges, type PublishOptions, type PublishProgress } from "./publish_changes.ts";
export { StreamError, type StreamFault } from "./stream_error.ts";
export type { Fields } from "./decode/decoder.ts";
export type { UnknownFields } from "./decode/row_fields.ts";
export type { StreamMessage } from "./group/stream_message.ts";
export type { Tombstones } from "./store/read_rows.ts";
