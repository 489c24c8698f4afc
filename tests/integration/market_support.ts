import type { Queryable } from "../../src/base/sql/mod.ts";

/** Creates instruments and returns their ids by ticker. */
export async function makeInstruments(
  client: Queryable,
  tickers: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await client.query<{ ticker: string; id: number }>(
    `insert into instruments (ticker, name, asset_class, country, currency)
    select ticker, ticker, 'equity', 'US', 'USD' from unnest($1::text[]) ticker returning ticker, id`,
    [tickers],
  );
  return new Map(rows.map(({ ticker, id }) => [ticker, id]));
}
