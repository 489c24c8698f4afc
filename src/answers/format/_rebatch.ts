import type { BatchColumn, ColumnBatch, ColumnValues } from "../columns/mod.ts";

/**
 * Cuts an answer anew into batches of `rows`, so that a file's bytes do not depend on how it was
 * read. Batches that have that size already pass as they are.
 */
export async function* rebatch(
  batches: AsyncIterable<ColumnBatch>,
  rows: number,
): AsyncGenerator<ColumnBatch> {
  let parts: ColumnBatch[] = [];
  let held = 0;
  for await (const batch of batches) {
    for (let from = 0; from < batch.length;) {
      const to = Math.min(batch.length, from + rows - held);
      parts.push(slice(batch, from, to));
      held += to - from;
      from = to;
      if (held < rows) continue;
      yield join(parts);
      [parts, held] = [[], 0];
    }
  }
  if (held > 0) yield join(parts);
}

function slice(batch: ColumnBatch, from: number, to: number): ColumnBatch {
  if (from === 0 && to === batch.length) return batch;
  return {
    length: to - from,
    columns: batch.columns.map(({ values, valid }) => ({
      values: values.slice(from, to),
      ...valid === undefined ? {} : { valid: valid.slice(from, to) },
    })),
  };
}

function join(parts: readonly ColumnBatch[]): ColumnBatch {
  const [first, ...more] = parts;
  if (first !== undefined && more.length === 0) return first;
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const columns = first?.columns.map((_, i) =>
    joinColumn(
      parts.flatMap(({ columns, length }) => {
        const column = columns[i];
        return column === undefined ? [] : [{ ...column, length }];
      }),
      length,
    )
  );
  return { length, columns: columns ?? [] };
}

interface Part extends BatchColumn {
  readonly length: number;
}

function joinColumn(parts: readonly Part[], length: number): BatchColumn {
  const values = joinValues(parts.map(({ values }) => values), length);
  if (parts.every(({ valid }) => valid === undefined)) return { values };
  const valid = new Uint8Array(length).fill(1);
  let at = 0;
  for (const part of parts) {
    if (part.valid !== undefined) valid.set(part.valid, at);
    at += part.length;
  }
  return { values, valid };
}

function joinValues(parts: readonly ColumnValues[], length: number): ColumnValues {
  const [first] = parts;
  // as: the parts of one column have one type.
  if (!ArrayBuffer.isView(first)) return (parts as string[][]).flat();
  const joined = new (first.constructor as new (length: number) => Exclude<ColumnValues, string[]>)(
    length,
  );
  let at = 0;
  for (const part of parts) {
    // as: see above; `set` of one kind of array takes its own kind.
    joined.set(part as never, at);
    at += part.length;
  }
  return joined;
}
