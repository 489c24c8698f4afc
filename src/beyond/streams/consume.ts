import type { PgTable } from "drizzle-orm/pg-core";
import { ConnectionError } from "../../base/errors.ts";
import { backoffDelay, pause } from "../../base/resilience/mod.ts";
import { loadSettings } from "../../base/settings/mod.ts";
import { isRepeatableRead } from "../../database/mod.ts";
import type { WriteTarget } from "../../ingest/mod.ts";
import { ConsumeCounts } from "./consume_counts.ts";
import type { ConsumeOptions, ConsumeResult } from "./consume_options.ts";
import { chooseDecoder } from "./decode/choose_decoder.ts";
import { rowFields } from "./decode/row_fields.ts";
import { log } from "./log.ts";
import { runMember, type Stream } from "./run_member.ts";
import { deadLetters } from "./store/dead_letters.ts";
import { refuseBadMessages } from "./store/refuse_bad_messages.ts";
import { tableWriter } from "./store/table_writer.ts";

/**
 * Consumes a topic of Kafka into a table, as a member of a consumer group: any number of processes
 * share the partitions. A batch of messages is stored in one transaction with the offsets of its
 * partitions, and where to go on is read from there alone. So a message is stored once, whatever is
 * killed, whenever the group is rebalanced, and whatever the broker forgets.
 *
 * Into `macroSeries`, `flowData` and `fiscalData` it appends vintages, as {@linkcode appendVintages}
 * does; into other tables it writes as {@linkcode insertRows} does. The order of a partition, and
 * with it that of each key, is kept.
 *
 * It runs until the signal aborts, then finishes its batch and leaves the group; with `untilEnd`, it
 * returns once it has stored what was there. Lost connections are opened again.
 *
 * @throws {StreamError} If a message is refused and there is no dead-letter topic for it, if the
 * broker deleted messages before they were stored, or if the topic was replaced by another.
 * @throws {ConfigError} If there is no such topic, or the format lacks its columns or its registry.
 * @throws {ConnectionError} If Kafka is not there, or it or the database stays away.
 *
 * @example
 * ```ts
 * import { createDatabase, ohlcv } from "@strata/foundation";
 * import { consume } from "@strata/foundation/streams";
 *
 * async function follow(signal: AbortSignal): Promise<void> {
 *   await using database = createDatabase();
 *   const { inserted } = await consume(database, "candles", ohlcv, { group: "desk", signal });
 *   console.log(inserted);
 * }
 * ```
 */
export async function consume(
  target: WriteTarget,
  topic: string,
  table: PgTable,
  options: ConsumeOptions = {},
): Promise<ConsumeResult> {
  const { signal, deadLetter, patienceMs = 300_000 } = options;
  const { group = "strata", batchRows = 5_000 } = options;
  if (!(batchRows >= 1)) {
    throw new RangeError(`Cannot consume ${batchRows} messages a batch: want 1 or more`);
  }
  const brokers = options.brokers ?? loadSettings().kafka.brokers;
  const counts = new ConsumeCounts();
  const place = { brokers, clientId: `strata-${group}` };
  await using letters = deadLetter === undefined
    ? undefined
    : deadLetters(place, { topic: deadLetter, group });
  const stream: Stream = {
    target,
    topic,
    group,
    counts,
    options,
    place,
    write: tableWriter(table, options.onConflict),
    refuse: letters?.refuse ?? refuseBadMessages(topic),
    read: {
      decode: chooseDecoder(options),
      fields: rowFields(table, options.unknownFields ?? "refuse"),
      map: options.map,
      tombstones: options.tombstones ?? "refuse",
    },
  };
  let lostAt: number | undefined;
  for (let attempt = 0;; attempt++) {
    const before = counts.result();
    try {
      await runMember(stream);
      return counts.result();
    } catch (error) {
      if (signal?.aborted) return counts.result();
      const hasBegun = counts.result().assignments > 0;
      if (!hasBegun || !isPassing(error)) throw error;
      if (counts.result().batches > before.batches) {
        lostAt = undefined;
        attempt = 0;
      }
      lostAt ??= performance.now();
      if (performance.now() - lostAt > patienceMs) throw error;
      counts.note("reconnects");
      const delayMs = Math.min(backoffDelay(attempt + 1, 250), 10_000);
      log.warn("Lost the connection while consuming {topic}, opening it again in {delayMs} ms", {
        topic,
        delayMs,
        reason: error instanceof Error ? error.message : String(error),
      });
      await pause(delayMs, signal).catch(() => {});
      if (signal?.aborted) return counts.result();
    }
  }
}

/** Tells whether a failure may pass: what is stored is known from the database afterwards. */
function isPassing(error: unknown): boolean {
  return error instanceof ConnectionError || isRepeatableRead(error);
}
