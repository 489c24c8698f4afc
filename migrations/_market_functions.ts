import { words } from "./_read_functions.ts";
import type { SqlFunction } from "./sql_function.ts";

const read = { language: "sql", volatility: "stable" } as const;
const immutable = { language: "plpgsql", volatility: "immutable" } as const;

/** The reads of bars and curves, and what they call. */
export const marketFunctions: readonly SqlFunction[] = [
  {
    ...immutable,
    name: "newest_bar",
    parameters: ["at timestamptz", "frequency text", "delay interval"],
    returns: "timestamptz",
    // Months are counted first and in UTC, as bars are stamped.
    body: `
begin
  if at is null then
    return 'infinity';
  end if;
  delay := coalesce(delay, case frequency
    when 'minute' then interval '1 minute'
    when '5_minutes' then interval '5 minutes'
    when '15_minutes' then interval '15 minutes'
    when '30_minutes' then interval '30 minutes'
    when 'hourly' then interval '1 hour'
    when '4_hours' then interval '4 hours'
    when 'daily' then interval '1 day'
    when 'weekly' then interval '7 days'
    when 'biweekly' then interval '14 days'
    when 'monthly' then interval '1 month'
    when 'quarterly' then interval '3 months'
    when 'semiannual' then interval '6 months'
    when 'annual' then interval '12 months'
  end);
  if delay is null or delay < interval '0' then
    raise exception 'Cannot say when a bar of the frequency "%" is known: pass delay, such as "1 day"', frequency
      using errcode = 'invalid_parameter_value';
  end if;
  return (at at time zone 'UTC' - delay) at time zone 'UTC';
end`,
    comment: "When the newest bar begins that was finished at an instant.",
  },
  {
    ...immutable,
    name: "refuse_empty_range",
    parameters: ["from_time timestamptz", "to_time timestamptz"],
    returns: "boolean",
    body: `
begin
  if from_time > to_time then
    raise exception 'Cannot read bars: "from_time" is after "to_time", exchange them'
      using errcode = 'invalid_parameter_value';
  end if;
  return true;
end`,
    comment: "True: raises invalid_parameter_value (22023) if a range ends before it begins.",
  },
  ...["text", "bigint"].map((type): SqlFunction => ({
    ...read,
    name: "bars",
    parameters: [
      `instrument ${type}`,
      "frequency text",
      "from_time timestamptz default null",
      "to_time timestamptz default null",
      "at anycompatible default null::timestamptz",
      "delay interval default null",
    ],
    returns: [
      "instrument_id integer",
      `"timestamp" timestamptz`,
      "open double precision",
      "high double precision",
      "low double precision",
      "close double precision",
      "volume double precision",
      "adjusted_close double precision",
    ],
    body: `
select m.instrument_id, m.timestamp, m.open, m.high, m.low, m.close, m.volume, m.adjusted_close
from market_data m
where m.instrument_id = (select strata.instrument_id(bars.instrument))
  and m.frequency = bars.frequency
  and m.timestamp >= coalesce(from_time, '-infinity')
  and m.timestamp < coalesce(to_time, 'infinity')
  and (select strata.refuse_empty_range(from_time, to_time))
  and (at is null or m.timestamp <= strata.newest_bar(
    case when at is null then null else strata.instant(at) end, bars.frequency, delay
  ))
order by m.timestamp`,
    comment:
      `The bars of an instrument, by its ticker or id, that begin in a range (from_time inclusive, to_time exclusive); prices in the currency of the instrument. With at, only bars that were finished at that instant.
at: a timestamptz, or a text with its offset; a day alone is refused. delay: how long after its start a bar is known; its own length by default, '21 hours' for daily bars stamped midnight that close at 21:00, '0' if bars are stamped with their end.
${words.callers}
Example: select * from strata.bars('SPX', 'daily', from_time => '2024-01-01T00:00:00Z', at => now()) order by "timestamp"`,
  })),
  {
    ...read,
    name: "curve_on",
    parameters: ["curve text", "day date", "max_age interval default null"],
    returns: [
      "curve_date date",
      "tenor_days integer",
      "tenor_label text",
      "rate double precision",
    ],
    // The range appears twice: the planner excludes chunks by the outer one, but not by one in a
    // subquery.
    body: `
select c.curve_date, c.tenor_days, c.tenor_label, c.rate
from curves c
where c.curve_id = curve_on.curve
  and c.curve_date between strata.oldest_day(day, coalesce(max_age, '0')) and day
  and c.curve_date = (
    select n.curve_date
    from curves n
    where n.curve_id = curve_on.curve
      and n.curve_date between strata.oldest_day(day, coalesce(max_age, '0')) and day
    order by n.curve_date desc
    limit 1
  )
order by c.tenor_days`,
    comment:
      `The curve of a day or, with max_age, the latest on or before it: one row per tenor, rate in percent as published; no row if there is none. A curve is known only when its day is over: use the day before in a backtest.
${words.callers}
Example: select * from strata.curve_on('US_TREASURY_PAR', '2023-10-08', max_age => '7 days') order by tenor_days`,
  },
];
