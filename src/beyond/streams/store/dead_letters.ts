import { Buffer } from "node:buffer";
import type { MessageToProduce, Producer } from "@platformatic/kafka";
import { askKafka, type KafkaPlace, openProducer } from "../group/kafka_client.ts";
import type { BadMessage } from "./bad_message.ts";
import type { StoreOptions } from "./store_batch.ts";

/** Keeps refused messages in a topic of their own. */
export interface DeadLetters extends AsyncDisposable {
  readonly refuse: StoreOptions["refuse"];
}

/**
 * Produces refused messages to a dead-letter topic: key, value and headers as they were, and in
 * headers of its own the reason and the place. The broker has them before their offsets are stored;
 * if the process ends in between, they come again, and the place tells that they are the same.
 */
export function deadLetters(
  place: KafkaPlace,
  { topic, group }: { readonly topic: string; readonly group: string },
): DeadLetters {
  let producer: Promise<Producer> | undefined;
  return {
    async refuse(bad) {
      if (bad.length === 0) return;
      await askKafka(place, `produce to the dead-letter topic "${topic}"`, async () => {
        producer ??= openProducer(place);
        await (await producer).send({ messages: bad.map((one) => deadLetter(one, topic, group)) });
      });
    },
    async [Symbol.asyncDispose]() {
      // A broker that is away cannot be told.
      await (await producer)?.close(true).catch(() => {});
    },
  };
}

/** The message for the dead-letter topic. */
export function deadLetter(
  { message, reason }: BadMessage,
  topic: string,
  group: string,
): MessageToProduce {
  const { key, value, headers } = message;
  const told = {
    "strata-reason": reason,
    "strata-topic": message.topic,
    "strata-partition": String(message.partition),
    "strata-offset": String(message.offset),
    "strata-timestamp": new Date(message.timestamp).toISOString(),
    "strata-group": group,
  };
  return {
    topic,
    ...key === null ? {} : { key: Buffer.from(key) },
    ...value === null ? {} : { value: Buffer.from(value) },
    headers: new Map([
      ...headers.flatMap(([name, of]) =>
        name === null ? [] : [[Buffer.from(name), Buffer.from(of ?? [])] as const] // a pair
      ),
      ...Object.entries(told).map(([name, of]) => [Buffer.from(name), Buffer.from(of)] as const),
    ]),
  };
}
