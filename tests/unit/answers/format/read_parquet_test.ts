import assert from "node:assert/strict";
import fc from "fast-check";
import { StrataError } from "../../../../src/base/errors.ts";
import type { Column, ColumnBatch } from "../../../../src/answers/columns/mod.ts";
import { encodeParquet } from "../../../../src/answers/format/parquet.ts";
import { jsonLinesOf, readParquet } from "../../../../src/answers/format/mod.ts";

const columns: readonly Column[] = [
  { name: "code", type: "text" },
  { name: "count", type: "int32" },
  { name: "big", type: "int64" },
  { name: "value", type: "float64" },
  { name: "is_open", type: "boolean" },
  { name: "day", type: "date" },
  { name: "at", type: "timestamp" },
  { name: "price", type: "decimal", precision: 12, scale: 4 },
  { name: "exact", type: "decimal" },
  { name: "document", type: "json" },
];

const row = fc.record({
  code: fc.string({ unit: "grapheme" }),
  count: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  big: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  value: fc.double(),
  is_open: fc.constantFrom(0, 1),
  day: fc.integer({ min: -700_000, max: 2_000_000 }),
  at: fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n }),
  price: fc.integer({ min: -99_999_999, max: 99_999_999 })
    .map((n) => `${n < 0 ? "-" : ""}${Math.floor(Math.abs(n) / 10)}.${Math.abs(n) % 10}000`),
  exact: fc.constantFrom("0.10", "-3", "123456789012345678901234567890.5"),
  document: fc.json(),
}, { noNullPrototype: true });

type Row = Record<string, unknown>;

function batchOf(rows: readonly (Row | null)[]): ColumnBatch {
  const kinds = { int32: Int32Array, date: Int32Array, float64: Float64Array, boolean: Uint8Array };
  return {
    length: rows.length,
    columns: columns.map(({ name, type }) => {
      const plain = rows.map((row) => row?.[name]);
      const valid = Uint8Array.from(plain, (value) => value === undefined ? 0 : 1);
      const values = type === "int64" || type === "timestamp"
        ? BigInt64Array.from(plain, (value) => BigInt(String(value ?? 0)))
        : type in kinds
        // as: the condition before.
        ? new kinds[type as keyof typeof kinds](plain.map((value) => Number(value ?? 0)))
        : plain.map((value) => String(value ?? ""));
      return valid.includes(0) ? { values, valid } : { values };
    }),
  };
}

async function* once<Item>(item: Item): AsyncGenerator<Item> {
  yield item;
}

async function fileOf(batch: ColumnBatch, deltaInstants: boolean) {
  const stream = { columns, batches: once(batch) };
  const options = { groupRows: 7, level: 3, deltaInstants };
  const pieces = await Array.fromAsync(encodeParquet(stream, options));
  // as: a Blob takes any bytes.
  const bytes = await new Blob(pieces as Uint8Array<ArrayBuffer>[]).bytes();
  return {
    name: "trial.parquet",
    byteLength: bytes.length,
    slice: (start: number, end?: number) => Promise.resolve(bytes.slice(start, end).buffer),
  };
}

async function linesOf(batches: AsyncIterable<ColumnBatch>): Promise<string> {
  const lines = jsonLinesOf(columns);
  let text = "";
  for await (const batch of batches) {
    for (const piece of lines(batch)) text += new TextDecoder().decode(piece);
  }
  return text;
}

Deno.test("readParquet returns what encodeParquet wrote, bit by bit", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.option(row, { freq: 6 }), { maxLength: 30 }),
      fc.boolean(),
      async (rows, deltaInstants) => {
        const batch = batchOf(rows);
        const file = await fileOf(batch, deltaInstants);
        assert.equal(
          await linesOf(readParquet(file, columns)),
          await linesOf(once(batch)),
        );
      },
    ),
    { numRuns: 150, ...seedOf() },
  );
});

function seedOf(): { readonly seed?: number } {
  const text = Deno.env.get("STRATA_FUZZ_SEED");
  return text === undefined ? {} : { seed: Number(text) };
}

Deno.test("readParquet refuses other columns and a file that is cut off", async () => {
  const file = await fileOf(batchOf([null]), false);
  await assert.rejects(
    () => Array.fromAsync(readParquet(file, columns.slice(1))),
    /Cannot read "trial\.parquet": its columns are code, count.*, want count/,
  );
  const cut = { ...file, byteLength: file.byteLength - 3 };
  await assert.rejects(
    () => Array.fromAsync(readParquet(cut, columns)),
    (error) => error instanceof StrataError && /broken or cut off/.test(error.message),
  );
});
