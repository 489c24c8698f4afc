import { isKnown, isOfKinds, isWithin, shared, words } from "./_read_functions.ts";
import type { SqlFunction } from "./sql_function.ts";

const { clock, range, reach, figure } = shared;
const read = { language: "sql", volatility: "stable" } as const;
const rangeWords = "from_date, to_date: the range of observation dates, both inclusive.";

/** The reads of releases: each in a form for names and one for ids. */
export const releaseFunctions: readonly SqlFunction[] = [
  firstRelease,
  nthRelease,
  revisions,
  vintages,
  crossSection,
].flatMap((define) => ["text", "bigint"].map(define)).concat(
  // By the type of since: one polymorphic type for both instants would read a day beside a
  // timestamptz as its midnight.
  ["timestamptz", "text", "date", "timestamp"].flatMap((since) =>
    ["text", "bigint"].map((type) => changesSince(type, since))
  ),
);

function firstRelease(type: string): SqlFunction {
  return {
    ...read,
    name: "first_release",
    parameters: [`series ${type}`, "at anycompatible", ...clock, ...range],
    returns: figure,
    // The kinds are asked at the end: a later release of another kind is not the first one.
    body: `
select f.series_id, f.observation_date, f.value, f.release_time, f.vintage_kind
from (
  select distinct on (m.observation_date) m.*
  from macro_series m
  where m.series_id = (select strata.series_id(first_release.series))
    and m.release_time <= strata.newest_release(strata.instant(at), lag, strict)
    and (known_to is null or m.ingested_at <= known_to)
    and ${isWithin("m").replace("\n", "\n  ")}
  order by m.observation_date desc, m.release_time, m.revision_number desc
) f
where f.vintage_kind <> 'pseudo'
  and ${isOfKinds("f")}`,
    comment:
      `The first release of each observation of a series by an instant, in the unit of the series. Observations whose first release is an archive's first snapshot (pseudo) are left out.
${words.clock} ${rangeWords}
${words.callers}
Example: select * from strata.first_release('ALFRED/GDPC1', now()) order by observation_date`,
  };
}

/** The releases that changed a value, numbered; every `where` of the options has its `and`. */
function news(name: string, kinds: boolean): string {
  return `
  select c.*, row_number() over (partition by c.observation_date order by c.release_time) as release
  from (
    select h.*,
      lag(h.value) over (partition by h.observation_date order by h.release_time) as previous,
      row_number() over (partition by h.observation_date order by h.release_time) as place
    from (
      select distinct on (m.observation_date, m.release_time) m.*
      from macro_series m
      where m.series_id = (select strata.series_id(${name}.series))
        and m.release_time <= strata.newest_release(strata.instant(at), ${name}.lag, strict)
        and (known_to is null or m.ingested_at <= known_to)
        ${kinds ? `and ${isOfKinds("m")}\n        ` : ""}and ${
    isWithin("m").replace("\n", "\n      ")
  }
      order by m.observation_date desc, m.release_time desc, m.revision_number desc
    ) h
  ) c
  where c.place = 1 or c.value is distinct from c.previous`;
}

function nthRelease(type: string): SqlFunction {
  return {
    ...read,
    name: "nth_release",
    parameters: [`series ${type}`, "n integer", "at anycompatible", ...clock, ...range],
    returns: figure,
    body: `
select r.series_id, r.observation_date, r.value, r.release_time, r.vintage_kind
from (
  select w.*, first_value(w.vintage_kind) over (partition by w.observation_date order by w.release) as first_kind
  from (${news("nth_release", false).replaceAll("\n", "\n  ")}
  ) w
) r
where r.release = strata.nth(n)
  and r.vintage_kind <> 'pseudo' and r.first_kind <> 'pseudo'
  and ${isOfKinds("r")}
  and (kinds is null or r.first_kind = any ((select strata.vintage_kinds(kinds))::text[]))`,
    comment:
      `The nth release of each observation of a series by an instant, in the unit of the series: 1 is the first, 2 the next one that differed from it. Observations whose first release is an archive's first snapshot (pseudo) are left out.
${words.clock} ${rangeWords}
${words.callers}
Example: select * from strata.nth_release('ALFRED/GDPC1', 2, now()) order by observation_date`,
  };
}

function revisions(type: string): SqlFunction {
  return {
    ...read,
    name: "revisions",
    parameters: [`series ${type}`, "at anycompatible", ...clock, ...range],
    returns: [
      ...figure,
      "release integer",
      "previous_value double precision",
      "ingested_at timestamptz",
    ],
    body: `
select r.series_id, r.observation_date, r.value, r.release_time, r.vintage_kind,
  r.release::integer, case when r.release > 1 then r.previous end, r.ingested_at
from (${news("revisions", true)}
) r`,
    comment:
      `Every release of a series up to an instant that changed a value, in the unit of the series. release is 1 for the first of an observation; previous_value is null for it.
${words.clock} ${rangeWords}
${words.callers}
Example: select * from strata.revisions('ALFRED/GDPC1', now(), from_date => '2024-01-01') order by observation_date, release`,
  };
}

function vintages(type: string): SqlFunction {
  return {
    ...read,
    name: "vintages",
    parameters: [`series ${type}`, "at anycompatible", ...clock, ...range],
    returns: [
      "release_time timestamptz",
      "changes integer",
      "oldest_date date",
      "newest_date date",
    ],
    body: `
select r.release_time, count(*)::integer, min(r.observation_date), max(r.observation_date)
from (${news("vintages", true)}
) r
group by r.release_time`,
    comment:
      `The instants at which a series changed, up to an instant: how many observations were new or revised, the oldest and the newest of them.
${words.clock} ${rangeWords}
${words.callers}
Example: select * from strata.vintages('ALFRED/GDPC1', now()) order by release_time`,
  };
}

function crossSection(type: string): SqlFunction {
  return {
    ...read,
    name: "cross_section",
    parameters: [`series ${type}[]`, "at anycompatible", ...reach, ...clock],
    returns: figure,
    // One short index scan per series: a scan over all at once would read every row.
    body: `
select asked.id, k.observation_date, k.value, k.release_time, k.vintage_kind
from unnest((select strata.series_ids(cross_section.series))) with ordinality as asked (id, place)
left join lateral (
  select m.*
  from macro_series m
  where m.series_id = asked.id
    and ${isKnown("m").replaceAll("\n", "\n  ")}
    and m.observation_date <= strata.newest_day(strata.instant(at), ahead)
    and m.observation_date >= strata.oldest_day((strata.instant(at) at time zone interval '0')::date, max_age)
  order by m.observation_date desc, m.release_time desc, m.revision_number desc
  limit 1
) k on true
order by asked.place`,
    comment:
      `The latest value of many series that was known at an instant, each in the unit of its series: one row per series, with nulls where nothing was known or it was older than max_age.
${words.clock} ${words.reach}
${words.callers}
Example: select * from strata.cross_section(array['ALFRED/GDPC1', 'ALFRED/PAYEMS'], now())`,
  };
}

function changesSince(type: string, since: string): SqlFunction {
  return {
    ...read,
    name: "changes_since",
    parameters: [
      `series ${type}[]`,
      `since ${since}`,
      "at anycompatible",
      "known_since timestamptz default null",
      ...clock,
      ...range,
    ],
    returns: [
      "series_id integer",
      "observation_date date",
      "previous_value double precision",
      "previous_release_time timestamptz",
      "value double precision",
      "release_time timestamptz",
    ],
    body: `
select c.series_id, c.observation_date, c.previous[1], c.previous_release[1], c.known[1], c.known_release[1]
from (
  select m.series_id, m.observation_date,
    array_agg(m.value order by m.release_time desc, m.revision_number desc) as known,
    array_agg(m.release_time order by m.release_time desc, m.revision_number desc) as known_release,
    array_agg(m.value order by m.release_time desc, m.revision_number desc)
      filter (where ${isOld("m")}) as previous,
    array_agg(m.release_time order by m.release_time desc, m.revision_number desc)
      filter (where ${isOld("m")}) as previous_release
  from macro_series m
  where m.series_id = any ((select strata.series_ids(changes_since.series))::integer[])
    and ${isKnown("m").replaceAll("\n", "\n  ")}
    and ${isWithin("m").replace("\n", "\n  ")}
    and (m.series_id, m.observation_date) in (
      select n.series_id, n.observation_date
      from macro_series n
      where n.series_id = any ((select strata.series_ids(changes_since.series))::integer[])
        and ${isKnown("n").replaceAll("\n", "\n      ")}
        and ${isWithin("n").replace("\n", "\n      ")}
        and not (${isOld("n")})
    )
  group by m.series_id, m.observation_date
) c
where (select strata.refuse_backwards(strata.instant(since), strata.instant(at), coalesce(known_since, known_to), known_to))
  and (c.previous is null or c.previous[1] is distinct from c.known[1])`,
    comment:
      `What changed in series between two looks: the observations that are new at an instant or have another value than at the earlier one (since), in the unit of the series; previous_value and previous_release_time are null for a new one. known_since: what this database had stored at the earlier look; as known_to by default.
${words.clock} ${rangeWords}
${words.callers}
Example: select * from strata.changes_since(array['ALFRED/PAYEMS'], '2025-02-06T23:00:00Z', '2025-02-07T23:00:00Z')`,
  };
}

/** The condition of the earlier look. */
function isOld(table: string): string {
  return `${table}.release_time <= strata.newest_release(strata.instant(since), lag, strict)
        and (coalesce(known_since, known_to) is null or ${table}.ingested_at <= coalesce(known_since, known_to))`;
}
