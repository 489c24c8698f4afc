import assert from "node:assert/strict";
import { backoffDelay, retry } from "../../../../src/base/resilience/mod.ts";

const always = () => true;

Deno.test("retry gives the first success back", async () => {
  let calls = 0;
  const result = await retry(() => Promise.resolve(++calls), { isRepeatable: always });
  assert.equal(result, 1);
  assert.equal(calls, 1);
});

Deno.test("retry repeats what may be repeated and throws the last failure", async () => {
  let calls = 0;
  const pauses: number[] = [];
  await assert.rejects(
    retry(() => Promise.reject(new Error(`failure ${++calls}`)), {
      isRepeatable: always,
      attempts: 3,
      firstDelayMs: 1,
      onRetry: (_error, _attempt, delayMs) => pauses.push(delayMs),
    }),
    /failure 3/,
  );
  assert.equal(calls, 3);
  assert.equal(pauses.length, 2);
});

Deno.test("retry throws at once what may not be repeated", async () => {
  let calls = 0;
  const failing = retry(() => Promise.reject(new Error(`failure ${++calls}`)), {
    isRepeatable: () => false,
  });
  await assert.rejects(failing, /failure 1/);
});

Deno.test("retry begins no pause that would pass the deadline", async () => {
  const started = performance.now();
  const failing = retry(() => Promise.reject(new Error("down")), {
    isRepeatable: always,
    firstDelayMs: 10_000,
    deadlineMs: 1_000,
  });
  await assert.rejects(failing, /down/);
  assert.ok(performance.now() - started < 500);
});

Deno.test("retry ends a pause with the signal's reason", async () => {
  const controller = new AbortController();
  const failing = retry(() => Promise.reject(new Error("down")), {
    isRepeatable: always,
    signal: controller.signal,
    onRetry: () => queueMicrotask(() => controller.abort(new Error("no longer wanted"))),
  });
  await assert.rejects(failing, /no longer wanted/);
});

Deno.test("retry does not begin with a signal that is aborted", async () => {
  let calls = 0;
  const signal = AbortSignal.abort(new Error("too late"));
  await assert.rejects(
    retry(() => Promise.resolve(++calls), { isRepeatable: always, signal }),
    /too late/,
  );
  assert.equal(calls, 0);
});

Deno.test("retry does not take up what a retry within it has given up", async () => {
  let calls = 0;
  const inner = () =>
    retry(() => Promise.reject(new Error(`failure ${++calls}`)), {
      isRepeatable: always,
      attempts: 2,
      firstDelayMs: 1,
    });
  await assert.rejects(retry(inner, { isRepeatable: always, firstDelayMs: 1 }), /failure 2/);
  assert.equal(calls, 2);
});

Deno.test("backoffDelay doubles and varies by a quarter", () => {
  assert.deepEqual([1, 2, 3, 4].map((n) => backoffDelay(n, 1_000, 0.5)), [
    1_000,
    2_000,
    4_000,
    8_000,
  ]);
  assert.equal(backoffDelay(1, 1_000, 0), 750);
  assert.equal(backoffDelay(1, 1_000, 1), 1_250);
});

Deno.test("retry pauses no longer than it is told", async () => {
  const delays: number[] = [];
  const options = { isRepeatable: () => true, attempts: 8, firstDelayMs: 1, maxDelayMs: 4 };
  await assert.rejects(
    retry(() => Promise.reject(new Error("no")), {
      ...options,
      onRetry: (_error, _attempt, delayMs) => delays.push(delayMs),
    }),
  );
  assert.equal(delays.length, 7);
  assert.equal(Math.max(...delays), 4);
});
