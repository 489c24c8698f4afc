import { sql } from "drizzle-orm";
import { dataSources, instruments, seriesMetadata } from "../../../schema/mod.ts";
import { type DrizzleTarget, run } from "../../stage/write_target.ts";
import type { MadeKind } from "./made_tables.ts";

/** Ids by name; the full names instead, if several share a short name. */
export type StoredIds = ReadonlyMap<string, number | readonly string[]>;

/** Reads all names of a kind with their ids. */
export async function storedIds(db: DrizzleTarget, kind: MadeKind): Promise<StoredIds> {
  if (kind === "series") return await seriesIds(db);
  const rows = await run<{ name: string; id: number }>(
    db,
    kind === "ticker"
      ? sql`select ticker as name, id from ${instruments}`
      : sql`select name, id from ${dataSources}`,
  );
  return new Map(rows.map(({ name, id }) => [name, id]));
}

/**
 * Reads the ids of series by source and code, and by code alone; the full names instead, if several
 * sources have the code.
 */
async function seriesIds(db: DrizzleTarget): Promise<StoredIds> {
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
