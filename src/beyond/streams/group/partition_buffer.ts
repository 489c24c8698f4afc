import type { FetchedMessages, StreamMessage } from "./stream_message.ts";

/** How far a partition moves when a batch is stored. */
export interface Move {
  readonly partition: number;
  /** The offset that must be stored now. */
  readonly from: bigint;
  /** The offset that is stored with the batch. */
  readonly to: bigint;
}

/** Messages that are stored together. */
export interface MessageBatch {
  readonly messages: readonly StreamMessage[];
  readonly moves: readonly Move[];
}

/** How much a buffer holds before nothing more is fetched. */
export interface BufferLimits {
  readonly messages: number;
  readonly bytes: number;
}

interface Part {
  /** The offset of the first message that was not taken. */
  taken: bigint;
  /** The offset to fetch next. */
  fetched: bigint;
  queue: StreamMessage[];
}

/** Holds what was fetched and not yet stored, in the order of each partition. */
export class PartitionBuffer {
  readonly #limits: BufferLimits;
  #parts = new Map<number, Part>();
  #ends = new Map<number, bigint>();
  #epoch = 0;
  #count = 0;
  #bytes = 0;
  #since: number | undefined;

  /** Creates a buffer without partitions. */
  constructor(limits: BufferLimits) {
    this.#limits = limits;
  }

  /** Counts the resets: an answer to a fetch from before the last one is not to be added. */
  get epoch(): number {
    return this.#epoch;
  }

  /** How many messages wait. */
  get count(): number {
    return this.#count;
  }

  /** Since when something waits, as `performance.now()` counts; undefined if nothing does. */
  get since(): number | undefined {
    return this.#since;
  }

  /** Whether more may be fetched. */
  get hasRoom(): boolean {
    return this.#count < this.#limits.messages && this.#bytes < this.#limits.bytes;
  }

  /** The partitions, with the offset to fetch next. */
  positions(): ReadonlyMap<number, bigint> {
    return new Map([...this.#parts].map(([partition, { fetched }]) => [partition, fetched]));
  }

  /** The partitions, with the offset of the first message that was not taken. */
  taken(): ReadonlyMap<number, bigint> {
    return new Map([...this.#parts].map(([partition, { taken }]) => [partition, taken]));
  }

  /** The end of each partition, as the broker said last. */
  get ends(): ReadonlyMap<number, bigint> {
    return this.#ends;
  }

  /** Drops all that waits, and begins anew at the given offsets. */
  reset(positions: ReadonlyMap<number, bigint>): void {
    this.#epoch++;
    this.#count = 0;
    this.#bytes = 0;
    this.#since = undefined;
    this.#ends = new Map();
    this.#parts = new Map(
      [...positions].map(([partition, at]) => [partition, { taken: at, fetched: at, queue: [] }]),
    );
  }

  /** Adds what was fetched at a partition's position. */
  add({ partition, messages, next, bytes, end }: FetchedMessages): void {
    const part = this.#parts.get(partition);
    if (part !== undefined) this.#ends.set(partition, end);
    if (part === undefined || next <= part.fetched) return;
    for (const message of messages) part.queue.push(message);
    part.fetched = next;
    this.#count += messages.length;
    this.#bytes += bytes;
    this.#since ??= performance.now();
  }

  /** Takes the oldest messages, from the partitions in turn. */
  take(most: number): MessageBatch {
    const messages: StreamMessage[] = [];
    const moves: Move[] = [];
    const waiting = [...this.#parts].filter(([, part]) => part.fetched > part.taken);
    for (const [i, [partition, part]] of waiting.entries()) {
      const share = Math.ceil((most - messages.length) / (waiting.length - i));
      const from = part.taken;
      const some = part.queue.splice(0, share);
      const first = part.queue[0];
      part.taken = first === undefined ? part.fetched : first.offset;
      for (const message of some) messages.push(message);
      if (part.taken > from) moves.push({ partition, from, to: part.taken });
    }
    this.#bytes = this.#count === messages.length
      ? 0
      : this.#bytes * (1 - messages.length / this.#count);
    this.#count -= messages.length;
    this.#since = this.#count === 0 && waiting.every(([, part]) => part.fetched === part.taken)
      ? undefined
      : performance.now();
    return { messages, moves };
  }
}
