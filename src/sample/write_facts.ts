import { eq, sql } from "drizzle-orm";
import {
  curves,
  dataSources,
  instruments,
  macroSeries,
  type NewMacroSeries,
  ohlcv,
  seriesMetadata,
} from "../schema/mod.ts";
import type { SampleFacts } from "./read_facts.ts";
import type { SampleDatabase } from "./sample_database.ts";
import { sampleInstruments, sampleSources } from "./sample_sources.ts";

/**
 * Writes facts by their natural keys, keeps existing rows, and counts the written rows by table.
 */
export async function writeFacts(
  database: SampleDatabase,
  facts: SampleFacts,
): Promise<Record<string, number>> {
  const sources = await database.insert(dataSources).values([...sampleSources])
    .onConflictDoNothing().returning({ id: dataSources.id });
  const traded = await database.insert(instruments).values([...sampleInstruments])
    .onConflictDoNothing().returning({ id: instruments.id });
  const series = await writeSeries(database, facts);
  const revisions = await database.insert(macroSeries).values(await macroRows(database, facts))
    .onConflictDoNothing().returning({ one: sql`1` });
  const points = await database.insert(curves).values([...facts.curves])
    .onConflictDoNothing().returning({ one: sql`1` });
  const candles = await database.insert(ohlcv).values([...facts.candles])
    .onConflictDoNothing().returning({ one: sql`1` });
  return {
    data_sources: sources.length,
    instruments: traded.length,
    series_metadata: series,
    macro_series: revisions.length,
    curves: points.length,
    ohlcv: candles.length,
  };
}

async function writeSeries(database: SampleDatabase, facts: SampleFacts): Promise<number> {
  const known = await database.select({ id: dataSources.id, name: dataSources.name })
    .from(dataSources);
  const idOf = new Map(known.map((source) => [source.name, source.id]));
  const rows = facts.series.map((
    [{ sourceName, file: _file, release: _release, ...metadata }],
  ) => ({
    ...metadata,
    sourceId: idOf.get(sourceName) ?? missing(sourceName),
  }));
  const written = await database.insert(seriesMetadata).values(rows)
    .onConflictDoNothing().returning({ id: seriesMetadata.id });
  return written.length;
}

async function macroRows(database: SampleDatabase, facts: SampleFacts): Promise<NewMacroSeries[]> {
  const known = await database
    .select({ id: seriesMetadata.id, code: seriesMetadata.seriesCode, source: dataSources.name })
    .from(seriesMetadata)
    .innerJoin(dataSources, eq(dataSources.id, seriesMetadata.sourceId));
  const idOf = new Map(known.map(({ id, code, source }) => [`${source} ${code}`, id]));
  return facts.series.flatMap(([{ sourceName, seriesCode }, revisions]) => {
    const name = `${sourceName} ${seriesCode}`;
    const seriesId = idOf.get(name) ?? missing(name);
    return revisions.map((revision) => ({ ...revision, seriesId, source: sourceName }));
  });
}

function missing(name: string): never {
  throw new TypeError(`Cannot write the sample: "${name}" is not in the database, load it first`);
}
