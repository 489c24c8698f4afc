import fc from "fast-check";
import { anyCondition } from "./any_write.ts";
import type { Step } from "./step.ts";

interface AnyRead {
  readonly sql: string;
  readonly values: readonly unknown[];
}

const anySeries = fc.integer({ min: 1, max: 4 });
const anySet = fc.subarray([1, 2, 3, 4], { minLength: 1 });
const anyDay = fc.nat({ max: 30 }).map((day) => `2024-01-${String(day + 1).padStart(2, "0")}`);
const anyInstant = fc.nat({ max: 40 }).map((day) =>
  new Date(Date.UTC(2024, 0, 1 + day)).toISOString()
);

const newest = "order by day desc, release desc, revision desc";

/** Reads in the ways of this package: each names all that decides its rows and their order. */
const reads: readonly fc.Arbitrary<AnyRead>[] = [
  // What was known at an instant, its latest, and the latest of several series.
  fc.tuple(anySeries, anyInstant).map((values) => ({
    sql: `select distinct on (day) day, revision, value, note from {t}
where series = $1 and release <= $2 ${newest}`,
    values,
  })),
  fc.tuple(anySeries, anyInstant).map((values) => ({
    sql: `select day, revision, value, note from {t}
where series = $1 and release <= $2 ${newest} limit 1`,
    values,
  })),
  fc.tuple(anySet, anyInstant).map((values) => ({
    sql: `select k.id, r.day, r.revision, r.value from unnest($1::int[]) k (id)
left join lateral (select * from {t} where series = k.id and release <= $2 ${newest} limit 1) r on true
order by k.id`,
    values,
  })),
  fc.tuple(anySet, anyInstant).map((values) => ({
    sql: `select distinct on (series) series, day, revision, value from {t}
where series = any($1) and release <= $2 order by series, day desc, release desc, revision desc`,
    values,
  })),
  // A panel: several instants, several series.
  fc.tuple(anySet, fc.array(anyInstant, { minLength: 1, maxLength: 3 })).map((values) => ({
    sql: `select a.place, k.id, r.day, r.value
from unnest($2::timestamptz[]) with ordinality a (at, place) cross join unnest($1::int[]) k (id)
left join lateral (select * from {t} where series = k.id and release <= a.at ${newest} limit 1) r on true
order by a.place, k.id`,
    values,
  })),
  // Names and extents, which a skip scan answers.
  fc.constantFrom(
    "select distinct series from {t} order by series",
    "select distinct on (series) series, day from {t} order by series, day desc, revision desc",
    "select distinct on (series) series, day from {t} order by series, day, revision",
    "select count(distinct series)::int from {t}",
    "select distinct series, revision from {t} order by series, revision",
    "select min(day), max(day), count(*)::int, count(value)::int, sum(value) from {t}",
    "select series, max(release), min(value) from {t} group by series order by series",
  ).map((sql) => ({ sql, values: [] })),
  // Ranges, and what conditions on values push down to compressed batches.
  fc.tuple(anySet, anyDay, anyDay).map((values) => ({
    sql: `select * from {t} where series = any($1) and day between $2 and $3
order by series, day, revision`,
    values,
  })),
  fc.tuple(anySeries, anyDay).map((values) => ({
    sql: "select revision, release, value from {t} where series = $1 and day = $2 order by 1",
    values,
  })),
  anyCondition.map((where) => ({
    sql: `select * from {t} where ${where} order by day desc, series, revision desc`,
    values: [],
  })),
  fc.tuple(anyCondition, fc.integer({ min: 1, max: 5 })).map(([where, limit]) => ({
    sql: `select day, series, revision from {t} where ${where}
order by day desc, series, revision limit ${limit}`,
    values: [],
  })),
  fc.tuple(anySeries, anyDay).map((values) => ({
    sql: "select exists (select from {t} where series = $1 and day >= $2) as found",
    values,
  })),
  // Buckets, successive revisions, and joins.
  fc.tuple(anySet, fc.constantFrom("2 days", "7 days", "1 month")).map(([set, width]) => ({
    sql: `select time_bucket('${width}', day) as bucket, series, count(*)::int, sum(value),
  min(value), max(value), first(revision, day) filter (where revision = 0) as opened
from {t} where series = any($1) group by 1, 2 order by 1, 2`,
    values: [set],
  })),
  anySeries.map((series) => ({
    sql: `select day, revision, value, lag(value) over w as before, row_number() over w as nth
from {t} where series = $1 window w as (partition by day order by release, revision)
order by day, release, revision`,
    values: [series],
  })),
  fc.tuple(anySeries, anySeries).map((values) => ({
    sql:
      `select a.day, a.revision, a.value, b.value as other from {t} a join {t} b using (day, revision)
where a.series = $1 and b.series = $2 order by a.day, a.revision`,
    values,
  })),
  anySet.map((set) => ({
    sql: `select k.series, count(t.series)::int from unnest($1::int[]) k (series)
left join {t} t on t.series = k.series group by 1 order by 1`,
    values: [set],
  })),
];

/** Any statement that reads. */
export const anyRead: fc.Arbitrary<Step> = fc.tuple(fc.oneof(...reads), fc.boolean())
  .map(([read, isPrepared]) => ({ kind: "read", ...read, isPrepared }));
