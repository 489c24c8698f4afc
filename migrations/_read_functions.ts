import type { SqlFunction } from "./sql_function.ts";

/** A table of revised figures, and how its functions are called. */
interface Figures {
  /** What the names of its functions begin with. */
  readonly prefix: string;
  readonly table: string;
  /** The key column that `macro_series` lacks. */
  readonly kind: string | null;
  readonly what: string;
}

const macro: Figures = { prefix: "", table: "macro_series", kind: null, what: "a series" };
const flows: Figures = {
  prefix: "flow_",
  table: "flow_data",
  kind: "flow_type",
  what: "a flow of one kind",
};
const fiscal: Figures = {
  prefix: "fiscal_",
  table: "fiscal_data",
  kind: "fiscal_metric",
  what: "a fiscal figure",
};

const clock = [
  "known_to timestamptz default null",
  "strict boolean default false",
  "lag interval default '0'",
  "kinds text[] default null",
];
const range = ["from_date date default null", "to_date date default null"];
const reach = ["max_age interval default null", "ahead boolean default false"];

const callers =
  `Tables are named without a schema on purpose: they are found on the caller's search_path, so that a time-locked session reads its own views.`;
const clockWords =
  `at: a timestamptz, or a text with its offset ('2024-09-26T12:30:00Z'); a day alone is refused. known_to: what this database had stored by then; a text without an offset is read in the session's zone. strict: leaves out what was released at that very instant. lag: how long a release takes to reach the reader. kinds: the kinds of vintage that count; all by default.`;
const reachWords =
  `max_age: the age in days or longer at which a value is ignored. ahead: true for forecasts, whose observations are dated after their release.`;

const select = ["series_id integer", "observation_date date", "value double precision"];
const figure = [...select, "release_time timestamptz", "vintage_kind text"];

/** Returns the functions that read one table of revised figures at an instant. */
function readsAt(figures: Figures): readonly SqlFunction[] {
  const { prefix, table, kind, what } = figures;
  const key = kind === null ? [] : [`${kind} text`];
  const unit = kind === null ? [] : ["unit text"];
  const columns = ["series_id", "observation_date", "value", "release_time", "vintage_kind"]
    .concat(kind === null ? [] : ["unit"]).map((column) => `m.${column}`).join(", ");
  const example = kind === null
    ? `'ALFRED/GDPC1', '2024-09-26T12:30:00Z'`
    : `'SOURCE/CODE', '${kind === "flow_type" ? "exports" : "revenue"}', '2024-09-26T12:30:00Z'`;
  return [
    ...["text", "bigint"].map((type): SqlFunction => ({
      ...read,
      name: `${prefix}as_of`,
      parameters: [`series ${type}`, ...key, "at anycompatible", ...clock, ...range],
      returns: [...figure, ...unit],
      body: `
select distinct on (m.observation_date) ${columns}
from ${table} m
where m.series_id = (select strata.series_id(${prefix}as_of.series))
  ${isKind(figures, "as_of")}and ${isKnown("m")}
  and ${isWithin("m")}
order by m.observation_date desc, m.release_time desc, m.revision_number desc`,
      comment:
        `The values of ${what} as they were known at an instant: one row per observation date, with the value of the last release by then, in the unit of the series; null where the source printed none.
${clockWords} from_date, to_date: the range of observation dates, both inclusive.
${callers}
Example: select * from strata.${prefix}as_of(${example}) order by observation_date`,
    })),
    ...["text", "bigint"].map((type): SqlFunction => ({
      ...read,
      name: `${prefix}latest`,
      parameters: [`series ${type}`, ...key, "at anycompatible", ...reach, ...clock],
      returns: [...figure, ...unit],
      body: `
select ${columns}
from ${table} m
where m.series_id = (select strata.series_id(${prefix}latest.series))
  ${isKind(figures, "latest")}and ${isKnown("m")}
  and ${isInReach("m")}
order by m.observation_date desc, m.release_time desc, m.revision_number desc
limit 1`,
      comment:
        `The latest value of ${what} that was known at an instant, in the unit of the series: one row, or none if nothing was known.
${clockWords} ${reachWords}
${callers}
Example: select * from strata.${prefix}latest(${example})`,
    })),
    ...["text", "bigint"].map((type): SqlFunction => ({
      ...read,
      name: `${prefix}panel`,
      parameters: [`series ${type}[]`, ...key, "at anycompatiblearray", ...reach, ...clock],
      returns: [
        "as_of timestamptz",
        ...select,
        "release_time timestamptz",
        ...unit,
      ],
      body: panelBody(figures),
      comment:
        `The latest value of many series at many instants, carried forward: one row per instant and series, with nulls where nothing was known or it was older than max_age. as_of is the instant.
${clockWords} ${reachWords}
${callers}
Example: select * from strata.${prefix}panel(array['${
          kind === null ? "ALFRED/GDPC1" : "SOURCE/CODE"
        }'], ${
          kind === null ? "" : `'${kind === "flow_type" ? "exports" : "revenue"}', `
        }array['2024-09-26T12:30:00Z', '2024-10-30T12:30:00Z']) order by as_of, series_id`,
    })),
  ];
}

const read = { language: "sql", volatility: "stable" } as const;

function isKind({ prefix, kind }: Figures, name: string): string {
  return kind === null ? "" : `and m.${kind} = ${prefix}${name}.${kind}\n  `;
}

/** The conditions of the clocks, in a form that folds away where an option is not given. */
export function isKnown(table: string, { at = "at", knownTo = "known_to" } = {}): string {
  return `${table}.release_time <= strata.newest_release(strata.instant(${at}), lag, strict)
  and (${knownTo} is null or ${table}.ingested_at <= ${knownTo})
  and ${isOfKinds(table)}`;
}

/** The condition on the kinds of vintage. */
export function isOfKinds(table: string): string {
  return `(kinds is null or ${table}.vintage_kind = any ((select strata.vintage_kinds(kinds))::text[]))`;
}

/** The condition on observation dates, in a form that serves the index and prunes chunks. */
export function isWithin(table: string): string {
  return `${table}.observation_date >= coalesce(from_date, '-infinity')
  and ${table}.observation_date <= coalesce(to_date, 'infinity')`;
}

function isInReach(table: string): string {
  return `${table}.observation_date <= strata.newest_day(strata.instant(at), ahead)
  and ${table}.observation_date >= strata.oldest_day((strata.instant(at) at time zone interval '0')::date, max_age)`;
}

function panelBody(figures: Figures): string {
  const { prefix, table, kind } = figures;
  const columns = ["observation_date", "value", "release_time"].concat(kind === null ? [] : "unit");
  const kinds = kind === null ? "" : `and m.${kind} = ${prefix}panel.${kind}\n      `;
  // The server places each release between the instants by binary search, and counts until which
  // instant it is fresh. A threshold of width_bucket excludes what is not less, so an inclusive
  // instant is moved on by a microsecond.
  return `
with asked as materialized (
  select g.instants, cardinality(g.instants) as n, strata.series_ids(${prefix}panel.series) as ids,
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
  select distinct on (r.series_id, r.passed) r.series_id, r.passed, ${list("r", columns)}
  from (
    select m.*, greatest(
      width_bucket(m.release_time, (select releases from asked)),
      width_bucket(m.observation_date, (select days from asked))
    ) as passed
    from ${table} m
    where m.series_id = any ((select ids from asked)::integer[])
      ${kinds}and m.release_time < (select releases[n] from asked)
      and m.observation_date < (select days[n] from asked)
      and m.observation_date >= (select oldest[1] from asked)
      and (known_to is null or m.ingested_at <= known_to)
      and ${isOfKinds("m")}
  ) r
  order by r.series_id, r.passed, r.observation_date desc, r.release_time desc, r.revision_number desc
),
steps as (
  select e.*,
    row_number() over by_series as step,
    lead(e.passed) over by_series as until
  from (
    select w.*, max(w.observation_date) over (partition by w.series_id order by w.passed) as newest
    from news w
  ) e
  where e.observation_date >= e.newest
  window by_series as (partition by e.series_id order by e.passed)
)
select c.instants[c.place] as as_of, c.series_id,
  ${
    columns.map((column) => `case when c.place between c.first and c.last then c.${column} end`)
      .join(",\n  ")
  }
from (
  select a.instants, id.id as series_id, ${list("s", columns)}, s.passed + 1 as first,
    width_bucket(s.observation_date, a.oldest) as last,
    generate_series(
      case when s.step > 1 then s.passed + 1 else 1 end,
      coalesce(s.until, a.n)
    ) as place
  from asked a
  cross join unnest(a.ids) as id (id)
  left join steps s on s.series_id = id.id
) c`;
}

function list(table: string, columns: readonly string[]): string {
  return columns.map((column) => `${table}.${column}`).join(", ");
}

/** The reads of a value, a whole vintage and a panel, for each table of revised figures. */
export const readFunctions: readonly SqlFunction[] = [macro, flows, fiscal].flatMap(readsAt);

/** What all comments say. */
export const words = { callers, clock: clockWords, reach: reachWords };

/** Parameters and columns that several functions share. */
export const shared = { clock, range, reach, figure, select };
