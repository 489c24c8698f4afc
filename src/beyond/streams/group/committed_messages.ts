import type { FetchedMessages, StreamMessage } from "./stream_message.ts";

/** The records of a batch, as the client reads them. */
export interface RecordBatch {
  readonly firstOffset: bigint;
  readonly lastOffsetDelta: number;
  readonly firstTimestamp: bigint;
  readonly maxTimestamp: bigint;
  readonly attributes: number;
  readonly producerId: bigint;
  readonly records: readonly {
    readonly offsetDelta: number;
    readonly timestampDelta: bigint;
    readonly key: Uint8Array | null;
    readonly value: Uint8Array | null;
    readonly headers: StreamMessage["headers"];
  }[];
}

/** What a broker answered for a partition. */
export interface FetchedPartition {
  readonly partitionIndex: number;
  readonly lastStableOffset: bigint;
  readonly records?: readonly RecordBatch[] | null;
  readonly abortedTransactions:
    | readonly { readonly producerId: bigint; readonly firstOffset: bigint }[]
    | null;
}

const APPENDED_BY_BROKER = 8;
const TRANSACTIONAL = 16;
const CONTROL = 32;

/**
 * Reads the messages from `position` on. The client itself leaves out an aborted transaction only
 * if the whole of it is in one answer; here all are left out, as the broker lists them.
 */
export function committedMessages(
  topic: string,
  { partitionIndex: partition, records, lastStableOffset: end, abortedTransactions }:
    FetchedPartition,
  position: bigint,
): FetchedMessages {
  const messages: StreamMessage[] = [];
  const aborted = [...abortedTransactions ?? []].sort((a, b) =>
    a.firstOffset < b.firstOffset ? -1 : 1
  );
  const open = new Set<bigint>();
  let next = position;
  let bytes = 0;
  for (const batch of records ?? []) {
    const last = batch.firstOffset + BigInt(batch.lastOffsetDelta);
    while (aborted[0] !== undefined && aborted[0].firstOffset <= last) {
      open.add(aborted[0].producerId);
      aborted.shift();
    }
    if (last >= next) next = last + 1n;
    if ((batch.attributes & CONTROL) !== 0) {
      if (isAbort(batch)) open.delete(batch.producerId);
      continue;
    }
    if ((batch.attributes & TRANSACTIONAL) !== 0 && open.has(batch.producerId)) continue;
    const byBroker = (batch.attributes & APPENDED_BY_BROKER) !== 0;
    for (const { offsetDelta, timestampDelta, key, value, headers } of batch.records) {
      const offset = batch.firstOffset + BigInt(offsetDelta);
      // A broker sends whole batches, also where the asked offset is in the middle of one.
      if (offset < position) continue;
      const timestamp = byBroker ? batch.maxTimestamp : batch.firstTimestamp + timestampDelta;
      messages.push({
        topic,
        partition,
        offset,
        timestamp: Number(timestamp),
        key,
        value,
        headers,
      });
      bytes += (value?.length ?? 0) + (key?.length ?? 0) + OVERHEAD;
    }
  }
  return { partition, messages, next, end, bytes };
}

/** About what an object for a message takes. */
const OVERHEAD = 200;

/** The key of a control record has its version and its type; the type 0 ends a transaction badly. */
function isAbort({ records: [marker] }: RecordBatch): boolean {
  const key = marker?.key;
  return key !== null && key !== undefined && key[2] === 0 && key[3] === 0;
}
