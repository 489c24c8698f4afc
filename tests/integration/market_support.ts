import { migrations } from "../../migrations/mod.ts";
import { candleAggregates } from "../../src/market/mod.ts";
import { defineMigration, type Migration } from "../../src/migrate/mod.ts";
import type { Queryable } from "../../src/sql/mod.ts";

/** The package's migrations; where they have no candles yet, with those that the declarations say. */
export const withCandles: readonly Migration[] =
  migrations.some(({ id }) => id.endsWith("_create_candle_aggregates"))
    ? migrations
    : [...migrations, createCandles(migrations.length + 1)];

function createCandles(number: number): Migration {
  return defineMigration(`${String(number).padStart(4, "0")}_create_candle_aggregates`, {
    up(m) {
      for (const { name, query, plainQuery } of candleAggregates) {
        m.createContinuousAggregate(name, { query, plainQuery });
      }
      for (const { name, refresh } of candleAggregates) {
        if (refresh === null) continue;
        const { startOffset, endOffset, every } = refresh;
        m.addRefreshPolicy(name, {
          ...(startOffset === null ? {} : { startOffset }),
          ...(endOffset === null ? {} : { endOffset }),
          every,
        });
      }
    },
  });
}

/** Makes instruments and gives their ids by ticker. */
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
