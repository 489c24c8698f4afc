/** A message of a topic, as the broker keeps it. */
export interface StreamMessage {
  /** The topic. */
  readonly topic: string;
  /** The partition of the topic. */
  readonly partition: number;
  /** Its offset in the partition. */
  readonly offset: bigint;
  /** When it was produced, in milliseconds since 1970. */
  readonly timestamp: number;
  /** Its key. */
  readonly key: Uint8Array | null;
  /** Its value; null is a tombstone. */
  readonly value: Uint8Array | null;
  /** Its headers, in order. */
  readonly headers: readonly (readonly [name: Uint8Array | null, value: Uint8Array | null])[];
}

/** Messages that follow each other in a partition. */
export interface FetchedMessages {
  readonly partition: number;
  readonly messages: readonly StreamMessage[];
  /** The offset after them: higher than theirs if the broker keeps no message at some offsets. */
  readonly next: bigint;
  /** The offset after the last message of the partition that readers may see. */
  readonly end: bigint;
  /** How many bytes their values have, about. */
  readonly bytes: number;
}
