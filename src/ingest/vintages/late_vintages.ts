import { sql } from "drizzle-orm";
import { releaseLine, releaseWindow } from "./release_line.ts";
import { boundsOn, names, ROW, type Source } from "../stage/source.ts";
import { lockOrder, relation, sameKey } from "../stage/statements.ts";
import type { TablePlan } from "../encode/table_plan.ts";
import { columnsOf, coverage, coversLine, dayOf, oneDay } from "./vintage_coverage.ts";
import { type DrizzleTarget, run, runOne } from "../stage/write_target.ts";

/**
 * Prepares for a source whose values come between a value and its repetition by a later release,
 * which has no row: 4 in January, 4 again in March, and now 7 in February. It stores the repeated
 * values. If no release is later than the source's, this costs only one query.
 */
export async function bringBackRepeated(
  tx: DrizzleTarget,
  plan: TablePlan,
  source: Source,
): Promise<void> {
  const { line } = columnsOf(plan);
  const { found } = await runOne<{ found: boolean }>(
    tx,
    sql`select exists (
      select from (
        select ${line}, min(release_time) as since from (${source.select}) s group by ${line}
      ) g
      join ${coverage} c on ${coversLine(plan, "g")} and c.release_time > g.since
    ) as found`,
  );
  if (!found) return;
  await uncoverNewDays(tx, plan, source);
  await storeRepeated(tx, plan, source);
}

/**
 * Removes days from a release's coverage if no value was known for them at that release and a
 * source is about to store their first: the release did not give them.
 */
async function uncoverNewDays(
  tx: DrizzleTarget,
  plan: TablePlan,
  source: Source,
): Promise<void> {
  const { line, day } = columnsOf(plan);
  await run(
    tx,
    sql`with given as materialized (
        select ${names(plan.key)}, min(release_time) as since
        from (${source.select}) s group by ${names(plan.key)}
      ), touched as materialized (
        select c.*, g.first_day, g.last_day from (
          select ${line}, min(since) as since, min(${day}) as first_day, max(${day}) as last_day
          from given group by ${line}
        ) g
        join ${coverage} c on ${coversLine(plan, "g")} and c.release_time > g.since
          and c.covered && daterange(first_day, last_day, '[]')
      ), unknown as (
        select c.series_id, c.kind, c.release_time, range_agg(${oneDay(dayOf(plan, "g"))}) as days
        from given g
        join touched c on ${coversLine(plan, "g")} and c.release_time > g.since
          and c.covered @> ${dayOf(plan, "g")}
        where not exists (
          select from ${relation(plan)} t where ${boundsOn("t", source)} and ${sameKey(plan, "t")}
            and t.release_time <= c.release_time
        )
        group by c.series_id, c.kind, c.release_time
      )
      update ${coverage} c set covered = c.covered - u.days from unknown u
      where c.table_name = ${plan.name} and c.series_id = u.series_id and c.kind = u.kind
        and c.release_time = u.release_time`,
  );
}

/**
 * Stores a value again at the first release that repeated it after a differing given one, unless a
 * stored or given value comes in between. It gets the next revision number, because every order
 * sorts by release time first.
 */
async function storeRepeated(tx: DrizzleTarget, plan: TablePlan, source: Source): Promise<void> {
  const key = names(plan.key);
  const copied = plan.columns.filter(({ key }) => !["releaseTime", "vintageKind"].includes(key));
  await run(
    tx,
    sql`with ${releaseLine(plan, source)}, ordered as (
        select *, lead(release_time) over releases as next_release,
          count(revision_number) over releases as stored_before,
          max(revision_number) over (partition by ${key}) as highest
        from line window releases as (${releaseWindow(plan)})
      ), beside as (
        select *, first_value(value) over before as stored_value,
          first_value(revision_number) over before as stored_revision
        from ordered
        window before as (
          partition by ${key}, stored_before order by release_time, ${ROW} is not null
        )
      ), returns as (
        select ${names(plan.key, "b")}, b.highest, b.stored_revision, c.release_time, c.vintage_kind
        from beside b cross join lateral (
          select c.release_time, c.vintage_kind from ${coverage} c
          where ${coversLine(plan, "b")} and c.covered @> ${dayOf(plan, "b")}
            and c.release_time > b.release_time
            and (b.next_release is null or c.release_time < b.next_release)
          order by c.release_time limit 1
        ) c
        where b.${ROW} is not null and b.stored_before > 0
          and b.value is distinct from b.stored_value
      )
      insert into ${relation(plan)} (${names(copied)}, release_time, vintage_kind, revision_number)
      select ${names(copied, "t")}, g.release_time, g.vintage_kind,
        g.highest + row_number() over (partition by ${names(plan.key, "g")} order by g.release_time)
      from returns g
      join (select * from ${relation(plan)} t where ${boundsOn("t", source)}) t
        on ${sameKey(plan, "t")} and t.revision_number = g.stored_revision
      order by ${lockOrder(plan, "g")}, g.release_time`,
  );
}
