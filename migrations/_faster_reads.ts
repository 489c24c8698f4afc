import { panelBody } from "./_faster_panel.ts";
import { pointInTimeHelpers } from "./_point_in_time_helpers.ts";
import { readFunctions } from "./_read_functions.ts";
import { releaseFunctions } from "./_release_functions.ts";
import type { SqlFunction } from "./sql_function.ts";

/**
 * What a cross-section calls. Its arguments reach the scans as parameters: written into the query, the
 * bounds would be worked out again for each row.
 */
export const latestValues: SqlFunction = {
  name: "latest_values",
  parameters: [
    "ids integer[]",
    "newest_release timestamptz",
    "oldest_day date",
    "newest_day date",
    "known_to timestamptz",
    "kinds text[]",
  ],
  returns: [
    "place bigint",
    "series_id integer",
    "observation_date date",
    "value double precision",
    "release_time timestamptz",
    "vintage_kind text",
  ],
  language: "plpgsql",
  volatility: "stable",
  // Planning for a table with many chunks takes longer than reading, and the plan is always the same.
  // Chunks are excluded once: to try again for each series takes a sixth of the time. A server without
  // TimescaleDB ignores its setting.
  settings: ["plan_cache_mode = force_generic_plan", "timescaledb.enable_runtime_exclusion = off"],
  body: `
#variable_conflict use_column
begin
  if known_to is null and kinds is null then
    return query${latestOfEach("")};
  else
    return query${
    latestOfEach(`
        and m.ingested_at <= coalesce(known_to, 'infinity')
        and (kinds is null or m.vintage_kind = any (kinds))`)
  };
  end if;
end`,
  comment:
    `The latest value of each of many ids within bounds, with its place among them and nulls where there is none; strata.cross_section calls it.
Example: select * from strata.latest_values(array[1, 2], now(), '-infinity', 'infinity', null, null)`,
};

/** One short index scan per series: a scan over all at once would read every row. */
function latestOfEach(more: string): string {
  return `
      select asked.place, asked.id, k.observation_date, k.value, k.release_time, k.vintage_kind
      from unnest(ids) with ordinality as asked (id, place)
      left join lateral (
        select m.observation_date, m.value, m.release_time, m.vintage_kind
        from macro_series m
        where m.series_id = asked.id and m.release_time <= newest_release
        and m.observation_date <= newest_day and m.observation_date >= oldest_day${more}
        order by m.observation_date desc, m.release_time desc, m.revision_number desc
        limit 1
      ) k on true`;
}

const crossSection = `
select v.series_id, v.observation_date, v.value, v.release_time, v.vintage_kind
from strata.latest_values(
  strata.series_ids(cross_section.series),
  strata.newest_release(strata.instant(at), lag, strict),
  strata.oldest_day((strata.instant(at) at time zone interval '0')::date, max_age),
  strata.newest_day(strata.instant(at), ahead),
  known_to,
  case when kinds is not null then strata.vintage_kinds(kinds) end
) v
order by v.place`;

/** The functions of migration 0010 with another text: same arguments, same answers. */
export const fasterFunctions: readonly SqlFunction[] = [
  // Not written into the query that calls it, a read asks for the kinds even where none are given.
  ...pointInTimeHelpers.filter(({ name }) => name === "vintage_kinds")
    .map((made) => ({
      ...made,
      body: made.body.replace("if cardinality", "if kinds is null or cardinality"),
    })),
  ...releaseFunctions.filter(({ name }) => name === "cross_section")
    .map((made) => ({ ...made, body: crossSection })),
  ...readFunctions.filter(({ name }) => name.endsWith("panel"))
    .map((made) => ({ ...made, body: panelBody(made.name) })),
];
