import { type SQL, sql } from "drizzle-orm";
import { bringBackRepeated } from "./late_vintages.ts";
import { leaveOutBadRows } from "../write/leave_out.ts";
import { releaseLine, releaseWindow } from "./release_line.ts";
import { type RowProblem, RowsError } from "../refuse/rows_error.ts";
import { names, ROW, type Source, withoutRows } from "../stage/source.ts";
import { lockOrder, relation } from "../stage/statements.ts";
import type { TablePlan } from "../encode/table_plan.ts";
import { recordCoverage } from "./vintage_coverage.ts";
import type { WriteOutcome } from "../refuse/write_outcome.ts";
import { type DrizzleTarget, run, runOne } from "../stage/write_target.ts";

/** How vintages are written. */
export interface VintageJob {
  readonly plan: TablePlan;
  readonly collects: boolean;
  readonly maxExamples: number;
}

/** Appends the values of a source that differ from what was known at their release time. */
export async function writeVintages(
  tx: DrizzleTarget,
  source: Source,
  job: VintageJob,
): Promise<WriteOutcome> {
  const torn = await refuseTorn(tx, source, job);
  const single = torn.length === 0 ? source : withoutRows(source, torn.map(({ row }) => row));
  const { result, bad } = await leaveOutBadRows(tx, single, {
    ...job,
    attempt: appendStatement,
    work: (savepoint, left) => append(savepoint, job.plan, left),
  });
  return {
    inserted: result.inserted,
    unchanged: result.given - result.inserted,
    conflicting: 0,
    refused: bad.refused + torn.length,
    conflicts: [],
    problems: [...torn.slice(0, job.maxExamples), ...bad.problems],
  };
}

interface Appended {
  readonly inserted: number;
  readonly given: number;
}

async function append(tx: DrizzleTarget, plan: TablePlan, source: Source): Promise<Appended> {
  await bringBackRepeated(tx, plan, source);
  const appended = await runOne<Appended>(tx, appendStatement(plan, source));
  // A row that was inserted itself shows that its release gave the value.
  if (appended.inserted < appended.given) await recordCoverage(tx, plan, source);
  return appended;
}

/**
 * Inserts the values that differ from the previous one in the order of releases, numbered on from
 * the highest revision; at the same instant, stored values come first. An equal value is left out
 * and changes nothing for those after it, so one pass over the releases is enough.
 */
function appendStatement(plan: TablePlan, source: Source): SQL {
  const group = names(plan.key);
  const kept = plan.columns.filter((planned) => source.columns.includes(planned));
  return sql`with ${releaseLine(plan, source)}, judged as (
      select ${ROW}, release_time,
        lag(true) over releases is null or value is distinct from lag(value) over releases as is_news,
        max(revision_number) over (partition by ${group}) as highest, ${group}
      from line
      window releases as (${releaseWindow(plan)})
    ), numbered as (
      select ${ROW}, coalesce(highest, -1)
          + row_number() over (partition by ${group} order by release_time, ${ROW}) as revision
      from judged where is_news and ${ROW} is not null
    ), written as (
      insert into ${relation(plan)} (${names(kept)}, revision_number)
      select ${names(kept, "g")}, n.revision
      from numbered n join given g using (${ROW})
      order by ${lockOrder(plan, "g")}, n.revision
      returning 1
    )
    select (select count(*)::int from written) as inserted, count(*)::int as given from given`;
}

/**
 * Finds rows that give an observation another value than an earlier row at the same release time.
 */
async function refuseTorn(
  tx: DrizzleTarget,
  source: Source,
  { plan, collects, maxExamples }: VintageJob,
): Promise<RowProblem[]> {
  const torn = await run<{ row: number; value: number | null; before: number | null }>(
    tx,
    sql`select ${ROW}::float8 as row, value, first as before
      from (
        select ${ROW}, value, first_value(value) over same as first
        from (${source.select}) g
        window same as (partition by ${names(plan.key)}, release_time order by ${ROW})
      ) releases
      where value is distinct from first order by ${ROW}`,
  );
  const problems = torn.map(({ row, value, before }) => ({
    row,
    field: "value",
    reason:
      `value: got ${value}, where a row before has ${before} for the same observation at the ` +
      "same release time: one value belongs to one release",
  }));
  if (problems.length > 0 && !collects) {
    throw new RowsError(plan.name, problems.slice(0, maxExamples), { refused: problems.length });
  }
  return problems;
}
