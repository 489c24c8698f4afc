import assert from "node:assert/strict";
import { sql } from "drizzle-orm";
import { consume, StreamError } from "../../src/beyond/streams/mod.ts";
import { ohlcv } from "../../src/schema/mod.ts";
import {
  candle,
  candleMessage,
  storedCandles,
  storedOffsets,
  streamTest,
} from "./streams_support.ts";

const GROUP = "desk";

streamTest("consume stores each message once, with its offset", async (database, kafka) => {
  const topic = await kafka.topic("candles", 3);
  const messages = Array.from({ length: 3_000 }, (_, n) => candleMessage(`S${n % 7}`, n));
  await kafka.produce(topic, messages);
  const options = { brokers: kafka.brokers, group: GROUP, untilEnd: true, batchRows: 500 };
  const first = await consume(database, topic, ohlcv, options);
  assert.equal(first.messages, 3_000);
  assert.equal(first.inserted, 3_000);
  assert.equal(await storedCandles(database), 3_000);
  const offsets = await storedOffsets(database, GROUP);
  assert.equal(Object.values(offsets).reduce((sum, next) => sum + next, 0), 3_000);

  await kafka.produce(topic, [candleMessage("S1", 5_000)]);
  const second = await consume(database, topic, ohlcv, options);
  assert.equal(second.messages, 1);
  assert.equal(await storedCandles(database), 3_001);
});

streamTest(
  "consume stops at a bad message and stores none of its batch",
  async (database, kafka) => {
    const topic = await kafka.topic("candles");
    await kafka.produce(topic, [candleMessage("A", 0), { value: '{"symbol": ' }]);
    await assert.rejects(
      consume(database, topic, ohlcv, { brokers: kafka.brokers, group: GROUP, untilEnd: true }),
      (error) => {
        assert.ok(error instanceof StreamError);
        assert.equal(error.fault, "bad-message");
        assert.equal(error.offset, 1n);
        assert.match(error.message, /offset 1 of partition 0.*not JSON.*dead-letter/);
        return true;
      },
    );
    assert.equal(await storedCandles(database), 0);
    assert.deepEqual(await storedOffsets(database, GROUP), { 0: 0 });
  },
);

streamTest(
  "consume stops at rows that the table refuses and names the field",
  async (database, kafka) => {
    const topic = await kafka.topic("candles");
    await kafka.produce(topic, [
      { value: JSON.stringify({ ...candle("A", 0), high: 1 }) },
    ]);
    await assert.rejects(
      consume(database, topic, ohlcv, { brokers: kafka.brokers, group: GROUP, untilEnd: true }),
      /offset 0 of partition 0.*high/,
    );
  },
);

streamTest(
  "consume goes on from the database where the broker knows no offset",
  async (database, kafka) => {
    const topic = await kafka.topic("candles");
    await kafka.produce(topic, Array.from({ length: 10 }, (_, n) => candleMessage("A", n)));
    const options = { brokers: kafka.brokers, group: GROUP, untilEnd: true };
    await consume(database, topic, ohlcv, options);
    await database.client.query("update strata_ingest.stream_offsets set next_offset = 4");
    assert.equal((await consume(database, topic, ohlcv, options)).messages, 6);
  },
);

streamTest("consume from the latest leaves out what was there before", async (database, kafka) => {
  const topic = await kafka.topic("candles");
  await kafka.produce(topic, [candleMessage("A", 0)]);
  const options = { brokers: kafka.brokers, group: GROUP, untilEnd: true, from: "latest" } as const;
  assert.equal((await consume(database, topic, ohlcv, options)).messages, 0);
  await kafka.produce(topic, [candleMessage("A", 1)]);
  assert.equal((await consume(database, topic, ohlcv, options)).messages, 1);
});

streamTest("consume drops a batch that another process stored first", async (database, kafka) => {
  const topic = await kafka.topic("candles");
  await kafka.produce(topic, Array.from({ length: 10 }, (_, n) => candleMessage("A", n)));
  let isMoved = false;
  const { fenced, messages } = await consume(database, topic, ohlcv, {
    brokers: kafka.brokers,
    group: GROUP,
    untilEnd: true,
    async onProgress() {
      if (isMoved) return;
      isMoved = true;
      // Another process that believes that the partition is its own.
      await database.db.execute(sql`update strata_ingest.stream_offsets set next_offset = 3`);
    },
  });
  assert.equal(fenced, 1);
  assert.equal(messages, 7);
  assert.equal(await storedCandles(database), 7);
});

streamTest(
  "consume refuses a topic that replaced the one that was read",
  async (database, kafka) => {
    const topic = await kafka.topic("candles");
    await kafka.produce(topic, [candleMessage("A", 0)]);
    const options = { brokers: kafka.brokers, group: GROUP, untilEnd: true };
    await consume(database, topic, ohlcv, options);
    await database.db.execute(
      sql`update strata_ingest.stream_offsets set topic_id = gen_random_uuid()`,
    );
    await assert.rejects(consume(database, topic, ohlcv, options), (error) => {
      assert.ok(error instanceof StreamError);
      assert.equal(error.fault, "topic-replaced");
      return true;
    });
  },
);

streamTest(
  "consume says when messages are gone that it had not stored",
  async (database, kafka) => {
    const topic = await kafka.topic("candles");
    await kafka.produce(topic, [candleMessage("A", 0)]);
    const options = { brokers: kafka.brokers, group: GROUP, untilEnd: true };
    await consume(database, topic, ohlcv, options);
    await database.db.execute(sql`update strata_ingest.stream_offsets set next_offset = 50`);
    await kafka.produce(topic, [candleMessage("A", 1)]);
    await assert.rejects(
      consume(database, topic, ohlcv, { ...options, untilEnd: false }),
      /ends at 2, before the stored offset 50.*another group than "desk"/,
    );
  },
);

streamTest("consume refuses a topic that is not there", async (database, kafka) => {
  await assert.rejects(
    consume(database, "no_such_topic", ohlcv, { brokers: kafka.brokers, group: GROUP }),
    { name: "ConfigError", message: /no such topic/ },
  );
});

streamTest("two processes of a group share the partitions of a topic", async (database, kafka) => {
  const topic = await kafka.topic("candles", 4);
  const messages = Array.from({ length: 4_000 }, (_, n) => candleMessage(`S${n % 16}`, n));
  await kafka.produce(topic, messages);
  const ends = [new AbortController(), new AbortController()];
  const seen = [new Set<number>(), new Set<number>()];
  const results = await Promise.all(ends.map((end, i) =>
    consume(database, topic, ohlcv, {
      brokers: kafka.brokers,
      group: GROUP,
      batchRows: 100,
      batchMs: 50,
      signal: end.signal,
      async onProgress({ partitions }) {
        for (const { partition } of partitions) seen[i]?.add(partition);
        const offsets = Object.values(await storedOffsets(database, GROUP));
        const shared = partitions.length === 2;
        if (shared && offsets.reduce((sum, next) => sum + next, 0) === 4_000) {
          for (const one of ends) one.abort();
        }
      },
    })
  ));
  assert.equal(await storedCandles(database), 4_000);
  assert.equal(results.reduce((sum, { inserted }) => sum + inserted, 0), 4_000);
});

streamTest("consume keeps refused messages in the dead-letter topic", async (database, kafka) => {
  const topic = await kafka.topic("candles");
  const deadLetter = await kafka.topic("refused");
  await kafka.produce(topic, [
    candleMessage("A", 0),
    { key: "broken", value: "{", headers: { trace: "7" } },
    { value: JSON.stringify({ ...candle("A", 1), volume: -1 }) },
    { key: "gone", value: null },
    candleMessage("A", 2),
  ]);
  const { refused, inserted } = await consume(database, topic, ohlcv, {
    brokers: kafka.brokers,
    group: GROUP,
    untilEnd: true,
    deadLetter,
  });
  assert.equal(refused, 3);
  assert.equal(inserted, 2);
  const letters = await kafka.read(deadLetter);
  const [broken, negative, gone] = letters;
  assert.equal(letters.length, 3);
  assert.equal(broken?.key, "broken");
  assert.equal(broken?.value, "{");
  assert.equal(broken?.headers["trace"], "7");
  assert.equal(broken?.headers["strata-topic"], topic);
  assert.equal(broken?.headers["strata-offset"], "1");
  assert.match(broken?.headers["strata-reason"] ?? "", /not JSON/);
  assert.match(negative?.headers["strata-reason"] ?? "", /volume/);
  assert.equal(gone?.value, null);
  assert.match(gone?.headers["strata-reason"] ?? "", /tombstone/);
  assert.deepEqual(await storedOffsets(database, GROUP), { 0: 5 });
});

streamTest("consume skips tombstones where it is told to", async (database, kafka) => {
  const topic = await kafka.topic("candles");
  await kafka.produce(topic, [{ key: "gone", value: null }, candleMessage("A", 0)]);
  const { skipped, inserted } = await consume(database, topic, ohlcv, {
    brokers: kafka.brokers,
    group: GROUP,
    untilEnd: true,
    tombstones: "skip",
  });
  assert.deepEqual({ skipped, inserted }, { skipped: 1, inserted: 1 });
});
