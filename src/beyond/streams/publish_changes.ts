import { getTableName, sql } from "drizzle-orm";
import type { Producer } from "@platformatic/kafka";
import { loadSettings } from "../../base/settings/mod.ts";
import { pause } from "../../base/resilience/mod.ts";
import type { VintageTable, WriteTarget } from "../../ingest/mod.ts";
import { drizzleOf, type DrizzleTarget, run, runOne } from "../../ingest/stage/write_target.ts";
import { macroSeries } from "../../schema/mod.ts";
import { changeMessage } from "./changes/change_message.ts";
import {
  changedSeries,
  settledUntil,
  storedVintages,
  type Window,
} from "./changes/read_changes.ts";
import { askKafka, type KafkaPlace, openProducer } from "./group/kafka_client.ts";

/** Options of {@linkcode publishChanges}. */
export interface PublishOptions {
  /** The table; by default `macroSeries`. */
  readonly table?: VintageTable;
  /** The brokers, as `host:port`; by default `loadSettings()` provides them. */
  readonly brokers?: readonly string[];
  /**
   * Where it begins if it has never published to this topic: with what is stored from now on (the
   * default), or with everything.
   */
  readonly from?: "now" | "beginning";
  /** How long it waits between two looks, in milliseconds; 5,000 by default. */
  readonly pollMs?: number;
  /** Returns after one look. */
  readonly once?: boolean;
  /** Called, and awaited, after each look. */
  readonly onProgress?: (progress: PublishProgress) => void | Promise<void>;
  /** Ends it between two looks. */
  readonly signal?: AbortSignal;
}

/** The progress of {@linkcode publishChanges}. */
export interface PublishProgress {
  /** How many changes were published since the beginning. */
  readonly published: number;
  /** What was stored by then is published. */
  readonly publishedTo: string;
}

/**
 * Publishes what is stored in a table of vintages to a topic of Kafka: each vintage is a message,
 * `new` for the first release of an observation and `revised` for a later one, with the value
 * before. The key is the series, and the order of a series is kept. How far it is stands in the
 * database; if it is killed, changes may be sent again, each with the id that it had in the header
 * `strata-id`, by which a reader stores it once. Several processes take turns.
 *
 * What a transaction stores appears once no older one runs in this database, so that nothing is
 * passed over: a session that keeps one open holds the changes back.
 *
 * @throws {ConfigError} If there is no such topic, or this user may not see when other users'
 * transactions began.
 * @throws {ConnectionError} If Kafka or the database is not there.
 *
 * @example
 * ```ts
 * import { createDatabase } from "@strata/foundation";
 * import { publishChanges } from "@strata/foundation/streams";
 *
 * async function publish(signal: AbortSignal): Promise<void> {
 *   await using database = createDatabase();
 *   await publishChanges(database, "macro-changes", { signal });
 * }
 * ```
 */
export async function publishChanges(
  target: WriteTarget,
  topic: string,
  options: PublishOptions = {},
): Promise<PublishProgress> {
  const { table = macroSeries, pollMs = 5_000, signal } = options;
  const brokers = options.brokers ?? loadSettings().kafka.brokers;
  const place: KafkaPlace = { brokers, clientId: `strata-publish-${topic}` };
  const doing = `publish to "${topic}"`;
  const producer = await openProducer(place);
  const drizzle = drizzleOf(target);
  let published = 0;
  try {
    await askKafka(place, doing, () => producer.metadata({ topics: [topic] }));
    await beginCursor(drizzle, { topic, table, from: options.from ?? "now" });
    for (;;) {
      const { count, to } = await drizzle.transaction((tx) =>
        publishOnce(tx, {
          topic,
          table,
          send: (messages) => askKafka(place, doing, () => producer.send({ messages })),
        })
      );
      published += count;
      const progress = { published, publishedTo: to };
      await options.onProgress?.(progress);
      if (options.once || signal?.aborted) return progress;
      await pause(pollMs, signal).catch(() => {}); // an abort ends it above
    }
  } finally {
    // A broker that is away cannot be told.
    await producer.close(true).catch(() => {});
  }
}

interface Publishing {
  readonly topic: string;
  readonly table: VintageTable;
  readonly send: (messages: Parameters<Producer["send"]>[0]["messages"]) => Promise<unknown>;
}

const MESSAGES = 2_000;

/** Publishes a window; the cursor's row is locked, so that no other process publishes it too. */
async function publishOnce(
  tx: DrizzleTarget,
  { topic, table, send }: Publishing,
): Promise<{ readonly count: number; readonly to: string }> {
  const name = getTableName(table);
  const { from } = await runOne<{ from: string }>(
    tx,
    sql`select to_char(published_to at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as from
      from strata_ingest.change_cursors
      where topic = ${topic} and table_name = ${name} for update`,
  );
  const to = await settledUntil(tx);
  if (to <= from) return { count: 0, to: from };
  const count = await publishWindow(tx, { topic, table, send }, { from, to });
  await run(
    tx,
    sql`update strata_ingest.change_cursors set published_to = ${to}::timestamptz, updated_at = now()
      where topic = ${topic} and table_name = ${name}`,
  );
  return { count, to };
}

async function publishWindow(
  tx: DrizzleTarget,
  { topic, table, send }: Publishing,
  window: Window,
): Promise<number> {
  let count = 0;
  for (const series of await changedSeries(tx, table, window)) {
    const vintages = await storedVintages(tx, table, { ...window, series });
    for (let first = 0; first < vintages.length; first += MESSAGES) {
      const some = vintages.slice(first, first + MESSAGES);
      await send(some.map((vintage) => changeMessage(topic, getTableName(table), vintage)));
      count += some.length;
    }
  }
  return count;
}

async function beginCursor(
  target: DrizzleTarget,
  { topic, table, from }: {
    readonly topic: string;
    readonly table: VintageTable;
    readonly from: "now" | "beginning";
  },
): Promise<void> {
  const start = from === "now" ? await settledUntil(target) : "0001-01-01T00:00:00.000000Z";
  await run(
    target,
    sql`insert into strata_ingest.change_cursors (topic, table_name, published_to)
      values (${topic}, ${getTableName(table)}, ${start}::timestamptz) on conflict do nothing`,
  );
}
