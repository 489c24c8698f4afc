import { isOfKinds } from "./_read_functions.ts";

const tables: Readonly<Record<string, readonly [table: string, kind: string | null]>> = {
  "panel": ["macro_series", null],
  "flow_panel": ["flow_data", "flow_type"],
  "fiscal_panel": ["fiscal_data", "fiscal_metric"],
};

// The day '-infinity' has no number, and counts as this one; 'infinity' is never within an instant's reach.
const FIRST_DAY = "date '4713-01-01 BC'";

/**
 * Writes the body of a panel. The server places each release between the instants by binary search. A
 * series and its place are one number, so that a single sort, with one cheap comparison, serves both the
 * choice of the newest release of each place and all that looks at the places before and after it.
 */
export function panelBody(name: string): string {
  const [table, kind] = tables[name] ?? ["macro_series", null];
  const columns = ["observation_date", "value", "release_time"].concat(kind === null ? [] : "unit");
  const list = (from: string): string => columns.map((column) => `${from}.${column}`).join(", ");
  const isKind = kind === null ? "" : `and m.${kind} = ${name}.${kind}\n      `;
  // A threshold of width_bucket excludes what is not less, so an inclusive instant is moved on by a
  // microsecond. A day that is not after its release needs no place of its own: it is never the later.
  return `
with asked as materialized (
  select g.instants, cardinality(g.instants) as n, strata.series_ids(${name}.series) as ids,
    array(
      select strata.newest_release(i, lag, strict) + interval '1 microsecond'
      from unnest(g.instants) with ordinality as u (i, place) order by place
    ) as releases,
    array(
      select strata.newest_day(i, ahead) + 1
      from unnest(g.instants) with ordinality as u (i, place) order by place
    ) as days,
    array(
      select strata.oldest_day((i at time zone interval '0')::date, max_age)
      from unnest(g.instants) with ordinality as u (i, place) order by place
    ) as oldest
  from (select strata.instants(at)) g (instants)
),
news as (
  select distinct on (r.place) r.place, ${list("r")}
  from (
    select m.*, (m.series_id::bigint << 32) + greatest(
      width_bucket(m.release_time, (select releases from asked)),
      case when m.observation_date > (m.release_time at time zone interval '0')::date
        then width_bucket(m.observation_date, (select days from asked)) end
    ) as place
    from ${table} m
    where m.series_id = any ((select ids from asked)::integer[])
      ${isKind}and m.release_time < (select releases[n] from asked)
      and m.observation_date < (select days[n] from asked)
      and m.observation_date >= (select oldest[1] from asked)
      and (known_to is null or m.ingested_at <= known_to)
      and ${isOfKinds("m")}
  ) r
  order by r.place, r.observation_date desc, r.release_time desc, r.revision_number desc
),
steps as (
  select (e.place >> 32)::integer as series_id, (e.place & 4294967295)::integer as passed, ${
    list("e")
  },
    lag(e.place >> 32) over by_place = e.place >> 32 as has_earlier,
    case when lead(e.place >> 32) over by_place = e.place >> 32
      then (lead(e.place) over by_place & 4294967295)::integer end as until
  from (
    select d.*, d.dated >= max(d.dated) over (order by d.place rows unbounded preceding) as is_newest
    from (
      select n.*, (n.place & -4294967296) + (greatest(n.observation_date, ${FIRST_DAY}) - ${FIRST_DAY}) as dated
      from news n
    ) d
  ) e
  where e.is_newest
  window by_place as (order by e.place)
)
select a.instants[c.place] as as_of, c.series_id,
  ${
    columns.map((column) =>
      `case when c.place > c.passed and c.observation_date >= a.oldest[c.place] then c.${column} end`
    ).join(",\n  ")
  }
from asked a
cross join lateral (
  select id.id as series_id, ${list("s")}, s.passed,
    generate_series(
      case when s.has_earlier then s.passed + 1 else 1 end,
      coalesce(s.until, a.n)
    ) as place
  from unnest(a.ids) as id (id)
  left join steps s on s.series_id = id.id
) c`;
}
