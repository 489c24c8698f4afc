import { instantFunctions } from "./_instant_functions.ts";
import type { SqlFunction } from "./sql_function.ts";

const immutable = { language: "plpgsql", volatility: "immutable" } as const;
const stable = { language: "plpgsql", volatility: "stable" } as const;
// An expression that the planner writes into the calling query, where a constant folds it.
const expression = { language: "sql", volatility: "immutable" } as const;

/** Finds series and instruments by their names; the point-in-time functions call these. */
const names: readonly SqlFunction[] = [
  {
    ...stable,
    name: "series_id",
    parameters: ["series bigint"],
    returns: "integer",
    body: `
declare
  found integer;
begin
  select s.id into found from series_metadata s where s.id = series_id.series;
  if found is null then
    raise exception 'Cannot find the series "%": it is not in series_metadata, add it or correct the reference', series
      using errcode = 'no_data_found';
  end if;
  return found;
end`,
    comment: "The id of a series, by its id: raises no_data_found (P0002) if there is none.",
  },
  {
    ...stable,
    name: "series_id",
    parameters: ["series text"],
    returns: "integer",
    body: `
declare
  found integer;
begin
  if series ~ '^[0-9]{1,10}$' then
    return strata.series_id(series::bigint);
  end if;
  select s.id into found
  from data_sources d
  join series_metadata s on s.source_id = d.id
  where d.name = split_part(series_id.series, '/', 1)
    and s.series_code = substr(series_id.series, strpos(series_id.series, '/') + 1);
  if found is null then
    raise exception 'Cannot find the series "%": it is not in series_metadata, add it or correct the reference', series
      using errcode = 'no_data_found';
  end if;
  return found;
end`,
    comment:
      `The id of a series, by its source and code ('ALFRED/GDPC1': the source ends at the first slash) or by its id as text ('12'): raises no_data_found (P0002) if there is none.
Example: select strata.series_id('ALFRED/GDPC1')`,
  },
  ...["bigint", "text"].map((type): SqlFunction => ({
    ...stable,
    name: "series_ids",
    parameters: [`series ${type}[]`],
    returns: "integer[]",
    body: `
begin
  if series is null then
    raise exception 'Cannot find the series: null is given, pass an array'
      using errcode = 'null_value_not_allowed';
  end if;
  return (
    select coalesce(array_agg(coalesce(s.id, strata.series_id(asked.name)) order by asked.place), '{}')
    from unnest(series_ids.series) with ordinality as asked (name, place)
    ${
      type === "bigint" ? "left join series_metadata s on s.id = asked.name" : `left join (
      data_sources d join series_metadata s on s.source_id = d.id
    ) on d.name = split_part(asked.name, '/', 1)
      and s.series_code = substr(asked.name, strpos(asked.name, '/') + 1)`
    }
  );
end`,
    comment:
      "The ids of many series, in their order: raises no_data_found (P0002) if one does not exist.",
  })),
  ...["bigint", "text"].map((type): SqlFunction => ({
    ...stable,
    name: "instrument_id",
    parameters: [`instrument ${type}`],
    returns: "integer",
    body: `
declare
  found integer;
begin
  select i.id into found from instruments i where i.${
      type === "text" ? "ticker" : "id"
    } = instrument_id.instrument;
  if found is null then
    raise exception 'Cannot find the instrument "%": it is not in instruments, add it or correct the reference', instrument
      using errcode = 'no_data_found';
  end if;
  return found;
end`,
    comment: `The id of an instrument, by its ${
      type === "text" ? "ticker" : "id"
    }: raises no_data_found (P0002) if there is none.`,
  })),
];

/** The bounds that an instant gives. */
const bounds: readonly SqlFunction[] = [
  {
    ...immutable,
    name: "refuse_lag",
    parameters: ["lag interval"],
    returns: "interval",
    body: `
begin
  raise exception 'Cannot read "%" as a lag: write it in days or hours, not in months, and not negative', lag
    using errcode = 'invalid_parameter_value';
end`,
    comment: "Refuses a lag in months, which differ in length, or a negative one (22023).",
  },
  {
    ...expression,
    name: "newest_release",
    parameters: ["at timestamptz", "lag interval", "strict boolean"],
    returns: "timestamptz",
    // In UTC a day has 24 hours, and an interval spares the look-up of the zone for every row.
    // Instants are whole microseconds: one less excludes the instant.
    body: `
select case
  when lag = interval '0' and not strict then at
  else (at at time zone interval '0'
    - case
        when extract(year from lag) = 0 and extract(month from lag) = 0 and lag >= interval '0' then lag
        else strata.refuse_lag(lag)
      end
    - case when strict then interval '1 microsecond' else interval '0' end) at time zone interval '0'
end`,
    comment: "The newest release time that is known at an instant.",
  },
  {
    ...expression,
    name: "newest_day",
    parameters: ["at timestamptz", "ahead boolean"],
    returns: "date",
    body:
      "select case when ahead then date 'infinity' else (at at time zone interval '0')::date + 1 end",
    comment:
      "The newest observation date that a latest value can have: a day ahead, because of zones where it is already tomorrow.",
  },
  {
    ...immutable,
    name: "refuse_age",
    parameters: ["max_age interval"],
    returns: "date",
    body: `
begin
  raise exception 'Cannot read "%" as an age: observations are dated by the day, write it in days or longer, and not negative', max_age
    using errcode = 'invalid_parameter_value';
end`,
    comment: "Refuses an age in hours, or a negative one (22023).",
  },
  {
    ...expression,
    name: "oldest_day",
    parameters: ["day date", "max_age interval"],
    returns: "date",
    body: `
select case
  when max_age is null then date '-infinity'
  when date_trunc('day', max_age) = max_age and max_age >= interval '0' then (day - max_age)::date
  else strata.refuse_age(max_age)
end`,
    comment: "The oldest observation date within an age, counted back from a day.",
  },
  {
    ...immutable,
    name: "nth",
    parameters: ["n integer"],
    returns: "integer",
    body: `
begin
  if n >= 1 then
    return n;
  end if;
  raise exception 'Cannot read the release "%": releases count from 1, pass 1 or more', n
    using errcode = 'invalid_parameter_value';
end`,
    comment: "The number of a release, unchanged: raises invalid_parameter_value (22023) below 1.",
  },
  {
    ...immutable,
    name: "refuse_backwards",
    parameters: [
      "since timestamptz",
      "at timestamptz",
      "known_since timestamptz",
      "known_to timestamptz",
    ],
    returns: "boolean",
    body: `
begin
  if since > at or known_since > known_to then
    raise exception 'Cannot read changes: "%" is after "%", exchange them',
      case when since > at then 'since' else 'known_since' end,
      case when since > at then 'at' else 'known_to' end
      using errcode = 'invalid_parameter_value';
  end if;
  return true;
end`,
    comment: "True: raises invalid_parameter_value (22023) if the earlier look is the later one.",
  },
  {
    ...immutable,
    name: "vintage_kinds",
    parameters: ["kinds text[]"],
    returns: "text[]",
    body: `
begin
  if cardinality(kinds) > 0 and kinds <@ array['native', 'observed', 'assumed', 'pseudo'] then
    return kinds;
  end if;
  raise exception 'Cannot read vintages of the kinds %: pass some of native, observed, assumed, pseudo', kinds
    using errcode = 'invalid_parameter_value';
end`,
    comment:
      "Kinds of vintage, unchanged: raises invalid_parameter_value (22023) for an unknown one.",
  },
];

/** What the point-in-time functions call, in the order of their creation. */
export const pointInTimeHelpers: readonly SqlFunction[] = [
  ...names,
  ...instantFunctions,
  ...bounds,
];
