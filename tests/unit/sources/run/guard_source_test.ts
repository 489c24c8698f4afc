import assert from "node:assert/strict";
import { SourceError } from "../../../../src/sources/mod.ts";
import { guardPages, guardSource } from "../../../../src/sources/run/guard_source.ts";

const never = () => new Promise<never>(() => {});

function guardedBy(signal: AbortSignal) {
  return { source: "numbers", series: "N", signal };
}

Deno.test("guardSource gives up a source that does not listen once its signal aborts", async () => {
  const stop = new AbortController();
  const waiting = guardSource(never, guardedBy(stop.signal));
  stop.abort(new Error("enough"));
  await assert.rejects(waiting, { message: "enough" });
  // Nor does it begin after that.
  await assert.rejects(guardSource(() => assert.fail("it began"), guardedBy(stop.signal)), {
    message: "enough",
  });
});

Deno.test("guardSource lets a source that listens end by itself, and names what it throws", async () => {
  const stop = new AbortController();
  const ended = guardSource(
    () =>
      new Promise((resolve) => stop.signal.addEventListener("abort", () => resolve("by itself"))),
    guardedBy(stop.signal),
  );
  stop.abort();
  assert.equal(await ended, "by itself");
  await assert.rejects(
    guardSource(
      () => Promise.reject(new TypeError("no such field")),
      guardedBy(new AbortController().signal),
    ),
    (error) => error instanceof SourceError && /TypeError: no such field/.test(error.message),
  );
});

Deno.test("guardPages ends with its signal though the source stalls between two pages", async () => {
  const stop = new AbortController();
  async function* stalling() {
    yield 1;
    await never();
  }
  const seen: number[] = [];
  const reading = async () => {
    for await (const page of guardPages(stalling(), guardedBy(stop.signal))) {
      seen.push(page);
      stop.abort(new Error("enough"));
    }
  };
  await assert.rejects(reading(), { message: "enough" });
  assert.deepEqual(seen, [1]);
});

Deno.test("guardPages tells a source to finish whose reader leaves, and waits for it", async () => {
  let isFinished = false;
  async function* pages() {
    try {
      yield* [1, 2];
    } finally {
      await Promise.resolve();
      isFinished = true;
    }
  }
  for await (const page of guardPages(pages(), guardedBy(new AbortController().signal))) {
    assert.equal(page, 1);
    break;
  }
  assert.ok(isFinished);
});
