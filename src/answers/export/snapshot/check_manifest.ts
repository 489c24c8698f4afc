import type { Queryable } from "../../../base/sql/mod.ts";
import { type ConnectionSource, readColumns } from "../../columns/mod.ts";
import { planQuestion } from "../../question/mod.ts";
import { compareSlices, type RowDifference, sliceName } from "./compare_slices.ts";
import { digester } from "./digest.ts";
import { keyColumns } from "./key_columns.ts";
import type { Manifest } from "./manifest.ts";

/** What became of an answer. */
export interface CheckResult {
  readonly ok: boolean;
  readonly rows: { readonly was: number; readonly is: number };
  readonly sha256: { readonly was: string; readonly is: string };
  /** The columns, where they are others than they were: then no row can be compared. */
  readonly columns?: { readonly was: readonly string[]; readonly is: readonly string[] };
  /** The parts that differ, with their rows. */
  readonly differences: readonly SliceDifference[];
}

/** A part of an answer that is not as it was. */
export interface SliceDifference {
  readonly slice: string;
  readonly rows: readonly RowDifference[];
}

/** Options of {@linkcode checkManifest}. */
export interface CheckOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (rows: number) => void;
}

/** Asks the question of a manifest again and compares the answer with what it was. */
export async function checkManifest(
  source: ConnectionSource & Queryable,
  manifest: Manifest,
  { signal, onProgress }: CheckOptions = {},
): Promise<CheckResult> {
  const { question } = manifest;
  const statement = await planQuestion(source, question);
  const was = manifest.columns.map(({ name, type }) => `${name} ${type}`);
  const is = statement.columns.map(({ name, type }) => `${name} ${type}`);
  const before = new Map(manifest.slices.map((slice) => [sliceName(slice), slice]));
  const seen = new Set<string>();
  const differences: SliceDifference[] = [];
  const hashes = digester(statement.columns, {
    keys: await keyColumns(source, question),
    onSlice(slice) {
      const name = sliceName(slice);
      seen.add(name);
      const rows = compareSlices(before.get(name), slice);
      if (rows.length > 0) differences.push({ slice: name, rows });
    },
  });
  let rows = 0;
  const options = signal === undefined ? {} : { signal };
  for await (const batch of readColumns(source, statement, options).batches) {
    hashes.add(batch);
    onProgress?.(rows += batch.length);
  }
  const { sha256 } = hashes.end();
  for (const [slice, { rows }] of before) {
    if (!seen.has(slice)) {
      differences.push({ slice, rows: [{ state: "gone", row: `all ${rows} rows` }] });
    }
  }
  const hasColumns = was.join() === is.join();
  return {
    ok: sha256 === manifest.sha256 && hasColumns,
    rows: { was: manifest.rows, is: rows },
    sha256: { was: manifest.sha256, is: sha256 },
    ...hasColumns ? {} : { columns: { was, is } },
    differences: hasColumns ? differences : [],
  };
}
