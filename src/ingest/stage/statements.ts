import { type SQL, sql } from "drizzle-orm";
import { boundsOn, names, ROW, type Source } from "./source.ts";
import type { PlannedColumn, TablePlan } from "../encode/table_plan.ts";

// Every statement below finds stored rows by a join with literal bounds (= any(…), between … and
// …), so that the planner knows which chunks and segments are affected. `on conflict do nothing`
// alone would search every possible compressed batch, again for each row, and loses rows before
// TimescaleDB 2.18.1 (#7672).

/** Asks whether anything is stored where the rows of a source go. */
export function anyStoredStatement(plan: TablePlan, source: Source): SQL {
  return sql`select exists (
    select from ${relation(plan)} t where ${boundsOn("t", source)}
  ) as found`;
}

/** Inserts rows of which none is stored; if one is after all, it fails with a unique violation. */
export function insertStatement(plan: TablePlan, source: Source): SQL {
  return sql`with written as (
      insert into ${relation(plan)} (${names(source.columns)})
      select ${names(source.columns)} from (${source.select}) g
      order by ${lockOrder(plan, "g")}
      returning 1
    )
    select count(*)::int as inserted, ${source.count}::int as absent, 0 as conflicting from written`;
}

/** Inserts the rows that are not stored, and counts those that are stored with other values. */
export function mergeStatement(plan: TablePlan, source: Source): SQL {
  return sql`with judged as materialized (
      select g.*, ${isThere(plan)} as strata_there, ${differ(source, "t")} as strata_differs
      from (${source.select}) g
      left join ${stored(plan, source)} t on ${sameKey(plan, "t")}
    ), written as (
      insert into ${relation(plan)} (${names(source.columns)})
      select ${names(source.columns)} from judged where not strata_there
      order by ${lockOrder(plan, "judged")}
      returning 1
    )
    select (select count(*)::int from written) as inserted,
      count(*) filter (where not strata_there)::int as absent,
      count(*) filter (where strata_there and strata_differs)::int as conflicting
    from judged`;
}

/**
 * Does the same if a key occurs several times, or another writer uses the same keys: the first row
 * of a key is inserted, the others are compared with it. A row that is `absent` but not inserted
 * was just inserted by another writer, or lost by the server.
 */
export function carefulStatement(plan: TablePlan, source: Source): SQL {
  return sql`with given as materialized (${ranked(plan, source)}),
    judged as materialized (
      select g.*, ${isThere(plan)} as strata_there, case when ${isThere(plan)}
        then ${differ(source, "t")} else g.strata_nth > 1 and ${
    differ(source, "f")
  } end as strata_differs
      from given g
      left join ${stored(plan, source)} t on ${sameKey(plan, "t")}
      left join given f on g.strata_nth > 1 and f.strata_nth = 1 and ${sameKey(plan, "f")}
    ), written as (
      insert into ${relation(plan)} (${names(source.columns)})
      select ${names(source.columns)} from judged where not strata_there and strata_nth = 1
      order by ${lockOrder(plan, "judged")}
      on conflict (${names(plan.key)}) do nothing
      returning 1
    )
    select (select count(*)::int from written) as inserted,
      count(*) filter (where not strata_there and strata_nth = 1)::int as absent,
      count(*) filter (where strata_differs)::int as conflicting
    from judged`;
}

/**
 * Writes the last row of each key unless the same values are stored. Counts as if the rows had come
 * one by one: the first of a key is compared with what is stored, each other one with the one
 * before.
 */
export function replaceStatement(plan: TablePlan, source: Source): SQL {
  return sql`with given as materialized (${ranked(plan, source)}),
    judged as materialized (
      select g.*, ${isThere(plan)} as strata_there, ${differ(source, "t")} as strata_unlike,
        case when g.strata_nth = 1 then ${isThere(plan)} and ${differ(source, "t")}
          else ${differ(source, "p")} end as strata_differs
      from given g
      left join ${stored(plan, source)} t on ${sameKey(plan, "t")}
      left join given p on p.strata_nth = g.strata_nth - 1 and ${sameKey(plan, "p")}
    ), written as (
      insert into ${relation(plan)} (${names(source.columns)})
      select ${names(source.columns)} from judged
      where strata_nth = strata_of and (not strata_there or strata_unlike)
      order by ${lockOrder(plan, "judged")}
      on conflict (${names(plan.key)}) do ${overwrite(source)}
      returning 1
    )
    select count(*) filter (where not strata_there and strata_nth = 1)::int as inserted,
      count(*) filter (where strata_differs)::int as conflicting
    from judged`;
}

/**
 * Reads some of the rows that are stored with other values, next to the stored values: `g0`, `t0` …
 */
export function conflictsStatement(plan: TablePlan, source: Source, limit: number): SQL {
  const fields = source.columns.map(({ name }, i) => `g.${name} as g${i}, t.${name} as t${i}`);
  return sql`select g.${ROW}, ${sql.raw(fields.join(", "))}
    from (${source.select}) g
    join (select * from ${relation(plan)} t where ${boundsOn("t", source)}) t
      on ${sameKey(plan, "t")}
    where ${differ(source, "t")}
    order by g.${ROW} limit ${limit}`;
}

/** The SQL name of the table. */
export function relation(plan: TablePlan): SQL {
  return sql.raw(plan.relation);
}

/**
 * The order in which every writer takes its locks, so that two writers never deadlock: by time, as
 * in slices, then by the rest of the key.
 */
export function lockOrder(plan: TablePlan, alias: string): SQL {
  const { time, key } = plan;
  return columnOrder(
    time === undefined ? key : [time, ...key.filter((one) => one !== time)],
    alias,
  );
}

/** An order that puts rows with the same key together. */
export function keyOrder(plan: TablePlan, alias: string): SQL {
  return columnOrder(plan.key, alias);
}

function columnOrder(columns: readonly PlannedColumn[], alias: string): SQL {
  return sql.raw(
    columns.map(({ name, column }) => {
      const isText = /^(text|varchar|char)/.test(column.getSQLType());
      // Comparing bytes is several times as fast as comparing by a language's rules.
      return `${alias}.${name}${isText ? ' collate "C"' : ""}`;
    }).join(", "),
  );
}

/** The condition that a row has the same key as a row `g`. */
export function sameKey(plan: TablePlan, alias: string): SQL {
  return sql.raw(plan.key.map(({ name }) => `${alias}.${name} = g.${name}`).join(" and "));
}

function stored(plan: TablePlan, source: Source): SQL {
  const fields = [...plan.key, ...source.columns.filter(({ isKey }) => !isKey)];
  return sql`(select ${names(fields, "t")} from ${relation(plan)} t
        where ${boundsOn("t", source)})`;
}

function ranked(plan: TablePlan, source: Source): SQL {
  return sql`select s.*, row_number() over (partition by ${keyOrder(plan, "s")} order by ${ROW})
        as strata_nth, count(*) over (partition by ${keyOrder(plan, "s")}) as strata_of
      from (${source.select}) s`;
}

function isThere(plan: TablePlan): SQL {
  return sql.raw(`(t.${plan.key[0]?.name} is not null)`);
}

function differ(source: Source, alias: string): SQL {
  const compared = source.columns.filter(({ isKey }) => !isKey);
  if (compared.length === 0) return sql`false`;
  const of = (row: string, { name, column }: PlannedColumn) =>
    // The type json has no equality.
    `${row}.${name}${column.getSQLType() === "json" ? "::jsonb" : ""}`;
  const fields = compared.map((one) => `${of("g", one)} is distinct from ${of(alias, one)}`);
  return sql.raw(`(${fields.join(" or ")})`);
}

function overwrite(source: Source): SQL {
  const fields = source.columns.filter(({ isKey }) => !isKey)
    .map(({ name }) => `${name} = excluded.${name}`);
  return sql.raw(fields.length === 0 ? "nothing" : `update set ${fields.join(", ")}`);
}
