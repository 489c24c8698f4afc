import type { Queryable } from "../../../base/sql/mod.ts";
import { curveOn, type CurveOnDay } from "../../../market/mod.ts";
import { readRows } from "../../../point_in_time/read_source.ts";
import { compose } from "../../../point_in_time/statement.ts";

/** A curve on a day, with the days around it. */
export interface CurveView {
  readonly names: readonly string[];
  readonly name: string | null;
  /** The curve; null where there is none on the day or in the week before. */
  readonly curve: CurveOnDay | null;
  /** The curve a year before. */
  readonly before: CurveOnDay | null;
  /** Days that have a curve, around the day, oldest first. */
  readonly days: readonly string[];
  readonly newest: string | null;
}

/** Reads a curve; the first by name and the newest day where none is named. */
export async function readCurveView(
  client: Queryable,
  asked: { readonly name: string | undefined; readonly day: string | undefined },
): Promise<CurveView> {
  const names = await readNames(client);
  const name = asked.name ?? names[0] ?? null;
  if (name === null) {
    return { names, name, curve: null, before: null, days: [], newest: null };
  }
  const newest = await newestDay(client, name);
  const day = asked.day ?? newest;
  const on = async (date: string) => await curveOn(client, { curve: name, date, maxAge: "7 days" });
  return {
    names,
    name,
    newest,
    curve: day === null ? null : await on(day),
    before: day === null ? null : await on(yearBefore(day)),
    days: day === null ? [] : await daysAround(client, name, day),
  };
}

/** The names one after the other: each is found without reading the rows of the one before. */
async function readNames(client: Queryable): Promise<readonly string[]> {
  const rows = await readRows<{ name: string }>(
    client,
    compose`with recursive names as (
        (select curve_id as name from curves order by curve_id limit 1)
        union all
        select (select curve_id from curves where curve_id > n.name order by curve_id limit 1)
        from names n where n.name is not null
      )
      select name from names where name is not null limit 500`,
  );
  return rows.map(({ name }) => name);
}

async function newestDay(client: Queryable, name: string): Promise<string | null> {
  const [row] = await readRows<{ day: string }>(
    client,
    compose`select curve_date::text as day from curves where curve_id = ${name}
      order by curve_date desc limit 1`,
  );
  return row?.day ?? null;
}

async function daysAround(client: Queryable, name: string, day: string): Promise<string[]> {
  const rows = await readRows<{ day: string }>(
    client,
    compose`select day::text from (
        (select distinct curve_date as day from curves where curve_id = ${name}
          and curve_date <= ${day}::date and curve_date > ${day}::date - 40
          order by day desc limit 6)
        union all
        (select distinct curve_date from curves where curve_id = ${name}
          and curve_date > ${day}::date and curve_date < ${day}::date + 40
          order by curve_date limit 5)
      ) around order by day`,
  );
  return rows.map(({ day }) => day);
}

function yearBefore(day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCFullYear(date.getUTCFullYear() - 1);
  return date.toISOString().slice(0, 10);
}
