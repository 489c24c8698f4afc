import { drizzleOf, type WriteTarget } from "../../ingest/stage/write_target.ts";
import type { ConsumeCounts } from "./consume_counts.ts";
import type { ConsumeOptions, PartitionLag } from "./consume_options.ts";
import { GroupMember } from "./group/group_member.ts";
import type { KafkaPlace } from "./group/kafka_client.ts";
import { type MessageBatch, PartitionBuffer } from "./group/partition_buffer.ts";
import { log } from "./log.ts";
import { noteLag } from "./note_lag.ts";
import { type ReadOptions, type ReadRows, readRows } from "./store/read_rows.ts";
import { storeBatch, type StoreOptions, type WriteRows } from "./store/store_batch.ts";
import { beginPartitions, type OffsetPlace } from "./store/stream_offsets.ts";
import { StreamError } from "./stream_error.ts";

/** A topic that is consumed into a table. */
export interface Stream {
  readonly target: WriteTarget;
  readonly topic: string;
  readonly group: string;
  readonly place: KafkaPlace;
  readonly counts: ConsumeCounts;
  readonly options: ConsumeOptions;
  readonly write: WriteRows;
  readonly refuse: StoreOptions["refuse"];
  readonly read: ReadOptions;
}

/** Joins the group and stores batches, until the signal aborts, the end is reached, or it fails. */
export async function runMember(stream: Stream): Promise<void> {
  const { topic, group, place, options } = stream;
  const { batchRows = 5_000, bufferBytes = 64 * 1024 * 1024, sessionTimeoutMs = 10_000 } = options;
  const buffer = new PartitionBuffer({ messages: 4 * batchRows, bytes: bufferBytes });
  await using member = await GroupMember.join({ place, topic, group, sessionTimeoutMs, buffer });
  const wake = () => member.bell.ring();
  options.signal?.addEventListener("abort", wake);
  try {
    await new MemberRun(stream, member, buffer).run();
  } finally {
    options.signal?.removeEventListener("abort", wake);
  }
}

/** How long it sleeps when nothing happens; a fetch is asked for again then, in any case. */
const IDLE_MS = 1_000;

interface Prepared {
  readonly batch: MessageBatch;
  readonly rows: ReadRows;
}

class MemberRun {
  readonly #stream: Stream;
  readonly #member: GroupMember;
  readonly #buffer: PartitionBuffer;
  #generation = -1;
  #offsets: OffsetPlace | undefined;
  /** A batch that was taken and read, and is not yet stored. */
  #prepared: Prepared | undefined;
  /** The end of each partition when it was assigned. */
  #ends: ReadonlyMap<number, bigint> = new Map();

  constructor(stream: Stream, member: GroupMember, buffer: PartitionBuffer) {
    this.#stream = stream;
    this.#member = member;
    this.#buffer = buffer;
  }

  async run(): Promise<void> {
    const { options } = this.#stream;
    const { signal, untilEnd = false } = options;
    while (!signal?.aborted) {
      this.#member.throwIfFailed();
      if (this.#generation !== this.#member.generation) await this.#begin();
      else if (untilEnd && this.#isAtEnd()) return;
      else if (this.#waitMs() === 0) await this.#store();
      else {
        await this.#member.fetch();
        await this.#member.bell.sleep(this.#waitMs());
      }
    }
  }

  /** Begins at what the database says, for the partitions that are now this member's. */
  async #begin(): Promise<void> {
    const { target, topic, group, counts, options } = this.#stream;
    const generation = this.#member.generation;
    const partitions = this.#member.partitions;
    const place = { topic, group, topicId: await this.#member.topicId() };
    const positions = await beginPartitions(drizzleOf(target), place, {
      partitions,
      first: () => this.#member.offsets(options.from ?? "earliest"),
    });
    this.#ends = await this.#member.offsets("latest");
    this.#buffer.reset(positions);
    this.#prepared = undefined;
    this.#offsets = place;
    this.#generation = generation;
    counts.note("assignments");
    log.info("Consuming {count} partitions of {topic}", { topic, count: partitions.length });
    await this.#tell();
  }

  async #store(): Promise<void> {
    const { counts, options, write, refuse, target } = this.#stream;
    const place = this.#offsets;
    const { batch, rows } = this.#prepared ?? await this.#prepare();
    this.#prepared = undefined;
    if (place === undefined || batch.moves.length === 0) return;
    const storing = storeBatch(batch, rows, { target, place, write, refuse });
    storing.catch(() => {}); // it is awaited below
    // The next messages are read while the server stores these.
    if (this.#buffer.count >= (options.batchRows ?? 5_000)) this.#prepared = await this.#prepare();
    try {
      counts.add(await storing, { messages: batch.messages.length, skipped: rows.skipped });
    } catch (error) {
      if (!(error instanceof StreamError) || error.fault !== "fenced") throw error;
      counts.note("fenced");
      log.warn("{reason}", { reason: error.message });
      // What is stored now is the truth; whose the partitions are, the group will tell.
      this.#generation = -1;
      return;
    }
    await this.#tell();
  }

  /** Takes a batch and reads its rows, while the next messages are fetched. */
  async #prepare(): Promise<Prepared> {
    const { options, read } = this.#stream;
    const batch = this.#buffer.take(options.batchRows ?? 5_000);
    await this.#member.fetch();
    return { batch, rows: await readRows(batch.messages, read) };
  }

  /** The offset of the first message of each partition that is not stored. */
  #stored(): ReadonlyMap<number, bigint> {
    const next = new Map(this.#buffer.taken());
    for (const { partition, from } of this.#prepared?.batch.moves ?? []) next.set(partition, from);
    return next;
  }

  /** How long to wait for more messages before storing those that are there. */
  #waitMs(): number {
    const { batchRows = 5_000, batchMs = 1_000 } = this.#stream.options;
    const { since, count, hasRoom } = this.#buffer;
    if (this.#prepared !== undefined) return 0;
    if (since === undefined) return IDLE_MS;
    if (count >= batchRows || !hasRoom) return 0;
    return Math.max(0, Math.ceil(batchMs - (performance.now() - since)));
  }

  #isAtEnd(): boolean {
    return [...this.#stored()].every(([partition, next]) => {
      return next >= (this.#ends.get(partition) ?? 0n);
    });
  }

  async #tell(): Promise<void> {
    const { counts, options, group, topic } = this.#stream;
    const partitions = this.#lags();
    noteLag({ group, topic }, partitions);
    await options.onProgress?.({ ...counts.result(), partitions });
  }

  #lags(): PartitionLag[] {
    return [...this.#stored()].map(([partition, nextOffset]) => {
      const end = this.#buffer.ends.get(partition) ?? this.#ends.get(partition) ?? nextOffset;
      return { partition, nextOffset, lag: Math.max(0, Number(end - nextOffset)) };
    });
  }
}
