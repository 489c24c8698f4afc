import { sql } from "drizzle-orm";
import { dataSources, instruments, seriesMetadata } from "../../../schema/mod.ts";
import type { TablePlan } from "../../encode/table_plan.ts";
import { type DrizzleTarget, run } from "../../stage/write_target.ts";
import { CellFault, type CellReader } from "../cells/cell_fault.ts";

/** A name in a file that stands for an id in the table. */
export interface Lookup {
  /** What a mapping calls it: `ticker`, `series`. */
  readonly key: string;
  /** The column that gets the id. */
  readonly column: "instrumentId" | "seriesId";
  /** What has the name, for messages. */
  readonly where: string;
}

const all: readonly Lookup[] = [
  { key: "ticker", column: "instrumentId", where: "instruments" },
  { key: "series", column: "seriesId", where: "series_metadata" },
];

/** The names that can stand for ids in a table. */
export function lookupsOf(plan: TablePlan): readonly Lookup[] {
  return all.filter(({ column }) => plan.columns.some(({ key }) => key === column));
}

/** Makes the reader of names: it gives ids, and a fault for a name that the database does not have. */
async function lookupReader(db: DrizzleTarget, lookup: Lookup): Promise<CellReader> {
  const ids = await (lookup.key === "ticker" ? tickerIds(db) : seriesIds(db));
  return (text) => {
    const id = ids.get(text);
    if (typeof id === "number") return id;
    if (id !== undefined) return new CellFault(text, `one of ${id.join(", ")}: all have that code`);
    return new CellFault(text, `a ${lookup.key} that is in ${lookup.where}, add it there first`);
  };
}

/** Makes a reader of names, once for each lookup. */
export async function lookupOnce(
  db: DrizzleTarget,
  lookup: Lookup,
  readers: Map<string, CellReader>,
): Promise<CellReader> {
  const reader = readers.get(lookup.key) ?? await lookupReader(db, lookup);
  readers.set(lookup.key, reader);
  return reader;
}

async function tickerIds(db: DrizzleTarget): Promise<ReadonlyMap<string, number>> {
  const rows = await run<{ ticker: string; id: number }>(
    db,
    sql`select ticker, id from ${instruments}`,
  );
  return new Map(rows.map(({ ticker, id }) => [ticker, id]));
}

/** By source and code, and by the code alone: the names of all where several sources have it. */
async function seriesIds(
  db: DrizzleTarget,
): Promise<ReadonlyMap<string, number | readonly string[]>> {
  const rows = await run<{ source: string; code: string; id: number }>(
    db,
    sql`select d.name as source, s.series_code as code, s.id from ${seriesMetadata} s join ${dataSources} d on d.id = s.source_id`,
  );
  const named = rows.map((row) => ({ ...row, name: `${row.source}/${row.code}` }));
  const ids = new Map<string, number | readonly string[]>();
  for (const [code, all] of Map.groupBy(named, (row) => row.code)) {
    const [first] = all;
    const names = all.map(({ name }) => name).sort();
    if (first !== undefined) ids.set(code, all.length > 1 ? names : first.id);
  }
  for (const { name, id } of named) ids.set(name, id);
  return ids;
}

/** The zones in which series are released, by their ids. */
export async function releaseZones(db: DrizzleTarget): Promise<ReadonlyMap<number, string>> {
  const rows = await run<{ id: number; zone: string }>(
    db,
    sql`select id, release_timezone as zone from ${seriesMetadata}`,
  );
  return new Map(rows.map(({ id, zone }) => [id, zone]));
}

/** The zone in which a series is released, where the database knows the series. */
export async function releaseZone(
  db: DrizzleTarget,
  seriesId: unknown,
): Promise<string | undefined> {
  if (typeof seriesId !== "number") return undefined;
  const [row] = await run<{ zone: string }>(
    db,
    sql`select release_timezone as zone from ${seriesMetadata} where id = ${seriesId}`,
  );
  return row?.zone;
}

/** Reads names of series, those of a source before others. */
export function ofSource(read: CellReader, source: unknown): CellReader {
  if (typeof source !== "string") return read;
  return (text) => {
    const id = read(`${source}/${text}`);
    return id instanceof CellFault && text.includes("/") ? read(text) : id;
  };
}
