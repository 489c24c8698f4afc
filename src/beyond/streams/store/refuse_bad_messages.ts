import { StreamError } from "../stream_error.ts";
import type { StoreOptions } from "./store_batch.ts";

/** Stops at the first bad message, for a stream without a dead-letter topic. */
export function refuseBadMessages(topic: string): StoreOptions["refuse"] {
  return (bad) => {
    const [first] = bad;
    if (first === undefined) return Promise.resolve();
    const { partition, offset } = first.message;
    const more = bad.length > 1 ? `, and ${bad.length - 1} more of its batch` : "";
    return Promise.reject(
      new StreamError(
        `Cannot store the message at offset ${offset} of partition ${partition} of "${topic}"` +
          `${more}: ${first.reason}; nothing of its batch is stored, correct the producer, or ` +
          "name a dead-letter topic for such messages (--dead-letter=TOPIC)",
        { fault: "bad-message", topic, partition, offset },
      ),
    );
  };
}
