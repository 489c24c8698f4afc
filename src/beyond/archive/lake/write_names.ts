import { describeColumns, readColumns } from "../../../answers/columns/mod.ts";
import type { Database } from "../../../database/mod.ts";
import type { ArchivePlace } from "../place/mod.ts";
import { GROUP_ROWS, writeParquet } from "../write_parquet.ts";

/** What tells the rows' numbers apart: series by source and code, instruments by their tickers. */
const NAMES = {
  series: `select s.id as series_id, d.name as source, s.series_code as code, s.name, s.frequency,
      s.country, s.unit, s.release_timezone
    from public.series_metadata s join public.data_sources d on d.id = s.source_id order by s.id`,
  instruments: `select id as instrument_id, ticker, name, asset_class, country, currency
    from public.instruments order by id`,
} as const;

/** Writes the names of series and instruments: small files, anew each time. */
export async function writeNames({ pool }: Database, place: ArchivePlace): Promise<void> {
  for (const [name, select] of Object.entries(NAMES)) {
    const statement = await describeColumns(pool, select);
    const { columns, batches } = readColumns(pool, statement, { batchRows: GROUP_ROWS });
    await writeParquet({ timeColumn: "" }, {
      ...{ place, path: `${name}/data.parquet`, columns, batches },
    });
  }
}
