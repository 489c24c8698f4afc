import assert from "node:assert/strict";
import { flatSteps, type Steps } from "../../../../src/ingest/read/flat_steps.ts";

async function* batches(...given: readonly (readonly number[])[]) {
  await Promise.resolve();
  for (const batch of given) yield batch;
}

Deno.test("flatSteps yields each item of each batch, empty ones too", async () => {
  const items = flatSteps(batches([], [1, 2], [], [3], []), (batch) => batch);
  assert.deepEqual(await Array.fromAsync(items), [1, 2, 3]);
  const doubled = flatSteps(flatSteps(batches([1, 2]), (batch) => batch), (one) => [one, one]);
  assert.deepEqual(await Array.fromAsync(doubled), [1, 1, 2, 2]);
});

Deno.test("a step within a batch needs no promise", async () => {
  const items: Steps<number> = flatSteps(batches([1, 2]), (batch) => batch);
  const first = items.next();
  assert.ok(first instanceof Promise);
  assert.deepEqual(await first, { done: false, value: 1 });
  assert.deepEqual(items.next(), { done: false, value: 2 });
});

Deno.test("a failure of the source comes through, and ending early ends the source", async () => {
  let isEnded = false;
  async function* failing() {
    try {
      yield [1, 2];
      await Promise.reject(new Error("cut off"));
    } finally {
      isEnded = true;
    }
  }
  await assert.rejects(Array.fromAsync(flatSteps(failing(), (batch) => batch)), /cut off/);
  isEnded = false;
  for await (const item of flatSteps(failing(), (batch) => batch)) {
    if (item === 1) break;
  }
  assert.equal(isEnded, true);
});
