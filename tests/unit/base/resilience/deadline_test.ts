import assert from "node:assert/strict";
import { withDeadline, withTimeoutSignal } from "../../../../src/base/resilience/mod.ts";

const expired = () => new Error("too late");

Deno.test("withDeadline gives the work's result back and leaves no timer", async () => {
  assert.equal(await withDeadline(Promise.resolve(1), 60_000, expired), 1);
  await assert.rejects(withDeadline(Promise.reject(new Error("own")), 60_000, expired), /own/);
});

Deno.test("withDeadline rejects once the limit has passed", async () => {
  const { promise } = Promise.withResolvers<void>();
  await assert.rejects(withDeadline(promise, 5, expired), /too late/);
});

Deno.test("withTimeoutSignal aborts the work after its limit", async () => {
  const untilAborted = (signal: AbortSignal) => {
    const { promise, reject } = Promise.withResolvers<void>();
    signal.addEventListener("abort", () => reject(signal.reason));
    return promise;
  };
  await assert.rejects(withTimeoutSignal(untilAborted, { timeoutMs: 5 }), { name: "TimeoutError" });
  const controller = new AbortController();
  const waiting = withTimeoutSignal(untilAborted, { timeoutMs: 60_000, signal: controller.signal });
  controller.abort(new Error("outer"));
  await assert.rejects(waiting, /outer/);
});
