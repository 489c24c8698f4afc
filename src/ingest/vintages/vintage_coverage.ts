import { type SQL, sql } from "drizzle-orm";
import { boundsOn, names, type Source } from "../stage/source.ts";
import { relation } from "../stage/statements.ts";
import type { PlannedColumn, TablePlan } from "../encode/table_plan.ts";
import { type DrizzleTarget, run } from "../stage/write_target.ts";

// A value that a release only repeats leaves no row. Instead, each release leaves one row with the
// days that it covered. This shows a vintage that is loaded later, but was released earlier, that
// the value was back by then. For these days the release gave the value that the table knew at its
// time; a day without one is removed before its first value is stored.

/** The table of covered days. */
export const coverage = sql.raw(`"strata_ingest"."vintage_coverage"`);

/** The condition that a coverage row `c` has the series and kind of a row. */
export function coversLine(plan: TablePlan, alias: string): SQL {
  const { series, kind } = lineOf(plan);
  return sql`c.table_name = ${plan.name} and c.series_id = ${sql.raw(`${alias}.${series.name}`)}
    and c.kind = ${kind === undefined ? sql`''` : sql.raw(`${alias}.${kind.name}`)}`;
}

/** The day of an observation. */
export function dayOf(plan: TablePlan, alias: string): SQL {
  return sql.raw(`${alias}.${lineOf(plan).day.name}`);
}

/**
 * Records the days that the releases of a source covered, if they repeated a value, after storing
 * it.
 */
export async function recordCoverage(
  tx: DrizzleTarget,
  plan: TablePlan,
  source: Source,
): Promise<void> {
  const { line, day } = columnsOf(plan);
  const key = names(plan.key);
  await run(
    tx,
    sql`with given as materialized (
        select distinct ${key}, release_time, ${kindOf(plan, source)} as vintage_kind
        from (${source.select}) s
      ),
      stored as materialized (
        select ${names(plan.key, "t")}, t.release_time from ${relation(plan)} t
        where ${boundsOn("t", source)}
      ), known as (
        select ${key}, min(release_time) as since from stored group by ${key}
      ), releases as (
        select ${line}, release_time, min(vintage_kind) as vintage_kind,
          min(${day}) as first_day, max(${day}) as last_day
        from given
        left join (select distinct ${key}, release_time, true as is_stored from stored) s
          using (${key}, release_time)
        group by ${line}, release_time
        having bool_or(is_stored is null)
      ), left_out as (
        select ${line}, r.release_time, range_agg(${oneDay(dayOf(plan, "k"))}) as days
        from releases r
        join known k using (${line})
        left join given g using (${key}, release_time)
        where k.since <= r.release_time and ${dayOf(plan, "k")} between r.first_day and r.last_day
          and g.release_time is null
        group by ${line}, r.release_time
      )
      insert into ${coverage} as c
        (table_name, series_id, kind, release_time, vintage_kind, covered)
      select ${plan.name}, ${line}${lineOf(plan).kind === undefined ? sql`, ''` : sql``},
        release_time, vintage_kind,
        datemultirange(daterange(first_day, last_day, '[]')) - coalesce(days, datemultirange())
      from releases left join left_out using (${line}, release_time)
      on conflict (table_name, series_id, kind, release_time) do update
        set covered = c.covered + excluded.covered
        where not c.covered @> excluded.covered`,
  );
}

/** How the release time of the rows of a source is known: the table's default where they do not say. */
function kindOf(plan: TablePlan, source: Source): SQL {
  const kind = plan.columns.find(({ key }) => key === "vintageKind");
  return kind !== undefined && source.columns.includes(kind) ? sql`vintage_kind` : sql`'native'`;
}

/** A day as a range. */
export function oneDay(day: SQL): SQL {
  return sql`daterange(${day}, ${day}, '[]')`;
}

/** The columns of the key: those that identify a line of observations, and the day. */
export function columnsOf(plan: TablePlan): { readonly line: SQL; readonly day: SQL } {
  const { series, kind, day } = lineOf(plan);
  return {
    line: names(kind === undefined ? [series] : [series, kind]),
    day: names([day]),
  };
}

function lineOf({ name, key }: TablePlan): {
  readonly series: PlannedColumn;
  readonly day: PlannedColumn;
  readonly kind: PlannedColumn | undefined;
} {
  const [series, day, kind] = key;
  if (series !== undefined && day !== undefined) return { series, day, kind };
  throw new TypeError(`Cannot append vintages to "${name}": its key is not a series and a day`);
}
