import { Buffer } from "node:buffer";
import { Admin, Producer } from "@platformatic/kafka";
import { isServerRequired } from "./test_server.ts";

/** A real broker for one test; disposing deletes the topics that were made. */
export interface TestKafka extends AsyncDisposable {
  /** The brokers, as `host:port`. */
  readonly brokers: readonly string[];
  /** Makes a topic with a unique name. */
  topic(name: string, partitions?: number): Promise<string>;
  /** Produces messages and waits until the broker has them. */
  produce(topic: string, messages: readonly TestMessage[]): Promise<void>;
  /** Reads every message of a topic, by partition. */
  read(topic: string): Promise<readonly ReadMessage[]>;
}

/** A message to produce. */
export interface TestMessage {
  readonly key?: string;
  /** Null is a tombstone. */
  readonly value: string | Uint8Array | null;
  readonly partition?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A message that was read. */
export interface ReadMessage {
  readonly partition: number;
  readonly offset: bigint;
  readonly key: string | null;
  readonly value: string | null;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Declares a test that needs Kafka: the broker of `STRATA_TEST_KAFKA`, as `KAFKA_BOOTSTRAP_SERVERS`
 * names it. Without one, `declare` gets a name that says so, and the test is ignored.
 */
export function testBrokers(): readonly string[] | undefined {
  const given = (Deno.env.get("STRATA_TEST_KAFKA") ?? "").replace(/^KAFKA_BOOTSTRAP_SERVERS=/, "");
  if (given !== "") return given.split(",");
  if (isServerRequired("kafka")) {
    throw new Error("Cannot run the tests of streams: STRATA_TEST_KAFKA names no broker");
  }
  return undefined;
}

/** Opens the broker for a test. */
export function openTestKafka(brokers: readonly string[]): TestKafka {
  const base = { clientId: "strata-tests", bootstrapBrokers: [...brokers], retries: 5 };
  const admin = new Admin(base);
  const made: string[] = [];
  return {
    brokers,
    async topic(name, partitions = 1) {
      const topic = `${name}_${crypto.randomUUID().slice(0, 8)}`;
      await admin.createTopics({ topics: [topic], partitions, replicas: 1 });
      made.push(topic);
      return topic;
    },
    async produce(topic, messages) {
      await using producer = closing(new Producer({ ...base, idempotent: true, acks: -1 }));
      const bytes = (text: string) => new TextEncoder().encode(text);
      for (let from = 0; from < messages.length; from += 5_000) {
        await producer.client.send({
          messages: messages.slice(from, from + 5_000).map((message) => ({
            topic,
            ...message.key === undefined ? {} : { key: Buffer.from(bytes(message.key)) },
            ...message.value === null ? {} : {
              value: Buffer.from(
                typeof message.value === "string" ? bytes(message.value) : message.value,
              ),
            },
            ...message.partition === undefined ? {} : { partition: message.partition },
            ...message.headers === undefined ? {} : {
              headers: new Map(
                Object.entries(message.headers).map(([name, value]) => [
                  Buffer.from(name),
                  Buffer.from(value),
                ]),
              ),
            },
          })),
        });
      }
    },
    read: (topic) => readAll(base, topic),
    async [Symbol.asyncDispose]() {
      if (made.length > 0) await admin.deleteTopics({ topics: made });
      await admin.close();
    },
  };
}

async function readAll(
  base: { clientId: string; bootstrapBrokers: string[]; retries: number },
  topic: string,
): Promise<readonly ReadMessage[]> {
  const { Consumer } = await import("@platformatic/kafka");
  await using consumer = closing(new Consumer({ ...base, groupId: `read-${topic}` }));
  const { client } = consumer;
  const metadata = await client.metadata({ topics: [topic] });
  const known = metadata.topics.get(topic);
  client.topics.track(topic);
  const ends = (await client.listOffsets({ topics: [topic], timestamp: -1n })).get(topic) ?? [];
  const found: ReadMessage[] = [];
  const text = (value: Uint8Array | null) =>
    value === null ? null : new TextDecoder().decode(value);
  for (const [partition, end] of ends.entries()) {
    for (let fetchOffset = 0n; fetchOffset < end;) {
      const { responses } = await client.fetch({
        node: known?.partitions[partition]?.leader ?? 0,
        maxWaitTime: 200,
        topics: [{
          topicId: known?.id ?? "",
          partitions: [{
            partition,
            fetchOffset,
            currentLeaderEpoch: -1,
            lastFetchedEpoch: -1,
            partitionMaxBytes: 1 << 22,
          }],
        }],
      });
      for (
        const batch of responses.flatMap((one) => one.partitions).flatMap((p) => p.records ?? [])
      ) {
        for (const record of batch.records) {
          const offset = batch.firstOffset + BigInt(record.offsetDelta);
          if (offset < fetchOffset || (batch.attributes & 32) !== 0) continue;
          found.push({
            partition,
            offset,
            key: text(record.key),
            value: text(record.value),
            headers: Object.fromEntries(
              record.headers.map(([name, value]) => [text(name) ?? "", text(value) ?? ""]),
            ),
          });
        }
        fetchOffset = batch.firstOffset + BigInt(batch.lastOffsetDelta) + 1n;
      }
    }
  }
  return found;
}

function closing<Client extends { close(force?: boolean): Promise<void> }>(
  client: Client,
): AsyncDisposable & { readonly client: Client } {
  return { client, [Symbol.asyncDispose]: () => client.close(true) };
}
