import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { publishChanges } from "../../src/beyond/streams/mod.ts";
import { appendVintages } from "../../src/ingest/mod.ts";
import type { ReadMessage } from "../support/kafka_topics.ts";
import { seeded } from "./ingest_support.ts";
import { streamTest } from "./streams_support.ts";

/** Publishes until something was, or `least` changes were. */
async function published(
  publish: () => Promise<{ readonly published: number }>,
  least = 1,
): Promise<number> {
  let count = 0;
  // What was stored less than a second ago is not yet settled.
  for (let tries = 0; tries < 40 && count < least; tries++) {
    count += (await publish()).published;
    await sleep(250);
  }
  return count;
}

const documentsOf = (messages: readonly ReadMessage[]) =>
  messages.map(({ value }) => JSON.parse(value ?? "null"));

streamTest("publishChanges tells new values from revised ones, each once", async (given, kafka) => {
  await seeded(async (database) => {
    const topic = await kafka.topic("changes", 2);
    const publish = () => publishChanges(database, topic, { brokers: kafka.brokers, once: true });
    await publish();
    const day = "2024-01-01";
    await appendVintages(database, [
      { seriesId: 1, observationDate: day, value: 4, releaseTime: "2024-02-01T13:30:00Z" },
      { seriesId: 1, observationDate: day, value: 5, releaseTime: "2024-03-01T13:30:00Z" },
      { seriesId: 2, observationDate: day, value: 7, releaseTime: "2024-02-01T13:30:00Z" },
    ]);
    assert.equal(await published(publish, 3), 3);
    const messages = await kafka.read(topic);
    const [first, second] = documentsOf(messages.filter(({ key }) => key === "macro_series:1"));
    assert.equal(messages.length, 3);
    assert.deepEqual(
      [first.change, first.value, first.before, first.isLatest],
      ["new", 4, null, false],
    );
    assert.equal(second.change, "revised");
    assert.equal(second.value, 5);
    assert.equal(second.isLatest, true);
    assert.deepEqual(second.before, { value: 4, releaseTime: "2024-02-01T13:30:00.000000Z" });
    const ids = new Set(messages.map(({ headers }) => headers["strata-id"]));
    assert.equal(ids.size, 3);

    await appendVintages(database, [
      { seriesId: 1, observationDate: day, value: 6, releaseTime: "2024-04-01T13:30:00Z" },
    ]);
    assert.equal(await published(publish), 1);
    const [last] = documentsOf((await kafka.read(topic)).filter((one) => {
      return one.headers["strata-id"] === "macro_series:1:2024-01-01:2";
    }));
    assert.deepEqual([last.change, last.value, last.before.value], ["revised", 6, 5]);
  })(given);
});

streamTest(
  "publishChanges passes over nothing that an older transaction stores",
  async (given, kafka) => {
    await seeded(async (database) => {
      const topic = await kafka.topic("changes");
      const publish = () => publishChanges(database, topic, { brokers: kafka.brokers, once: true });
      await publish();
      const vintage = (seriesId: number) => [
        { seriesId, observationDate: "2024-01-01", value: 4, releaseTime: "2024-02-01T13:30:00Z" },
      ];
      await database.db.transaction(async (tx) => {
        // It begins before the other, and stores after it.
        await tx.execute("select 1");
        await appendVintages(database, vintage(2));
        await sleep(1_200);
        assert.equal((await publish()).published, 0);
        await appendVintages(tx, vintage(1));
      });
      assert.equal(await published(publish, 2), 2);
    })(given);
  },
);

streamTest(
  "publishChanges sends again with the same ids what it had sent before it was killed",
  async (given, kafka) => {
    await seeded(async (database) => {
      const topic = await kafka.topic("changes");
      const publish = () => publishChanges(database, topic, { brokers: kafka.brokers, once: true });
      await publish();
      const { rows: [begun] } = await database.client.query(
        "select published_to from strata_ingest.change_cursors",
      );
      await appendVintages(database, [
        {
          seriesId: 1,
          observationDate: "2024-01-01",
          value: 4,
          releaseTime: "2024-02-01T13:30:00Z",
        },
      ]);
      assert.equal(await published(publish), 1);
      // As if it had ended between sending and storing how far it is.
      await database.client.query("update strata_ingest.change_cursors set published_to = $1", [
        begun.published_to,
      ]);
      assert.equal(await published(publish), 1);
      const ids = (await kafka.read(topic)).map(({ headers }) => headers["strata-id"]);
      assert.deepEqual(ids, ["macro_series:1:2024-01-01:0", "macro_series:1:2024-01-01:0"]);
    })(given);
  },
);

streamTest("publishChanges from the beginning publishes what was there", async (given, kafka) => {
  await seeded(async (database) => {
    const topic = await kafka.topic("changes");
    await appendVintages(database, [
      { seriesId: 1, observationDate: "2024-01-01", value: 4, releaseTime: "2024-02-01T13:30:00Z" },
    ]);
    const options = { brokers: kafka.brokers, once: true, from: "beginning" } as const;
    assert.equal(await published(() => publishChanges(database, topic, options)), 1);
  })(given);
});
