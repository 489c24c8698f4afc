import { isOfKinds } from "./_read_functions.ts";

const tables: Readonly<Record<string, readonly [table: string, kind: string | null]>> = {
  "panel": ["macro_series", null],
  "flow_panel": ["flow_data", "flow_type"],
  "fiscal_panel": ["fiscal_data", "fiscal_metric"],
};

/**
 * Writes the body of a panel. The server places each release between the instants by binary search,
 * and counts until which instant it is fresh. Each series is read and sorted alone: small sorts stay
 * in memory, and compressed chunks open only the batches of the series.
 */
export function panelBody(name: string): string {
  const [table, kind] = tables[name] ?? ["macro_series", null];
  const columns = ["observation_date", "value", "release_time"].concat(kind === null ? [] : "unit");
  const list = (from: string): string => columns.map((column) => `${from}.${column}`).join(", ");
  const isKind = kind === null ? "" : `and m.${kind} = ${name}.${kind}\n            `;
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
)
select c.instants[c.place] as as_of, c.series_id,
  ${
    columns.map((column) => `case when c.place between c.first and c.last then c.${column} end`)
      .join(",\n  ")
  }
from (
  select a.instants, id.id as series_id, ${list("s")}, s.passed + 1 as first,
    width_bucket(s.observation_date, a.oldest) as last,
    generate_series(
      case when s.has_earlier then s.passed + 1 else 1 end,
      coalesce(s.until, a.n)
    ) as place
  from asked a
  cross join unnest(a.ids) as id (id)
  left join lateral (
    select e.*,
      lag(e.passed) over by_place is not null as has_earlier,
      lead(e.passed) over by_place as until
    from (
      select w.*,
        max(w.observation_date) over (order by w.passed rows unbounded preceding) as newest
      from (
        select distinct on (r.passed) r.passed, ${list("r")}
        from (
          select m.*, greatest(
            width_bucket(m.release_time, (select releases from asked)),
            case when m.observation_date > (m.release_time at time zone interval '0')::date
              then width_bucket(m.observation_date, (select days from asked)) end
          ) as passed
          from ${table} m
          where m.series_id = id.id
            ${isKind}and m.release_time < (select releases[n] from asked)
            and m.observation_date < (select days[n] from asked)
            and m.observation_date >= (select oldest[1] from asked)
            and (known_to is null or m.ingested_at <= known_to)
            and ${isOfKinds("m")}
        ) r
        order by r.passed, r.observation_date desc, r.release_time desc, r.revision_number desc
      ) w
    ) e
    where e.observation_date >= e.newest
    window by_place as (order by e.passed)
  ) s on true
) c`;
}
