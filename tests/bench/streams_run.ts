import { migrations } from "../../migrations/mod.ts";
import { consume } from "../../src/beyond/streams/mod.ts";
import { createDatabase, type Database } from "../../src/database/mod.ts";
import { insertRows } from "../../src/ingest/mod.ts";
import { createMigrator, openPostgresSession } from "../../src/migrate/mod.ts";
import { ohlcv } from "../../src/schema/mod.ts";
import { openTestKafka, testBrokers, type TestKafka } from "../support/kafka_topics.ts";
import { throwawayDatabase } from "../support/mod.ts";
import type { BenchRow } from "./measure.ts";

/** Options of {@linkcode runStreams}. */
export interface RunStreamsOptions {
  /** The server; the run creates its own database there and drops it. */
  readonly url: string;
  /** Fewer messages. */
  readonly quick: boolean;
  /** Called with what was left out, and why. */
  readonly onNote: (note: string) => void;
  /** Called with the finished row. */
  readonly onRow: (row: BenchRow) => void;
}

const BATCH = 5_000;
const PARTITIONS = 4;
const START = Date.UTC(2020, 0, 1);

/**
 * Measures candles from a topic into the table, compared with `insertRows` of the same candles from
 * memory in batches of the same size: what the stream adds is the broker, the reading of JSON and
 * the offsets.
 */
export async function runStreams({ url, quick, onNote, onRow }: RunStreamsOptions): Promise<void> {
  const brokers = testBrokers();
  if (brokers === undefined) {
    return onNote("Streams are left out: STRATA_TEST_KAFKA names no broker");
  }
  await using given = await throwawayDatabase(url);
  await createMigrator({ open: () => openPostgresSession(given.url), migrations }).up();
  await using database = createDatabase({ url: given.url });
  await using kafka = openTestKafka(brokers);
  const count = quick ? 50_000 : 300_000;
  const candles = Array.from({ length: count }, (_, n) => candle(n));
  const topic = await kafka.topic("bench", PARTITIONS);
  await kafka.produce(
    topic,
    candles.map((one) => ({ key: one.symbol, value: JSON.stringify(one) })),
  );
  // Each in turn, so that other load on the machine affects both.
  const rates = { ours: [] as number[], plain: [] as number[] };
  for (let round = 0; round < (quick ? 1 : 3); round++) {
    rates.ours.push(await streamed(database, { kafka, topic, count }));
    rates.plain.push(await inserted(database, candles));
  }
  const [ours, plain] = [median(rates.ours), median(rates.plain)];
  onRow({
    name: "candles from a topic into the table, offsets in the same transaction",
    against: "insertRows of the same candles from memory",
    size: `${count} messages, ${PARTITIONS} partitions, batches of ${BATCH}`,
    ours,
    plain,
    unit: "rows/s",
    ratio: ours / plain,
    target: { bound: 0.7, kind: "at least" },
  });
}

async function streamed(
  database: Database,
  { kafka, topic, count }: {
    readonly kafka: TestKafka;
    readonly topic: string;
    readonly count: number;
  },
): Promise<number> {
  await database.pool.query("truncate ohlcv");
  // From the assignment on: joining a group takes the same time for one message.
  let begun: number | undefined;
  let ended = 0;
  await consume(database, topic, ohlcv, {
    brokers: kafka.brokers,
    group: crypto.randomUUID(),
    batchRows: BATCH,
    batchMs: 50,
    untilEnd: true,
    onProgress() {
      begun ??= performance.now();
      ended = performance.now();
    },
  });
  return count / ((ended - (begun ?? ended)) / 1_000);
}

async function inserted(
  database: Database,
  candles: readonly (typeof ohlcv.$inferInsert)[],
): Promise<number> {
  await database.pool.query("truncate ohlcv");
  const begun = performance.now();
  await insertRows(database, ohlcv, candles, { batchRows: BATCH, commitEach: true });
  return candles.length / ((performance.now() - begun) / 1_000);
}

function candle(n: number): typeof ohlcv.$inferInsert {
  const price = 100 + (n % 1_000) / 10;
  return {
    exchange: "coinbase",
    symbol: `S${n % 50}`,
    timeframe: "1m",
    time: new Date(START + Math.floor(n / 50) * 60_000),
    open: price,
    high: price + 1,
    low: price - 1,
    close: price + 0.5,
    volume: 1,
  };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
