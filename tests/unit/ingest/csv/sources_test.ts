import assert from "node:assert/strict";
import { decoded, encodingOf } from "../../../../src/ingest/csv/read/encoding.ts";
import { mappingProblems } from "../../../../src/ingest/csv/mapping/check_mapping.ts";
import { openSource } from "../../../../src/ingest/csv/read/open_source.ts";
import { progressMeter } from "../../../../src/ingest/csv/csv_progress.ts";
import type { CsvMapping } from "../../../../src/ingest/csv/mapping/csv_mapping.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

async function* streamOf(...parts: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield await Promise.resolve(part);
}

Deno.test("openSource reads the head of a stream, and then yields all of its bytes", async () => {
  const parts = [bytes("a,b\n"), new Uint8Array(70_000), bytes("end")];
  using source = await openSource({ name: "a pipe", bytes: streamOf(...parts) });
  assert.equal(source.head.length, 65_536);
  assert.equal(source.totalBytes, undefined);
  const chunks = await Array.fromAsync(source.chunks());
  assert.deepEqual(chunks.map(({ length }) => length), [4, 70_000, 3]);
});

Deno.test("openSource waits for a stream that sends nothing until it is aborted", async () => {
  const controller = new AbortController();
  const silent = { [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => {}) }) };
  const opened = openSource({ name: "silent", bytes: silent }, controller.signal);
  controller.abort(new Error("enough"));
  await assert.rejects(opened, /enough/);
  await assert.rejects(openSource({ name: "silent", bytes: silent }, controller.signal), /enough/);
});

Deno.test("encodingOf uses the given encoding, or that of the byte order mark", async () => {
  const of = (head: readonly number[], said?: string) =>
    encodingOf({ name: "x", head: new Uint8Array(head) }, said);
  assert.equal(of([0x61]), "utf-8");
  assert.equal(of([0xff, 0xfe, 0x61, 0]), "utf-16le");
  assert.equal(of([0xfe, 0xff, 0, 0x61]), "utf-16be");
  assert.equal(of([0xff, 0xfe], "windows-1252"), "windows-1252");
  assert.equal(of([0x61], "LATIN1"), "windows-1252");
  const refused = (head: readonly number[], message: RegExp, said?: string) =>
    assert.throws(() => of(head, said), { name: "ConfigError", message });
  refused([0x1f, 0x8b, 8], /"x" as text: it is compressed by gzip, unpack it/);
  refused([0x50, 0x4b, 3, 4], /it is a ZIP archive, as .xlsx files are/);
  refused([0x61], /Cannot read text as "klingon": there is no such encoding/, "klingon");
  const split = streamOf(new Uint8Array([0x53, 0xc3]), new Uint8Array([0xa3, 0x6f]));
  const text = await Array.fromAsync(decoded(split, { name: "x", encoding: "utf-8" }));
  assert.equal(text.join(""), "São");
  const cut = decoded(streamOf(new Uint8Array([0x53, 0xc3])), { name: "x", encoding: "utf-8" });
  await assert.rejects(Array.fromAsync(cut), /it is not utf-8, set its encoding with encoding/);
});

const mappings: readonly (readonly [CsvMapping, RegExp])[] = [
  [{ decimal: ",", thousands: "," }, /decimal and thousands are both ","/],
  [{ thousands: "." }, /decimal and thousands are both "\."/],
  [{ quote: "ab" }, /quote is "ab", want one character, or false \(--quote=none\)/],
  [{ delimiter: '"' }, /delimiter and quote are both/],
  [{ delimiter: "" }, /delimiter is empty/],
  [{ timeZone: "America/NowYork" }, /timeZone .* is "America\/NowYork", want an IANA name/],
  [{ timeZone: "-03:00" }, /want an IANA name/],
  [{ header: ["a", "b", "a"] }, /header names "a" twice/],
];

for (const [mapping, message] of mappings) {
  Deno.test(`mappingProblems finds what is wrong with ${JSON.stringify(mapping)}`, () => {
    const [problem, ...more] = mappingProblems(mapping);
    assert.match(problem ?? "", message);
    assert.deepEqual(more, []);
  });
}

Deno.test("mappingProblems accepts valid mappings", () => {
  const mapping: CsvMapping = {
    decimal: ",",
    thousands: ".",
    quote: false,
    delimiter: ";",
    timeZone: "America/Sao_Paulo",
    header: ["a", "", ""],
  };
  assert.deepEqual(mappingProblems(mapping), []);
  assert.deepEqual(mappingProblems({}), []);
});

Deno.test("progressMeter measures reading by bytes and writing by rows, each from its beginning", () => {
  let [time, read] = [0, 0];
  const file = { totalBytes: 1_000, commitEach: false, bytes: () => read, now: () => time };
  const meter = progressMeter(file);
  [time, read] = [2_000, 250];
  const load = { phase: "reading", read: 500, written: 0, committed: 0 } as const; // not any string
  const reading = meter(load);
  assert.deepEqual([reading.rowsPerSecond, reading.secondsLeft], [250, 6]);
  [time, read] = [8_000, 1_000];
  assert.equal(meter({ ...load, read: 2_000 }).secondsLeft, 0);
  time = 9_000;
  const writing = meter({ ...load, phase: "writing", read: 2_000, written: 400 });
  assert.deepEqual([writing.rowsPerSecond, writing.secondsLeft], [400, 4]);
  time = 10_000;
  assert.equal(meter({ ...load, phase: "writing", read: 2_000, written: 1_000 }).secondsLeft, 2);
});

Deno.test("progressMeter measures by bytes with commitEach, and knows no time left for a pipe", () => {
  let [time, read] = [0, 0];
  const file = { totalBytes: 1_000, commitEach: true, bytes: () => read, now: () => time };
  const load = { phase: "writing", read: 100, written: 100, committed: 100 } as const; // not any string
  const meter = progressMeter(file);
  const pipe = progressMeter({ ...file, totalBytes: undefined });
  [time, read] = [1_000, 100];
  assert.equal(meter(load).secondsLeft, 9);
  assert.deepEqual([pipe(load).secondsLeft, pipe(load).rowsPerSecond], [undefined, 100]);
});
