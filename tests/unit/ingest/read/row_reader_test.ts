import assert from "node:assert/strict";
import { RowReader } from "../../../../src/ingest/read/row_reader.ts";

const patient = { stallTimeoutMs: 10_000 };

async function readAll<Row>(reader: RowReader<Row>): Promise<Row[]> {
  const rows: Row[] = [];
  for (;;) {
    const step = await reader.next();
    if (step.done) return rows;
    rows.push(step.value);
  }
}

Deno.test("RowReader reads arrays without promises, and counts", () => {
  using reader = new RowReader([1, 2], patient);
  assert.deepEqual(reader.next(), { done: false, value: 1 });
  assert.equal(reader.count, 1);
});

Deno.test("RowReader closes a source that it stops reading", async () => {
  let finished = 0;
  async function* source(): AsyncGenerator<number> {
    try {
      yield 1;
      await Promise.resolve();
      yield 2;
    } finally {
      finished++;
    }
  }
  {
    using reader = new RowReader(source(), patient);
    await reader.next();
  }
  await Promise.resolve();
  assert.equal(finished, 1);
  using whole = new RowReader(source(), patient);
  assert.deepEqual(await readAll(whole), [1, 2]);
});

Deno.test("RowReader passes on errors of its source", async () => {
  const source = {
    [Symbol.asyncIterator]: () => ({ next: () => Promise.reject<never>(new Error("gone")) }),
  };
  using reader = new RowReader(source, patient);
  await assert.rejects(async () => await reader.next(), /gone/);
});

Deno.test("RowReader gives up after a timeout, or at once when aborted", async () => {
  const never = { [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => {}) }) };
  using stalled = new RowReader(never, { stallTimeoutMs: 40 });
  await assert.rejects(async () => await stalled.next(), /gave none for 40 ms after row 0/);
  const stop = new AbortController();
  using reader = new RowReader(never, { ...patient, signal: stop.signal });
  const waiting = assert.rejects(async () => await reader.next(), /enough/);
  stop.abort(new Error("enough"));
  await waiting;
});

Deno.test("RowReader does not count the time between reads", async () => {
  async function* source(): AsyncGenerator<number> {
    yield 1;
    await Promise.resolve();
    yield 2;
  }
  using reader = new RowReader(source(), { stallTimeoutMs: 40 });
  await reader.next();
  await new Promise((resolve) => setTimeout(resolve, 120));
  assert.deepEqual(await reader.next(), { done: false, value: 2 });
});
