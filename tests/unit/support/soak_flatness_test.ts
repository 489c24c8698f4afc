import assert from "node:assert/strict";
import { judgeFlatness } from "../../soak/flatness.ts";
import type { Sample } from "../../soak/sample.ts";

const idle = { calls: 0, p50: 0, p95: 0, p99: 0 };

const samples = (
  of: (index: number) => Partial<Pick<Sample, "rss" | "heap" | "descriptors" | "places">>,
): Sample[] =>
  Array.from({ length: 80 }, (_, index) => ({
    seconds: index,
    rss: 200,
    heap: 60,
    descriptors: 50,
    places: {},
    reads: idle,
    writes: idle,
    errors: 0,
    ...of(index),
  }));

const grown = (all: readonly Sample[]): string[] =>
  judgeFlatness(all).filter(({ ok }) => !ok).map(({ measure }) => measure);

Deno.test("judgeFlatness takes what comes and goes for flat", async (t) => {
  await t.step("nothing moves", () => assert.deepEqual(grown(samples(() => ({}))), []));
  await t.step("garbage that is collected late", () => {
    // Collected often in the second quarter, once in the last.
    const heap = (index: number) => index < 40 ? 60 + index % 10 : 60 + (index - 40) * 2 % 78;
    assert.deepEqual(grown(samples((index) => ({ heap: heap(index) }))), []);
  });
  await t.step("a pool that was small for most of the second quarter", () => {
    const of = (index: number) => index < 38 ? 2 : 6;
    const all = samples((index) => ({
      descriptors: 40 + 3 * of(index),
      places: { server: { backends: of(index), waits: 0 } },
    }));
    assert.deepEqual(grown(all), []);
  });
});

Deno.test("judgeFlatness tells what grows all the time", async (t) => {
  await t.step("memory", () => {
    const all = samples((index) => ({ rss: 200 + 2 * index, heap: 60 + index + index % 7 }));
    assert.deepEqual(grown(all), ["resident memory, MiB", "JavaScript heap, MiB"]);
  });
  await t.step("descriptors and backends", () => {
    const all = samples((index) => ({
      descriptors: 50 + index,
      places: { server: { backends: 2 + Math.floor(index / 5), waits: 0 } },
    }));
    assert.deepEqual(grown(all), ["descriptors", "backends on server"]);
  });
});
