import { defineMigration } from "../src/migrate/mod.ts";

/** Candles of five minutes, an hour and a day, each made of those before it. */
export default defineMigration("0005_create_candle_aggregates", {
  up(m) {
    m.createContinuousAggregate("candles_5m", {
      query: `
        select
          time_bucket(interval '5 minutes', time) as bucket,
          exchange,
          symbol,
          first(open, time) as open,
          max(high) as high,
          min(low) as low,
          last(close, time) as close,
          sum(volume) as volume,
          count(*)::integer as candles
        from ohlcv
        where timeframe = '1m'
        group by 1, 2, 3`,
      plainQuery: `
        select
          (date_bin(interval '5 minutes', time at time zone 'UTC', timestamp '2000-01-03')) at time zone 'UTC' as bucket,
          exchange,
          symbol,
          (array_agg(open order by time))[1] as open,
          max(high) as high,
          min(low) as low,
          (array_agg(close order by time desc))[1] as close,
          sum(volume) as volume,
          count(*)::integer as candles
        from ohlcv
        where timeframe = '1m'
        group by 1, 2, 3`,
    });
    m.createContinuousAggregate("candles_1h", {
      query: `
        select
          time_bucket(interval '1 hour', bucket) as bucket,
          exchange,
          symbol,
          first(open, bucket) as open,
          max(high) as high,
          min(low) as low,
          last(close, bucket) as close,
          sum(volume) as volume,
          sum(candles)::integer as candles
        from candles_5m
        group by 1, 2, 3`,
      plainQuery: `
        select
          (date_bin(interval '1 hour', bucket at time zone 'UTC', timestamp '2000-01-03')) at time zone 'UTC' as bucket,
          exchange,
          symbol,
          (array_agg(open order by bucket))[1] as open,
          max(high) as high,
          min(low) as low,
          (array_agg(close order by bucket desc))[1] as close,
          sum(volume) as volume,
          sum(candles)::integer as candles
        from candles_5m
        group by 1, 2, 3`,
    });
    m.createContinuousAggregate("candles_1d", {
      query: `
        select
          time_bucket(interval '1 day', bucket) as bucket,
          exchange,
          symbol,
          first(open, bucket) as open,
          max(high) as high,
          min(low) as low,
          last(close, bucket) as close,
          sum(volume) as volume,
          sum(candles)::integer as candles
        from candles_1h
        group by 1, 2, 3`,
      plainQuery: `
        select
          (date_bin(interval '1 day', bucket at time zone 'UTC', timestamp '2000-01-03')) at time zone 'UTC' as bucket,
          exchange,
          symbol,
          (array_agg(open order by bucket))[1] as open,
          max(high) as high,
          min(low) as low,
          (array_agg(close order by bucket desc))[1] as close,
          sum(volume) as volume,
          sum(candles)::integer as candles
        from candles_1h
        group by 1, 2, 3`,
    });
    m.addRefreshPolicy("candles_5m", { endOffset: "5 minutes", every: "5 minutes" });
    m.addRefreshPolicy("candles_1h", { endOffset: "1 hour", every: "15 minutes" });
    m.addRefreshPolicy("candles_1d", { endOffset: "1 day", every: "1 hour" });
  },
  down(m) {
    m.dropContinuousAggregate("candles_1d");
    m.dropContinuousAggregate("candles_1h");
    m.dropContinuousAggregate("candles_5m");
  },
});
