import fc from "fast-check";
import type { Step } from "./step.ts";

/** The first day of every history; chunks begin elsewhere. */
const FIRST = "date '2024-01-01'";

/** A row by small numbers, so that keys meet. */
interface AnyRow {
  readonly series: number;
  readonly day: number;
  readonly revision: number;
  readonly release: number;
  readonly value: number | null;
  readonly note: string | null;
}

const anySeries = fc.integer({ min: 1, max: 4 });
const anyDay = fc.nat({ max: 29 });
const anyRevision = fc.nat({ max: 2 });
// Whole numbers: a sum does not depend on the order of the rows.
const anyValue = fc.option(fc.nat({ max: 3 }), { nil: null });

const anyRow: fc.Arbitrary<AnyRow> = fc.record({
  series: anySeries,
  day: anyDay,
  revision: anyRevision,
  release: fc.nat({ max: 40 }),
  value: anyValue,
  note: fc.constantFrom(null, "a", "b"),
});

const anyRows = fc.uniqueArray(anyRow, {
  minLength: 1,
  maxLength: 8,
  selector: ({ series, day, revision }) => `${series} ${day} ${revision}`,
});

const COLUMNS = "series, day, revision, release, value, note";

function tuples(rows: readonly AnyRow[]): string {
  const note = (text: string | null) => text === null ? "null" : `'${text}'`;
  return rows.map(({ series, day, revision, release, value, note: text }) =>
    `(${series}, ${FIRST} + ${day}, ${revision}::smallint, ` +
    `timestamptz '2024-01-01Z' + interval '${release} days', ${value}::float8, ${note(text)})`
  ).join(", ");
}

/** Rows of whole series, as many as a chunk needs before its plans change. */
const manyRows = fc.record({
  from: anySeries,
  count: fc.integer({ min: 1, max: 4 }),
  days: fc.integer({ min: 1, max: 30 }),
  revision: anyRevision,
}).map(({ from, count, days, revision }) =>
  `select s, ${FIRST} + d, ${revision}, timestamptz '2024-01-01Z' + interval '1 day' * (d + ${revision}),
  (s * d) % 4, case when d % 3 = 0 then 'a' end
from generate_series(${from}, ${from + count - 1}) s, generate_series(0, ${
    days - 1
  }) d order by 1, 2`
);

const anyConflict = fc.constantFrom(
  "do nothing",
  "do nothing",
  "do update set value = excluded.value, note = excluded.note",
);

const anyInsert = fc.tuple(
  fc.oneof(manyRows, anyRows.map((rows) => `values ${tuples(rows)}`)),
  anyConflict,
).map(([rows, conflict]) =>
  `insert into {t} (${COLUMNS}) ${rows} on conflict (series, day, revision) ${conflict}`
);

/** Inserts without a clause for conflicts: a key that is stored refuses all rows. */
const anyBareInsert = anyRows.map((rows) => `insert into {t} (${COLUMNS}) values ${tuples(rows)}`);

/** The package's own way: a join with literal bounds, then an insert of what is not there. */
const anyAbsent = anyRows.map((rows) =>
  `with given as materialized (
  select * from (values ${tuples(rows)}) g (${COLUMNS})
), judged as materialized (
  select g.*, t.series is not null as there from given g left join (
    select * from {t} t where series = any('{${
    [...new Set(rows.map(({ series }) => series))].join(",")
  }}'::int[])
      and day between ${FIRST} + ${Math.min(...rows.map(({ day }) => day))}
        and ${FIRST} + ${Math.max(...rows.map(({ day }) => day))}
  ) t on t.series = g.series and t.day = g.day and t.revision = g.revision
)
insert into {t} (${COLUMNS}) select ${COLUMNS} from judged where not there order by day, series`
);

/** A condition on rows to change. */
export const anyCondition: fc.Arbitrary<string> = fc.oneof(
  anySeries.map((series) => `series = ${series}`),
  fc.tuple(anySeries, anyDay).map(([series, day]) =>
    `series = ${series} and day = ${FIRST} + ${day}`
  ),
  fc.tuple(anyDay, anyDay).map(([low, days]) =>
    `day between ${FIRST} + ${low} and ${FIRST} + ${low + days}`
  ),
  anyRevision.map((revision) => `revision = ${revision}`),
  anyValue.map((value) => value === null ? "value is null" : `value = ${value}`),
  fc.constantFrom("note = 'a'", "note is null", "value > 1 and note is distinct from 'b'"),
);

const anyMerge = anyRows.map((rows) =>
  `merge into {t} t using (values ${tuples(rows)}) g (${COLUMNS})
on t.series = g.series and t.day = g.day and t.revision = g.revision
when matched then update set value = g.value
when not matched then insert (${COLUMNS}) values (${
    COLUMNS.split(", ").map((name) => `g.${name}`).join(", ")
  })`
);

/** Any statement that writes. */
export const anyWrite: fc.Arbitrary<Step> = fc.oneof(
  { arbitrary: anyInsert, weight: 5 },
  { arbitrary: anyAbsent, weight: 2 },
  { arbitrary: anyBareInsert, weight: 1 },
  {
    arbitrary: fc.tuple(anyCondition, anyValue).map(([where, value]) =>
      `update {t} set value = ${value}, note = 'c' where ${where}`
    ),
    weight: 2,
  },
  { arbitrary: anyCondition.map((where) => `delete from {t} where ${where}`), weight: 2 },
  { arbitrary: anyMerge, weight: 1 },
).map((sql) => ({ kind: "write", sql }));
