import { StrataError } from "../../base/errors.ts";
import { VERSION } from "../../base/version.ts";
import {
  type Column,
  type ColumnBatch,
  describeColumns,
  readColumns,
} from "../../answers/columns/mod.ts";
import type { Database } from "../../database/mod.ts";
import type { ArchivedTable } from "./archived_table.ts";
import { type Content, hashRows, isSameContent } from "./content_hash.ts";
import { beginRange, forgetRange, type LedgerRange, readRanges } from "./ledger.ts";
import { type ArchiveManifest, manifestHash, manifestText, parseManifest } from "./manifest.ts";
import { moveRange } from "./move_range.ts";
import type { ArchiveRun } from "./open_run.ts";
import { manifestFolder, manifestPath, stagingFolder, stagingPath } from "./paths.ts";
import { partitionsOf, type TimeRange } from "./period.ts";
import type { ArchivePlace } from "./place/mod.ts";
import type { Unit } from "./plan_units.ts";
import { readFiles } from "./read_files.ts";
import { rowStatement } from "./row_statement.ts";
import type { ArchiveStep } from "./step.ts";
import { writeFiles } from "./write_files.ts";
import { GROUP_ROWS } from "./write_parquet.ts";

/** What is written, and where. */
export interface WriteRangeOptions {
  readonly place: ArchivePlace;
  readonly unit: Unit;
  readonly onStep?: (step: ArchiveStep, range: TimeRange) => void | Promise<void>;
  readonly onRows?: (rows: number) => void;
  readonly signal?: AbortSignal;
}

/** Rows may come while they are written: then it is begun anew, so often at most. */
const ATTEMPTS = 5;

/**
 * Writes a range, reads it back and compares it, and moves it: from then on its rows stand in its
 * files alone, under their first names.
 *
 * @returns The range's name in the ledger.
 */
export async function writeRange(
  database: Database,
  run: ArchiveRun,
  options: WriteRangeOptions,
): Promise<string> {
  const { client, table } = run;
  const { place, unit, onStep, signal } = options;
  const { columns } = await describeColumns(client, table.select);
  const reader = rowReader(database, table, { columns, signal });
  let staged = await takeUp(run, { place, unit });
  for (let attempt = 1;; attempt++) {
    if (staged === undefined) {
      staged = await stage(run, { ...options, columns, read: reader.read });
      await onStep?.("written", unit);
    }
    const { id, manifest, text } = staged;
    const content = { rows: manifest.rows, sha256: manifest.content };
    const pathOf = (_: unknown, index: number) => stagingPath(table.folder, id, index);
    const back = await hashRows({ columns, batches: readFiles(manifest, { place, pathOf }) });
    if (isSameContent(back, content)) {
      await onStep?.("verified", unit);
      const ranges = await readRanges(client, table.name);
      await refuseForeign(table, { place, manifest, ranges });
      const isMoved = await moveRange(client, table, {
        ...{ id, unit, content, schema: run.schema, signal },
        manifest: manifestHash(text),
        replaced: ranges.filter(({ state, from, to }) =>
          state === "restored" && from < unit.to && unit.from < to
        ).map(({ id }) => id),
        hashNow: () => reader.hash(unit),
      });
      if (isMoved) {
        await onStep?.("moved", unit);
        return id;
      }
    }
    await discard(run, { place, id });
    if (attempt === ATTEMPTS) {
      throw changing(table, { place, isBack: isSameContent(back, content) });
    }
    staged = undefined;
  }
}

function changing(
  table: ArchivedTable,
  { place, isBack }: { readonly place: ArchivePlace; readonly isBack: boolean },
): StrataError {
  return new StrataError(
    `Cannot archive "${table.name}": ${
      isBack
        ? "its old rows change while they are written, archive again when their writer has ended"
        : `what is read back from ${place.name} is not what was written, look at the place`
    }; nothing is dropped`,
  );
}

/** Reads rows of a range in the order of files. */
function rowReader(
  database: Database,
  table: ArchivedTable,
  { columns, signal }: {
    readonly columns: readonly Column[];
    readonly signal: AbortSignal | undefined;
  },
) {
  const read = async function* (range: TimeRange): AsyncGenerator<ColumnBatch> {
    const { text } = await describeColumns(database.pool, rowStatement(table, range));
    const options = { batchRows: GROUP_ROWS, ...signal === undefined ? {} : { signal } };
    yield* readColumns(database.pool, { text, columns }, options).batches;
  };
  const all = async function* (range: TimeRange): AsyncGenerator<ColumnBatch> {
    for (const part of partitionsOf(range, table.period)) yield* read(part);
  };
  return {
    read,
    hash: (range: TimeRange): Promise<Content> => hashRows({ columns, batches: all(range) }),
  };
}

interface Staged {
  readonly id: string;
  readonly manifest: ArchiveManifest;
  readonly text: string;
}

/** Takes up what an interrupted run wrote for the same range, and discards what others left. */
async function takeUp(
  run: ArchiveRun,
  { place, unit }: { readonly place: ArchivePlace; readonly unit: Unit },
): Promise<Staged | undefined> {
  const { client, table } = run;
  let taken: Staged | undefined;
  for (const range of await readRanges(client, table.name)) {
    if (range.state !== "writing" || range.place !== place.name) continue;
    const name = manifestPath(table.folder, range.id);
    const text = await place.text(name);
    const isSame = range.from.getTime() === unit.from.getTime() &&
      range.to.getTime() === unit.to.getTime();
    if (text !== undefined && isSame && taken === undefined) {
      taken = { id: range.id, manifest: parseManifest(text, { name }), text };
    } else {
      await discard(run, { place, id: range.id });
    }
  }
  return taken;
}

/** Removes what was written of a range that was never moved; its line in the ledger goes last. */
async function discard(
  { client, table }: ArchiveRun,
  { place, id }: { readonly place: ArchivePlace; readonly id: string },
): Promise<void> {
  await place.remove(manifestPath(table.folder, id));
  for (const path of await place.sweep(stagingFolder(table.folder, id))) await place.remove(path);
  // A part of its manifest stands beside it.
  await place.sweep(manifestFolder(table.folder));
  await forgetRange(client, id);
}

async function stage(
  { client, table, server }: ArchiveRun,
  { place, unit, columns, read, onRows, onStep, signal }: WriteRangeOptions & {
    readonly columns: readonly Column[];
    readonly read: (range: TimeRange) => AsyncIterable<ColumnBatch>;
  },
): Promise<Staged> {
  const id = crypto.randomUUID();
  await beginRange(client, {
    id,
    table: table.name,
    place: place.name,
    from: unit.from,
    to: unit.to,
  });
  await onStep?.("begun", unit);
  const { files, content } = await writeFiles(table, {
    ...{ place, id, range: unit, columns, read, onRows, signal },
  });
  const times = files.flatMap(({ min, max }) => [min, max]).sort();
  const manifest: ArchiveManifest = {
    manifest: 1,
    table: table.name,
    range: { from: unit.from.toISOString(), to: unit.to.toISOString() },
    rows: content.rows,
    content: content.sha256,
    sortedBy: [...table.key],
    columns: columns.map((column) => ({ ...column })),
    time: { min: times[0] ?? null, max: times.at(-1) ?? null },
    files: [...files],
    chunks: unit.chunks.map(({ name, from, to }) => ({
      ...{ name, from: from.toISOString(), to: to.toISOString() },
    })),
    versions: {
      ...{ package: VERSION, deno: Deno.version.deno },
      ...{ postgres: server.postgres, timescaledb: server.timescaledb },
    },
    writtenAt: new Date().toISOString(),
  };
  const text = manifestText(manifest);
  const sink = await place.sink(manifestPath(table.folder, id));
  await sink.write(new TextEncoder().encode(text));
  await sink.close();
  return { id, manifest, text };
}

/** Refuses to overwrite files that the ledger does not know: those of another database. */
async function refuseForeign(
  { folder, name }: ArchivedTable,
  { place, manifest, ranges }: {
    readonly place: ArchivePlace;
    readonly manifest: ArchiveManifest;
    readonly ranges: readonly LedgerRange[];
  },
): Promise<void> {
  const own = new Set<string>();
  for (const range of ranges) {
    const text = range.place === place.name && range.state !== "writing"
      ? await place.text(manifestPath(folder, range.id))
      : undefined;
    if (text === undefined) continue;
    for (const { path } of parseManifest(text, { name: range.id }).files) own.add(path);
  }
  for (const { path } of manifest.files) {
    if (own.has(path) || await place.open(path) === undefined) continue;
    throw new StrataError(
      `Cannot archive "${name}" to ${place.name}: "${path}" stands there and is not of this database, ` +
        "choose another place with --to; nothing is dropped",
    );
  }
}
