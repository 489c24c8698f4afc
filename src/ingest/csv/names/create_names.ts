import { sql } from "drizzle-orm";
import { StrataError } from "../../../base/errors.ts";
import { dataSources, instruments, seriesMetadata } from "../../../schema/mod.ts";
import { type DrizzleTarget, run } from "../../stage/write_target.ts";
import { type MadeTable, madeTables } from "./made_tables.ts";
import type { MadeFields, PendingName } from "./pending_names.ts";

/** A series, source or instrument that a load made. */
export interface CreatedName {
  /** Its table. */
  readonly table: MadeTable["table"];
  /** The ticker, the name of the source, or source and code of a series: `FRED/GDP`. */
  readonly name: string;
  /** Its id. */
  readonly id: number;
}

/** The result of making names: their ids by stand-in, and all their rows. */
export interface CreatedNames {
  readonly ids: ReadonlyMap<number, number>;
  readonly rows: readonly FoundName[];
}

/** The row of a name, which may have existed before. */
export type FoundName = CreatedName & { readonly isNew: boolean };

/** A name, and the fields of its row. */
export type NamedRow = PendingName & { readonly fields: MadeFields };

/**
 * Makes the rows of names in a transaction, in the same order in every load, which avoids
 * deadlocks. Rows that another load has made in the meantime are used as they are.
 *
 * @throws {StrataError} If such a row is not visible to the transaction, or has another zone than
 * the one used for the release times.
 */
export async function createNames(
  tx: DrizzleTarget,
  rows: readonly NamedRow[],
): Promise<CreatedNames> {
  const of = (kind: PendingName["kind"]) => rows.filter((one) => one.kind === kind);
  const [sources, series, tickers] = [of("source"), of("series"), of("ticker")];
  const sourceNames = new Set([...sources.map(({ code }) => code), ...series.map(sourceOf)]);
  const made = [
    ...await createSources(tx, [...sourceNames]),
    ...await createSeries(tx, series),
    ...await createInstruments(tx, tickers),
  ];
  const byName = new Map(made.map((one) => [`${one.table} ${one.name}`, one.id]));
  const ids = new Map(rows.map(({ kind, name, standIn }) => {
    const { table } = madeTables[kind];
    const id = byName.get(`${table} ${name}`);
    // A transaction above read committed does not see rows that were committed after it began.
    if (id === undefined) throw madeMeanwhile(table, name);
    return [standIn, id];
  }));
  return { ids, rows: made };
}

// A second statement reads the ids: the first one does not see rows that were committed after it
// began.
async function createSources(tx: DrizzleTarget, names: readonly string[]): Promise<FoundName[]> {
  if (names.length === 0) return [];
  const given = sql`jsonb_to_recordset(${
    JSON.stringify(names.map((name) => ({ name })))
  }::jsonb) as g(name text)`;
  const inserted = await run<{ id: number }>(
    tx,
    sql`insert into ${dataSources} (name) select name from ${given}
      where not exists (select from ${dataSources} s where s.name = g.name)
      order by name on conflict (name) do nothing returning id`,
  );
  const found = await run<{ id: number; name: string }>(
    tx,
    sql`select s.id, s.name from ${given} join ${dataSources} s using (name) order by s.name`,
  );
  return marked("data_sources", found, inserted);
}

async function createSeries(tx: DrizzleTarget, rows: readonly NamedRow[]): Promise<FoundName[]> {
  if (rows.length === 0) return [];
  const given = sql`jsonb_to_recordset(${
    JSON.stringify(
      rows.map((row) => ({
        ...row.fields,
        whole: row.name,
        source: sourceOf(row),
        code: row.code,
      })),
    )
  }::jsonb) as g(whole text, source text, code text, name text, frequency text, country text, unit text, zone text)
    join ${dataSources} d on d.name = g.source`;
  const inserted = await run<{ id: number }>(
    tx,
    sql`insert into ${seriesMetadata}
        (source_id, series_code, name, frequency, country, unit, release_timezone)
      select d.id, code, g.name, frequency, country, unit, zone from ${given}
      where not exists (
        select from ${seriesMetadata} s where s.source_id = d.id and s.series_code = g.code
      )
      order by source, code on conflict (source_id, series_code) do nothing returning id`,
  );
  const found = await run<{ id: number; name: string; zone: string; stored: string }>(
    tx,
    sql`select s.id, whole as name, zone, s.release_timezone as stored from ${given}
      join ${seriesMetadata} s on s.source_id = d.id and s.series_code = g.code
      order by source, code`,
  );
  const other = found.find(({ zone, stored }) => zone !== stored);
  if (other !== undefined) {
    throw madeMeanwhile("series_metadata", other.name, ` in the zone ${other.stored}`);
  }
  return marked("series_metadata", found, inserted);
}

async function createInstruments(
  tx: DrizzleTarget,
  rows: readonly NamedRow[],
): Promise<FoundName[]> {
  if (rows.length === 0) return [];
  const given = sql`jsonb_to_recordset(${
    JSON.stringify(rows.map(({ code, fields }) => ({ ...fields, ticker: code })))
  }::jsonb) as g(ticker text, name text, "assetClass" text, country text, currency text, exchange text)`;
  const inserted = await run<{ id: number }>(
    tx,
    sql`insert into ${instruments} (ticker, name, asset_class, country, currency, exchange)
      select ticker, name, "assetClass", country, currency, exchange from ${given}
      where not exists (select from ${instruments} i where i.ticker = g.ticker)
      order by ticker on conflict (ticker) do nothing returning id`,
  );
  const found = await run<{ id: number; name: string }>(
    tx,
    sql`select i.id, ticker as name from ${given} join ${instruments} i using (ticker)
      order by ticker`,
  );
  return marked("instruments", found, inserted);
}

function marked(
  table: MadeTable["table"],
  found: readonly { readonly id: number; readonly name: string }[],
  inserted: readonly { readonly id: number }[],
): FoundName[] {
  const isNew = new Set(inserted.map(({ id }) => id));
  return found.map(({ id, name }) => ({ table, name, id, isNew: isNew.has(id) }));
}

function sourceOf({ source, name }: PendingName): string {
  return source ?? name;
}

function madeMeanwhile(table: string, name: string, where = ""): StrataError {
  return new StrataError(
    `Cannot make "${name}" in ${table}: another load has just made it${where}, run this load again`,
  );
}
