import type { OnConflict } from "../../ingest/mod.ts";
import type { Fields } from "./decode/decoder.ts";
import type { UnknownFields } from "./decode/row_fields.ts";
import type { StreamMessage } from "./group/stream_message.ts";
import type { Tombstones } from "./store/read_rows.ts";

/** Options of {@linkcode consume}. */
export interface ConsumeOptions {
  /** The consumer group; `strata` by default. Its members share the partitions of the topic. */
  readonly group?: string;
  /** The brokers, as `host:port`; by default `loadSettings()` provides them. */
  readonly brokers?: readonly string[];
  /**
   * What messages are: `json`, an object or a list of objects (the default); `csv`, lines without a
   * header, whose columns are in `columns`; `avro`, in the wire format of a schema registry, which
   * is at `registry`.
   */
  readonly format?: "json" | "csv" | "avro";
  /** The columns of CSV, in their order. */
  readonly columns?: readonly string[];
  /** The URL of the schema registry. */
  readonly registry?: string;
  /** Where a partition begins that the group has never read; `earliest` by default. */
  readonly from?: "earliest" | "latest";
  /** How many messages are stored together at most; 5,000 by default. */
  readonly batchRows?: number;
  /** How long a message waits for others to be stored with, in milliseconds; 1,000 by default. */
  readonly batchMs?: number;
  /** How many bytes of messages wait in memory before no more are fetched; 64 MiB by default. */
  readonly bufferBytes?: number;
  /**
   * The topic for messages that are refused, with the reason and their place in headers; without
   * it, such a message ends the consuming.
   */
  readonly deadLetter?: string;
  /** What to do with a tombstone; `refuse` by default. */
  readonly tombstones?: Tombstones;
  /** What to do with fields that are no columns of the table; `refuse` by default. */
  readonly unknownFields?: UnknownFields;
  /** What to do with a row whose key is stored with other values; `keep` by default. */
  readonly onConflict?: OnConflict;
  /** Makes rows of what a message says, none where it returns null. */
  readonly map?: (fields: Fields, message: StreamMessage) => Fields | readonly Fields[] | null;
  /** Returns once everything that was there at the beginning is stored. */
  readonly untilEnd?: boolean;
  /**
   * After how long without a sign of life from this process its partitions go to others of the
   * group, in milliseconds; 10,000 by default.
   */
  readonly sessionTimeoutMs?: number;
  /** How long the database or Kafka may be away before it gives up; 300,000 ms by default. */
  readonly patienceMs?: number;
  /** Called, and awaited, after each batch, and when other partitions are assigned. */
  readonly onProgress?: (progress: ConsumeProgress) => void | Promise<void>;
  /** Ends it: the batch that is being stored is finished, and the group is left. */
  readonly signal?: AbortSignal;
}

/** What was consumed since the beginning. */
export interface ConsumeResult {
  /** How many messages were read and stored, refused or skipped. */
  readonly messages: number;
  /** How many transactions that took. */
  readonly batches: number;
  /** How many rows were not yet stored. */
  readonly inserted: number;
  /** How many were already stored with the same values. */
  readonly unchanged: number;
  /** How many were already stored with other values. */
  readonly conflicting: number;
  /** How many messages were refused, and are in the dead-letter topic. */
  readonly refused: number;
  /** How many tombstones were skipped. */
  readonly skipped: number;
  /** How many batches were dropped because another process had stored their messages first. */
  readonly fenced: number;
  /** How often partitions were assigned. */
  readonly assignments: number;
  /** How often the connection to Kafka or the database was lost. */
  readonly reconnects: number;
}

/** The progress of {@linkcode consume}. */
export interface ConsumeProgress extends ConsumeResult {
  /** The partitions of this process. */
  readonly partitions: readonly PartitionLag[];
}

/** How far a partition is. */
export interface PartitionLag {
  /** The partition of the topic. */
  readonly partition: number;
  /** The offset of the first message that is not stored. */
  readonly nextOffset: bigint;
  /** How many messages are behind it, as far as the broker said last. */
  readonly lag: number;
}
