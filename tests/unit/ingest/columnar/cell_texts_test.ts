import assert from "node:assert/strict";
import {
  dayTexts,
  decimalText,
  instantTexts,
  wholeInstant,
} from "../../../../src/ingest/columnar/cell_texts.ts";
import { columnarKind } from "../../../../src/ingest/columnar/mod.ts";
import { decompressLz4Frame } from "../../../../src/ingest/columnar/lz4_frame.ts";

Deno.test("instantTexts writes every digit, before 1970 and past 2255", () => {
  const cases = [
    ["s", 0n, "1970-01-01T00:00:00Z"],
    ["ms", -1n, "1969-12-31T23:59:59.999Z"],
    ["us", 10413792000000001n, "2300-01-01T00:00:00.000001Z"],
    ["ns", 1_000_000_001_000n, "1970-01-01T00:16:40.000001Z"],
    ["ns", 1_000_000_000_001n, "1970-01-01T00:16:40.000000001Z"],
  ] as const;
  for (const [unit, count, text] of cases) {
    assert.equal(instantTexts(unit, true)(count), text);
    assert.equal(instantTexts(unit, false)(count), text.slice(0, -1));
  }
  assert.equal(dayTexts()(-1), "1969-12-31");
});

Deno.test("decimalText keeps each digit and the sign of what is less than one", () => {
  assert.equal(decimalText(-5n, 3), "-0.005");
  assert.equal(
    decimalText(12345678901234567890123456789012345678n, 2),
    "123456789012345678901234567890123456.78",
  );
  assert.equal(decimalText(7n, 0), "7");
  assert.equal(decimalText(7n, -2), "700");
});

Deno.test("columnarKind knows files by their first bytes, and takes no text for one", () => {
  const kind = (...bytes: number[]) => columnarKind(new Uint8Array([...bytes, 0, 0, 0, 0, 0]));
  assert.equal(kind(0x50, 0x41, 0x52, 0x31), "parquet");
  assert.equal(kind(0x41, 0x52, 0x52, 0x4f, 0x57, 0x31, 0, 0), "arrow");
  assert.equal(kind(0xff, 0xff, 0xff, 0xff), "arrow-stream");
  assert.equal(columnarKind(new TextEncoder().encode("PAR,ARROW1\n1,2\n")), undefined);
});

Deno.test("decompressLz4Frame refuses what is cut off or refers before its beginning", () => {
  const frame = (...block: number[]) =>
    new Uint8Array([
      0x04,
      0x22,
      0x4d,
      0x18,
      0x40,
      0x40,
      0,
      block.length,
      0,
      0,
      0,
      ...block,
      0,
      0,
      0,
      0,
    ]);
  // One literal, repeated eight times, then five literals.
  const good = frame(0x14, 0x61, 1, 0, 0x50, 0x62, 0x63, 0x64, 0x65, 0x66);
  assert.equal(new TextDecoder().decode(decompressLz4Frame(good)), "aaaaaaaaabcdef");
  assert.throws(() => decompressLz4Frame(good.subarray(0, 15)), TypeError);
  assert.throws(() => decompressLz4Frame(frame(0x10, 0x61, 9, 0, 0x10, 0x62)), TypeError);
});

Deno.test("wholeInstant gives a date only where it is exact", () => {
  const cases = [
    [1_000_000n, "us", 1_000],
    [-1_000n, "us", -1],
    [1_000_001n, "us", undefined],
    [1_500_000n, "ns", undefined],
    [-1n, "ms", -1],
    [2n, "s", 2_000],
    [9_007_199_254_740_993n, "us", undefined],
  ] as const;
  for (const [count, unit, milliseconds] of cases) {
    assert.equal(wholeInstant(count, unit)?.getTime(), milliseconds, `${count} ${unit}`);
  }
});
