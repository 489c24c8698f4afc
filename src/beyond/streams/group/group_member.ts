import type { Consumer } from "@platformatic/kafka";
import type { StrataError } from "../../../base/errors.ts";
import { StreamError } from "../stream_error.ts";
import { Bell } from "./bell.ts";
import { committedMessages } from "./committed_messages.ts";
import {
  apiCodes,
  askKafka,
  type GroupOptions,
  kafkaFailure,
  type KafkaPlace,
  openConsumer,
} from "./kafka_client.ts";
import type { PartitionBuffer } from "./partition_buffer.ts";

/** A topic that a group reads. */
export interface MemberOptions extends GroupOptions {
  readonly place: KafkaPlace;
  readonly topic: string;
  readonly buffer: PartitionBuffer;
}

/** How long a broker may wait for messages before it answers that there is none. */
const FETCH_WAIT_MS = 500;
const FETCH_BYTES = 16 * 1024 * 1024;
const PARTITION_BYTES = 2 * 1024 * 1024;
/** How long leaving the group may take; after the session's time the others go on anyway. */
const LEAVE_MS = 5_000;

/**
 * A member of a consumer group, which fetches into a buffer. The client tells which partitions are
 * its own and speaks the protocol; where to read is told by the caller alone, because the client's
 * own stream reads from the beginning after some rebalances (platformatic/kafka #223).
 */
export class GroupMember implements AsyncDisposable {
  /** Rings if there is something to do: messages, another assignment, a failure. */
  readonly bell = new Bell();
  readonly #consumer: Consumer;
  readonly #options: MemberOptions;
  readonly #fetching = new Set<number>();
  #generation = 0;
  #failure: StrataError | undefined;
  #isClosed = false;

  private constructor(consumer: Consumer, options: MemberOptions) {
    this.#consumer = consumer;
    this.#options = options;
    consumer.on("consumer:group:join", () => {
      this.#generation++;
      this.bell.ring();
    });
    // The client gives up when a member cannot join again: a new one is opened then.
    consumer.on("error", (error) => this.#fail(error));
    consumer.on("consumer:heartbeat:stalled", ({ lastError }) => {
      this.#fail(lastError ?? new Error("the coordinator of the group does not answer"));
    });
  }

  /** Joins the group. */
  static async join(options: MemberOptions): Promise<GroupMember> {
    const { place, topic } = options;
    const consumer = await openConsumer(place, options);
    const member = new GroupMember(consumer, options);
    try {
      await askKafka(place, `consume "${topic}"`, async () => {
        await consumer.metadata({ topics: [topic] });
        consumer.topics.track(topic);
        await consumer.joinGroup();
      });
      return member;
    } catch (error) {
      await member[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** Counts the assignments: another number means other partitions, or the same ones again. */
  get generation(): number {
    return this.#generation;
  }

  /** The partitions that are its own now. */
  get partitions(): readonly number[] {
    const { topic } = this.#options;
    return this.#consumer.assignments?.find((one) => one.topic === topic)?.partitions ?? [];
  }

  /** The id of the topic, which one that replaces it does not share. */
  async topicId(): Promise<string> {
    const { topic } = this.#options;
    const { topics } = await this.#ask(() => this.#consumer.metadata({ topics: [topic] }));
    return topics.get(topic)?.id ?? "";
  }

  /** The first or the next offset of each partition. */
  async offsets(where: "earliest" | "latest"): Promise<ReadonlyMap<number, bigint>> {
    const { topic } = this.#options;
    const timestamp = where === "earliest" ? -2n : -1n;
    const found = await this.#ask(() => this.#consumer.listOffsets({ topics: [topic], timestamp }));
    return new Map((found.get(topic) ?? []).map((offset, partition) => [partition, offset]));
  }

  /** Throws what ended the membership, if something did. */
  throwIfFailed(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** Fetches for the partitions of the buffer, unless it is full. */
  async fetch(): Promise<void> {
    const { buffer, topic } = this.#options;
    if (!buffer.hasRoom || this.#isClosed) return;
    const { topics } = await this.#ask(() => this.#consumer.metadata({ topics: [topic] }));
    const known = topics.get(topic);
    const leaders = Map.groupBy(
      buffer.positions(),
      ([partition]) => known?.partitions[partition]?.leader ?? -1,
    );
    for (const [node, positions] of leaders) {
      if (known === undefined || node < 0 || this.#fetching.has(node)) continue;
      this.#fetching.add(node);
      this.#fetchFrom(node, known.id, new Map(positions)).catch((error) => this.#fail(error))
        .finally(() => {
          this.#fetching.delete(node);
          this.bell.ring();
        });
    }
  }

  /** Leaves the group, so that its partitions go to others at once. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, LEAVE_MS);
    // A broker that is away cannot be told; it notices by itself.
    await Promise.race([this.#consumer.close(true).catch(() => {}), promise]);
    clearTimeout(timer);
  }

  async #fetchFrom(
    node: number,
    topicId: string,
    positions: ReadonlyMap<number, bigint>,
  ): Promise<void> {
    const { buffer, topic } = this.#options;
    const { epoch } = buffer;
    const partitions = [...positions].map(([partition, fetchOffset]) => ({
      partition,
      fetchOffset,
      currentLeaderEpoch: -1,
      lastFetchedEpoch: -1,
      partitionMaxBytes: PARTITION_BYTES,
    }));
    try {
      const { responses } = await this.#consumer.fetch({
        node,
        topics: [{ topicId, partitions }],
        maxWaitTime: FETCH_WAIT_MS,
        maxBytes: FETCH_BYTES,
      });
      if (buffer.epoch !== epoch) return;
      for (const answer of responses.flatMap(({ partitions }) => partitions)) {
        const position = positions.get(answer.partitionIndex);
        if (position !== undefined) buffer.add(committedMessages(topic, answer, position));
      }
    } catch (error) {
      if (apiCodes(error).has("OFFSET_OUT_OF_RANGE")) throw await this.#lostOffset(positions);
      throw error;
    }
  }

  async #lostOffset(positions: ReadonlyMap<number, bigint>): Promise<Error> {
    const { topic, group } = this.#options;
    const [first, last] = [await this.offsets("earliest"), await this.offsets("latest")];
    for (const [partition, offset] of positions) {
      const [from, to] = [first.get(partition) ?? 0n, last.get(partition) ?? 0n];
      if (offset >= from && offset <= to) continue;
      const state = offset < from
        ? `the broker deleted its messages from ${offset} to ${from - 1n} before they were stored`
        : `it ends at ${to}, before the stored offset ${offset}: the broker lost messages`;
      return new StreamError(
        `Cannot consume partition ${partition} of "${topic}": ${state}, store what is missing ` +
          `from its source, then consume with another group than "${group}"`,
        { fault: "offset-lost", topic, partition, offset },
      );
    }
    return new Error("the broker refused an offset that it now has");
  }

  async #ask<T>(work: () => Promise<T>): Promise<T> {
    const { place, topic } = this.#options;
    return await askKafka(place, `consume "${topic}"`, work);
  }

  #fail(error: unknown): void {
    if (this.#isClosed) return;
    const { place, topic } = this.#options;
    this.#failure ??= kafkaFailure(error, place, `consume "${topic}"`);
    this.bell.ring();
  }
}
