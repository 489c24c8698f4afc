import type { Addition } from "./added_releases.ts";
import { ALIVE } from "./alive.ts";
import { alteredAmount, alteredFigure, type Direction } from "./altered.ts";
import type { Horizon } from "./horizon.ts";

/**
 * Builds the statements that add what trades: bars that begin at the instant, curves, surfaces and
 * signals of the day that is not over, and instruments that are about to be listed.
 */
export function addedBars(horizon: Horizon, direction: Direction): readonly Addition[] {
  const { at, day } = horizon;
  const amount = (column: string): string => alteredAmount(column, direction);
  return [
    {
      table: "market_data",
      statement: `insert into market_data
          (instrument_id, frequency, timestamp, open, high, low, close, volume, adjusted_close)
        select distinct on (instrument_id, frequency) instrument_id, frequency, ${at},
          ${barAmounts.map(amount).join(", ")}, ${amount("adjusted_close")}
        from market_data
        where timestamp <= ${at} and timestamp > ${at} - ${ALIVE} and frequency <> 'irregular'
        order by instrument_id, frequency, timestamp desc
        on conflict do nothing`,
    },
    ...listings(at),
    {
      table: "ohlcv",
      statement: `insert into ohlcv (exchange, symbol, timeframe, time, ${barAmounts.join(", ")})
        select distinct on (exchange, symbol, timeframe) exchange, symbol, timeframe, ${at},
          ${barAmounts.map(amount).join(", ")}
        from ohlcv
        where time <= ${at} and time > ${at} - interval '7 days'
        order by exchange, symbol, timeframe, time desc
        on conflict do nothing`,
    },
    {
      table: "curves",
      statement: `insert into curves
          (curve_id, curve_date, tenor_days, tenor_label, rate, curve_type, source)
        select curve_id, ${day}, tenor_days, tenor_label, ${alteredFigure("rate", direction)},
          curve_type, source
        from curves join (${newestDay("curves", "curve_id", "curve_date", day)}) newest
          using (curve_id, curve_date)
        on conflict do nothing`,
    },
    {
      table: "vol_surfaces",
      statement: `insert into vol_surfaces
          (instrument_id, surface_date, tenor_days, delta, call_put, implied_vol)
        select instrument_id, ${day}, tenor_days, delta, call_put, ${amount("implied_vol")}
        from vol_surfaces join (${newestDay("vol_surfaces", "instrument_id", "surface_date", day)})
          newest using (instrument_id, surface_date)
        on conflict do nothing`,
    },
    {
      table: "signals",
      statement: `insert into signals
          (signal_type, signal_date, subject, instrument_id, series_id, value, confidence)
        select signal_type, ${day}, subject, instrument_id, series_id,
          ${alteredFigure("value", direction)}, confidence
        from signals join (${newestDay("signals", "signal_type", "signal_date", day)}) newest
          using (signal_type, signal_date)
        on conflict do nothing`,
    },
  ];
}

const barAmounts = ["open", "high", "low", "close", "volume"];

/** The newest day before a day of each curve, surface or signal that is alive. */
function newestDay(table: string, key: string, date: string, day: string): string {
  return `select ${key}, max(${date}) as ${date} from ${table}
    where ${date} < ${day} and ${date} > ${day} - 400 group by ${key}`;
}

/** An instrument of each kind, without a sequence's number, which no rollback would give back. */
function listings(at: string): readonly Addition[] {
  return [
    {
      table: "market_data",
      statement: `insert into instruments
          (id, ticker, name, asset_class, country, currency, exchange)
        overriding system value
        select (select max(id) from instruments) + row_number() over (), 'AUDIT ' || min(ticker),
          'Listed later', asset_class, country, currency, exchange
        from instruments
        where exists (
          select from market_data where timestamp <= ${at} and timestamp > ${at} - ${ALIVE}
        )
        group by asset_class, country, currency, exchange`,
    },
    {
      table: "market_data",
      statement: `insert into market_data (instrument_id, frequency, timestamp, close)
        select id, 'daily', ${at}, 1 from instruments where ticker like 'AUDIT %'
        on conflict do nothing`,
    },
  ];
}
