import { defineMigration } from "../src/migrate/mod.ts";

/** Candles of crypto exchanges. */
export default defineMigration("0003_create_ohlcv", {
  up(m) {
    m.sql(`
      create table ohlcv (
        exchange text not null,
        symbol text not null,
        timeframe text not null,
        time timestamptz not null,
        open double precision not null,
        high double precision not null,
        low double precision not null,
        close double precision not null,
        volume double precision not null,
        constraint pk_ohlcv primary key (exchange, symbol, timeframe, time),
        constraint ck_ohlcv_high_low check (high >= low),
        constraint ck_ohlcv_volume check (volume >= 0),
        constraint ck_ohlcv_finite check (open not in ('NaN', 'Infinity', '-Infinity')
          and high not in ('NaN', 'Infinity', '-Infinity')
          and low not in ('NaN', 'Infinity', '-Infinity')
          and close not in ('NaN', 'Infinity', '-Infinity')
          and volume not in ('NaN', 'Infinity', '-Infinity'))
      );

      comment on table ohlcv is 'Candles of crypto exchanges';
      comment on column ohlcv.exchange is 'The exchange';
      comment on column ohlcv.symbol is 'The symbol as the exchange writes it, BTC-USD for one';
      comment on column ohlcv.timeframe is 'The length of a candle, 1m for one';
      comment on column ohlcv.time is 'Where the candle begins';
      comment on column ohlcv.open is 'The first price, in the quoted currency';
      comment on column ohlcv.high is 'The highest price';
      comment on column ohlcv.low is 'The lowest price';
      comment on column ohlcv.close is 'The last price';
      comment on column ohlcv.volume is 'What was traded, in the base currency'`);
    m.createHypertable("ohlcv", { by: "time", chunkInterval: "1 day" });
  },
  down(m) {
    m.sql("drop table ohlcv");
  },
});
