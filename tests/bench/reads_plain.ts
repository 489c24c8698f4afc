// The best statements that we can write by hand, as sent with the driver alone: prepared by name,
// with the tables' columns unchanged.

const columns = "observation_date, value, release_time";

/** The latest observation of a series at an instant, between two days. */
export const latestSql = `
  select ${columns}
  from macro_series
  where series_id = $1 and release_time <= $2 and observation_date between $3 and $4
  order by observation_date desc, release_time desc, revision_number desc
  limit 1`;

/** A whole vintage of a series. */
export const vintageSql = `
  select distinct on (observation_date) ${columns}
  from macro_series
  where series_id = $1 and release_time <= $2
  order by observation_date, release_time desc, revision_number desc`;

/** Many series at one instant. */
export const crossSectionSql = `
  select asked.id, known.*
  from unnest($1::int[]) asked (id)
  left join lateral (
    select ${columns}
    from macro_series
    where series_id = asked.id and release_time <= $2 and observation_date between $3 and $4
    order by observation_date desc, release_time desc, revision_number desc
    limit 1
  ) known on true`;

/**
 * Many series at many instants: the releases that change a value, merged in order with the
 * instants; each group of instants after a release gets its value.
 */
export const panelSql = `
  with news as (
    select series_id, release_time, observation_date, value
    from (
      select *, max(observation_date) over (
        partition by series_id order by release_time, observation_date, revision_number
        rows between unbounded preceding and current row
      ) as newest
      from macro_series
      where series_id = any($1::int[]) and release_time <= $3 and observation_date >= $4
    ) releases
    where observation_date = newest
  ),
  merged as (
    select series_id, release_time as at, false as is_asked, observation_date, value, release_time
    from news
    union all
    select series_id, at, true, null, null, null
    from unnest($1::int[]) series_id, unnest($2::timestamptz[]) at
  ),
  grouped as (
    select *, count(observation_date) over (
      partition by series_id order by at, is_asked, observation_date rows unbounded preceding
    ) as place
    from merged
  ),
  filled as (
    select series_id, at, is_asked,
      first_value(observation_date) over grp as observation_date,
      first_value(value) over grp as value,
      first_value(release_time) over grp as release_time
    from grouped
    window grp as (partition by series_id, place order by at, is_asked)
  )
  select series_id, at, observation_date, value, release_time
  from filled
  where is_asked and observation_date >= (at - interval '120 days')::date`;

const barColumns = "timestamp, open, high, low, close, volume, adjusted_close";

/** The latest bar of many instruments. */
export const latestBarsSql = `
  select asked.id, bar.*
  from unnest($1::int[]) asked (id)
  left join lateral (
    select ${barColumns}
    from market_data
    where instrument_id = asked.id and frequency = 'daily' and timestamp between $2 and $3
    order by timestamp desc
    limit 1
  ) bar on true`;

/** Ten years of one instrument. */
export const barsSql = `
  select ${barColumns}
  from market_data
  where instrument_id = $1 and frequency = 'daily' and timestamp >= $2 and timestamp < $3
  order by timestamp`;
