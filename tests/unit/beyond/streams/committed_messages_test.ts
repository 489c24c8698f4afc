import assert from "node:assert/strict";
import {
  committedMessages,
  type RecordBatch,
} from "../../../../src/beyond/streams/group/committed_messages.ts";

function batch(firstOffset: bigint, count: number, more: Partial<RecordBatch> = {}): RecordBatch {
  return {
    firstOffset,
    lastOffsetDelta: count - 1,
    firstTimestamp: 1_000n,
    maxTimestamp: 2_000n,
    attributes: 0,
    producerId: -1n,
    records: Array.from({ length: count }, (_, offsetDelta) => ({
      offsetDelta,
      timestampDelta: 0n,
      key: null,
      value: new Uint8Array([offsetDelta]),
      headers: [],
    })),
    ...more,
  };
}

/** The end of a transaction: a control record whose key has its type, 0 for one that was aborted. */
function marker(offset: bigint, type: 0 | 1): RecordBatch {
  const [record] = batch(offset, 1).records;
  assert.ok(record);
  const records = [{ ...record, key: new Uint8Array([0, 0, 0, type]) }];
  return batch(offset, 1, { attributes: 48, producerId: 7n, records });
}

function read(
  records: readonly RecordBatch[],
  { position = 0n, aborted = [] as readonly bigint[] } = {},
) {
  const { messages, next } = committedMessages("t", {
    partitionIndex: 0,
    lastStableOffset: 99n,
    records,
    abortedTransactions: aborted.map((firstOffset) => ({ producerId: 7n, firstOffset })),
  }, position);
  return { offsets: messages.map(({ offset }) => Number(offset)), next: Number(next) };
}

const transaction = { attributes: 16, producerId: 7n };

Deno.test("committedMessages leaves out what is before the position in a whole batch", () => {
  assert.deepEqual(read([batch(10n, 4)], { position: 12n }), { offsets: [12, 13], next: 14 });
});

Deno.test("committedMessages moves on behind offsets without a message", () => {
  const compacted = { ...batch(0n, 1), lastOffsetDelta: 8 };
  assert.deepEqual(read([compacted]), { offsets: [0], next: 9 });
});

Deno.test("committedMessages leaves out each of a producer's aborted transactions alone", () => {
  const records = [
    batch(0n, 2, transaction),
    marker(2n, 0),
    batch(3n, 2, transaction),
    marker(5n, 1),
    batch(6n, 1, transaction),
    marker(7n, 0),
    batch(8n, 1),
  ];
  assert.deepEqual(read(records, { aborted: [6n, 0n] }), { offsets: [3, 4, 8], next: 9 });
});

Deno.test("committedMessages leaves out an aborted transaction whose end is in a later answer", () => {
  assert.deepEqual(read([batch(0n, 3, transaction)], { aborted: [0n] }), { offsets: [], next: 3 });
});
