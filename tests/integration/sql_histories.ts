import fc from "fast-check";
import type { Queryable } from "../../src/base/sql/mod.ts";
import { type VintageKind, vintageKinds } from "../../src/schema/mod.ts";
import {
  anyInstant,
  anyRows,
  minute,
  type ReferenceLook,
  type ReferenceRow,
} from "./point_in_time_reference.ts";

/** A row of a history, with the kind of its vintage. */
export interface HistoryRow extends ReferenceRow {
  readonly kind: VintageKind;
}

/** A question to a history: the look, and the options of reads. */
export interface Question extends ReferenceLook {
  readonly ageDays: number | null;
  readonly kinds: readonly VintageKind[] | null;
  readonly since: number;
  readonly n: number;
  readonly from: string | null;
  readonly to: string | null;
}

/** A random history of one series, and questions to it. */
export interface History {
  readonly rows: readonly HistoryRow[];
  readonly questions: readonly Question[];
}

const anyKind = fc.constantFrom(...vintageKinds);
const maybe = <T>(some: fc.Arbitrary<T>) => fc.option(some, { nil: null });
const anyDay = fc.constantFrom("2023-11-15", "2023-12-01", "2024-02-29", "2024-03-01");

const anyQuestion: fc.Arbitrary<Question> = fc.record({
  at: anyInstant,
  strict: fc.boolean(),
  lag: fc.constantFrom(0, 1, 720),
  knownTo: fc.option(anyInstant, { nil: Infinity }),
  ageDays: maybe(fc.integer({ min: 1, max: 70 })),
  kinds: maybe(fc.uniqueArray(anyKind, { minLength: 1 })),
  since: anyInstant,
  n: fc.integer({ min: 1, max: 3 }),
  from: maybe(anyDay),
  to: maybe(anyDay),
}).map((one) => ({ ...one, since: Math.min(one.since, one.at) }));

/** Creates random histories, each with the same number of questions. */
export function histories(
  { seed, count, questions }: {
    readonly seed: number;
    readonly count: number;
    readonly questions: number;
  },
): readonly History[] {
  const history = fc.record({
    rows: anyRows.chain((rows) =>
      fc.array(anyKind, { minLength: rows.length, maxLength: rows.length }).map((kinds) =>
        rows.map((row, i) => ({ ...row, kind: kinds[i] ?? "native" }))
      )
    ),
    questions: fc.array(anyQuestion, { minLength: questions, maxLength: questions }),
  });
  return fc.sample(history, { numRuns: count, seed });
}

/** Writes histories as new series of one source, and returns their ids. */
export async function writeHistories(
  client: Queryable,
  all: readonly History[],
): Promise<readonly number[]> {
  await client.query("insert into data_sources (name) values ('RANDOM') on conflict do nothing");
  const { rows: ids } = await client.query<{ id: number }>(
    `insert into series_metadata
      (source_id, series_code, name, frequency, country, unit, release_timezone)
    select d.id, 'H/' || n, 'H' || n, 'monthly', 'US', 'index', 'America/New_York'
    from data_sources d, generate_series(0, $1 - 1) n where d.name = 'RANDOM'
    returning id`,
    [all.length],
  );
  const rows = all.flatMap(({ rows }, i) => rows.map((row) => ({ ...row, id: ids[i]?.id })));
  await client.query(
    `insert into macro_series (series_id, observation_date, revision_number, value, release_time,
      ingested_at, vintage_kind)
    select * from unnest($1::int[], $2::date[], $3::smallint[], $4::float8[], $5::timestamptz[],
      $6::timestamptz[], $7::text[])`,
    [
      rows.map(({ id }) => id),
      rows.map(({ day }) => day),
      rows.map(({ revision }) => revision),
      rows.map(({ value }) => value),
      rows.map(({ release }) => minute(release)),
      rows.map(({ ingested }) => minute(ingested)),
      rows.map(({ kind }) => kind),
    ],
  );
  return ids.map(({ id }) => id);
}

/** The options of a read of the library for a question. */
export function readOptions({ at, strict = false, lag = 0, knownTo, kinds }: Question) {
  return {
    at: minute(at),
    strict,
    ...(lag === 0 ? {} : { lag: `${lag} minutes` }),
    ...(knownTo === undefined || knownTo === Infinity ? {} : { knownTo: minute(knownTo) }),
    ...(kinds === null ? {} : { kinds }),
  };
}

/** The range of a question. */
export function rangeOptions({ from, to }: Question) {
  return { ...(from === null ? {} : { from }), ...(to === null ? {} : { to }) };
}

/** The parameters of a question, as {@linkcode clockArguments} names them: $1 is the series. */
export function parameters(question: Question): readonly unknown[] {
  const { at, strict = false, lag = 0, knownTo, kinds } = question;
  return [
    minute(at),
    knownTo === undefined || knownTo === Infinity ? null : minute(knownTo),
    strict,
    `${lag} minutes`,
    kinds === null ? null : [...kinds],
  ];
}

/** The arguments of the clocks, from the second parameter. */
export const clockArguments =
  "at => $2, known_to => $3, strict => $4, lag => $5, kinds => $6::text[]";
