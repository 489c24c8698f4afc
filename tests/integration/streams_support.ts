import type { TestKafka } from "../support/kafka_topics.ts";
import { openTestKafka, testBrokers } from "../support/kafka_topics.ts";
import { type MigratedTest, migratedTest } from "./schema_support.ts";

/** Declares a test with a migrated database and a real broker. */
export function streamTest(
  name: string,
  run: (database: MigratedTest, kafka: TestKafka) => Promise<void>,
): void {
  const brokers = testBrokers();
  if (brokers === undefined) {
    Deno.test({ name: `${name} (needs STRATA_TEST_KAFKA)`, ignore: true, fn: () => {} });
    return;
  }
  migratedTest("timescaledb", name, async (database) => {
    await using kafka = openTestKafka(brokers);
    await run(database, kafka);
  });
}

/** Where candles begin. */
const START = Date.UTC(2024, 0, 1);

/** The n-th candle of a symbol, as a producer writes it. */
export function candle(symbol: string, n: number): Record<string, unknown> {
  return {
    exchange: "coinbase",
    symbol,
    timeframe: "1m",
    time: new Date(START + n * 60_000).toISOString(),
    open: 100 + n,
    high: 101 + n,
    low: 99 + n,
    close: 100.5 + n,
    volume: 1,
  };
}

/** A candle as a message, with its symbol as the key. */
export function candleMessage(symbol: string, n: number): { key: string; value: string } {
  return { key: symbol, value: JSON.stringify(candle(symbol, n)) };
}

/** How many candles are stored. */
export async function storedCandles({ client }: MigratedTest): Promise<number> {
  const { rows } = await client.query<{ count: number }>("select count(*)::int from ohlcv");
  return rows[0]?.count ?? -1;
}

/** The stored offsets of a group, by partition. */
export async function storedOffsets(
  { client }: MigratedTest,
  group: string,
): Promise<Readonly<Record<number, number>>> {
  const { rows } = await client.query<{ partition: number; next: number }>(
    `select partition, next_offset::int as next from strata_ingest.stream_offsets
      where consumer_group = $1 order by partition`,
    [group],
  );
  return Object.fromEntries(rows.map(({ partition, next }) => [partition, next]));
}
