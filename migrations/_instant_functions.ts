import type { SqlFunction } from "./sql_function.ts";

const immutable = { language: "plpgsql", volatility: "immutable" } as const;
const expression = { language: "sql", volatility: "immutable" } as const;

const write = `write an instant with its offset such as "2024-09-26T12:30:00Z", ` +
  "or timestamp ''2024-09-26 08:30'' at time zone ''America/New_York''";

/** Reads what is given as an instant: a day alone, or a time without an offset, is refused. */
export const instantFunctions: readonly SqlFunction[] = [
  {
    ...expression,
    name: "instant",
    parameters: ["at timestamptz"],
    returns: "timestamptz",
    body: "select at",
    comment: "An instant, unchanged.",
  },
  {
    ...immutable,
    name: "instant",
    // Else the planner would call the functions that take the instant, instead of inlining them.
    cost: 1,
    parameters: ["at text"],
    returns: "timestamptz",
    body: `
begin
  if at ~* '^\\d{4}-\\d\\d-\\d\\d[t ]([01]\\d|2[0-3]):[0-5]\\d(:[0-5]\\d([.,]\\d+)?)? ?(z|[+-]\\d\\d(:?\\d\\d(:?\\d\\d)?)?)$' then
    -- Finer digits are cut off: rounded up, a release would count before its time.
    return regexp_replace(replace(at, ',', '.'), '(\\.\\d{6})\\d+', '\\1')::timestamptz;
  end if;
  raise exception 'Cannot read % as an instant: %', coalesce('"' || at || '"', 'null'),
    case
      when at ~ '^\\d{4}-\\d\\d-\\d\\d$' then 'it is a day without a time, '
      when at ~* '^\\d{4}-\\d\\d-\\d\\d[t ][\\d:.,]+$' then 'it is a time without an offset, '
      else 'it is not an instant, '
    end || '${write}'
    using errcode = 'invalid_datetime_format';
end`,
    comment:
      "The instant that a text names with its offset: raises invalid_datetime_format (22007) for a day alone or a time without an offset.",
  },
  ...[["date", "day", "a day"], ["timestamp", "time", "a time without an offset"]].map((
    [type, , what],
  ): SqlFunction => ({
    ...immutable,
    name: "instant",
    parameters: [`at ${type}`],
    returns: "timestamptz",
    body: `
begin
  raise exception 'Cannot read "%" as an instant: it is ${what}, ${write}', at
    using errcode = 'invalid_datetime_format';
end`,
    comment: `Refuses ${what}, which is not an instant, with invalid_datetime_format (22007).`,
  })),
  ...["timestamptz", "text", "date", "timestamp"].map((type): SqlFunction => ({
    ...immutable,
    name: "instants",
    parameters: [`at ${type}[]`],
    returns: "timestamptz[]",
    body: `
begin
  if at is null or array_position(at, null) is not null then
    raise exception 'Cannot read null as an instant: ${write}'
      using errcode = 'null_value_not_allowed';
  end if;
  return (
    select coalesce(array_agg(strata.instant(one) order by strata.instant(one)), '{}')
    from unnest(at) as asked (one)
  );
end`,
    comment: "The instants of a panel in chronological order.",
  })),
];
