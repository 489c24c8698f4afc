import assert from "node:assert/strict";
import { chunkLine } from "../../../../src/operate/dashboard/draw/mod.ts";
import { chunkCells, worstState } from "../../../../src/operate/dashboard/draw/chunk_cells.ts";
import { timeScale } from "../../../../src/operate/dashboard/draw/time_scale.ts";
import { timeTicks } from "../../../../src/operate/dashboard/draw/time_ticks.ts";
import { chunkOf, START, tableOf } from "./observed_table.ts";

const days = (count: number) => Array.from({ length: count }, (_, day) => chunkOf(day));

Deno.test("chunkCells keeps chunks apart while they have room, and adds them up where not", () => {
  const few = days(10);
  assert.equal(chunkCells(few, { scale: timeScale(few), bars: 240 }).length, 10);
  const many = days(2_000);
  const cells = chunkCells(many, { scale: timeScale(many), bars: 240 });
  assert.ok(cells.length <= 240, `${cells.length} bars`);
  assert.equal(cells.reduce((sum, { chunks }) => sum + chunks, 0), 2_000);
  assert.equal(cells.reduce((sum, { bytes }) => sum + bytes, 0), 2_000_000);
  assert.equal(cells.reduce((sum, { rows }) => sum + (rows ?? 0), 0), 20_000);
  assert.equal(cells.at(-1)?.to, many.at(-1)?.to);
});

Deno.test("chunkCells adds up chunks of the same range, as a second dimension makes them", () => {
  const chunks = [chunkOf(0), chunkOf(0, { state: "partial", rows: null }), chunkOf(1)];
  const [first, second, ...rest] = chunkCells(chunks, { scale: timeScale(chunks), bars: 240 });
  assert.deepEqual([first?.chunks, first?.rows, second?.chunks, rest.length], [2, null, 1, 0]);
  assert.equal(first && worstState(first), "partial");
});

Deno.test("timeScale draws long gaps short and keeps the order of everything", () => {
  const chunks = [chunkOf(0), chunkOf(1), chunkOf(3_000), chunkOf(3_001)];
  const { breaks, place } = timeScale(chunks);
  assert.equal(breaks.length, 1);
  const places = chunks.flatMap(({ from, to }) => [place(from), place(to)]);
  assert.deepEqual(places, places.toSorted((a, b) => a - b));
  assert.equal(places[0], 0);
  assert.ok(Math.abs((places.at(-1) ?? 0) - 100) < 1e-9);
  assert.ok((places[1] ?? 0) > 20, "a chunk is wide again");
  assert.equal(timeScale([chunkOf(0), chunkOf(2), chunkOf(9)]).breaks.length, 1);
  assert.equal(timeScale(days(9)).breaks.length, 0);
});

Deno.test("timeTicks writes days, months or years, never more than asked for", () => {
  const labels = (length: number) =>
    timeTicks(START, START + length * 86_400_000, 6).map(({ label }) => label);
  assert.deepEqual(labels(4), ["01-01", "01-02", "01-03", "01-04", "01-05"]);
  assert.deepEqual(labels(120), ["2024-01", "2024-02", "2024-03", "2024-04"]);
  assert.deepEqual(labels(366 * 5), ["2024", "2025", "2026", "2027", "2028", "2029"]);
  for (const length of [1, 3, 10, 40, 400, 4_000, 40_000, 400_000]) {
    assert.ok(labels(length).length <= 8, `${length} days`);
  }
});

Deno.test("a line tells states by pattern and words, and old settings by a mark of their own", () => {
  const { text } = chunkLine(
    tableOf([
      chunkOf(0),
      chunkOf(1, { state: "uncompressed", bytes: 4_000, rows: null }),
      chunkOf(2, { state: "partial" }),
      chunkOf(3, { state: "unordered" }),
      chunkOf(4, { hasOldSettings: true }),
    ]),
    "x",
  );
  for (const fill of ["compressed", "uncompressed", "partial", "unordered"]) {
    assert.match(text, new RegExp(`fill="url\\(#fill-${fill}\\)"`));
  }
  assert.equal(text.match(/class="old"/g)?.length, 1);
  assert.match(
    text,
    /aria-label="Chunks of readings from 2024-01-01 to 2024-01-06: 5 chunks, 2 compressed, 1 not compressed, 1 partly compressed, 1 compressed out of order, 1 under old settings, 8\.0 kB"/,
  );
  assert.match(
    text,
    /20 40 2024-01-02 to 2024-01-03 · 1 chunk · not compressed · 4\.0 kB · rows not counted/,
  );
  assert.doesNotMatch(text, /style=/);
});

Deno.test("a line of 2,000 chunks stays light, and one of numbers has no calendar", () => {
  assert.ok(chunkLine(tableOf(days(2_000)), "x").text.length < 60_000);
  const numbers = chunkLine(
    tableOf([{ ...chunkOf(0), from: 0, to: 1_000_000 }], { chunkInterval: "1000000" }),
    "x",
  );
  assert.match(numbers.text, /0 to 1,000,000 · 1 chunk/);
  assert.doesNotMatch(numbers.text, /1970/);
});

Deno.test("a name of a table cannot leave its attribute", () => {
  const relation = { schema: "public", name: `"><script>alert(1)</script>` };
  const { text } = chunkLine(tableOf([chunkOf(0)], { relation }), "x");
  assert.doesNotMatch(text, /<script/);
});
