import assert from "node:assert/strict";
import {
  asOf,
  changesSince,
  crossSection,
  firstRelease,
  latest,
  nthRelease,
  panel,
  revisions,
  vintages,
} from "../../src/point_in_time/mod.ts";
import { knownRows, latestRow, minute } from "./point_in_time_reference.ts";
import { compress } from "./point_in_time_support.ts";
import {
  type FunctionTest,
  functionTest,
  instantMs,
  observation,
  observations,
  toObservation,
} from "./sql_functions_support.ts";
import {
  clockArguments,
  histories,
  type History,
  parameters,
  type Question,
  rangeOptions,
  readOptions,
  writeHistories,
} from "./sql_histories.ts";

// 125 histories of 20 questions on each of four engines: 10,000 pairs of an instant and a key.
const seed = Number(Deno.env.get("STRATA_TEST_SEED") ?? Date.now() % 2 ** 31);
const shape = { seed, count: 125, questions: 20 };

functionTest(`the SQL functions equal the library and the reference (seed ${seed})`, async (t) => {
  const all = histories(shape);
  const ids = await writeHistories(t.client, all);
  for (const isCompressed of [false, true]) {
    if (isCompressed && !await compress(t.client, "macro_series")) break;
    for (const [i, history] of all.entries()) {
      // A server that compresses answers half of the questions before, and half of them after.
      const questions = history.questions.filter((_, place) => (place % 2 === 1) === isCompressed);
      const id = ids[i] ?? 0;
      for (const [place, question] of questions.entries()) {
        const ref = place % 2 === 0 ? String(id) : `RANDOM/H/${i}`;
        await compareValues(t, history, { id, ref, question });
        if (place % 5 === 0) await compareReleases(t, { id, ref, question });
      }
      const others = ids.slice(i, i + 3);
      await compareMany(t, others, questions);
    }
  }
});

interface Asked {
  readonly id: number;
  readonly ref: string;
  readonly question: Question;
}

async function compareValues(
  { client, database }: FunctionTest,
  { rows }: History,
  { id, ref, question }: Asked,
): Promise<void> {
  const look = { series: id, ...readOptions(question) };
  const { from, to, kinds, ageDays } = question;
  const found = await observations(
    client,
    `as_of($1, ${clockArguments}, from_date => $7::date, to_date => $8::date)`,
    [ref, ...parameters(question), from, to],
  );
  assert.deepEqual(found, await asOf(database, { ...look, ...rangeOptions(question) }));
  const counted = rows.filter(({ kind }) => kinds === null || kinds.includes(kind));
  const known = knownRows(counted, question)
    .filter(({ day }) => (from === null || day >= from) && (to === null || day <= to));
  const plain = ({ day, value, release }: (typeof known)[number]) => ({
    observationDate: day,
    value,
    releaseTime: new Date(minute(release)),
  });
  assert.deepEqual(found, known.map(plain));
  const [last] = await observations(
    client,
    `latest($1, ${clockArguments}, max_age => $7::interval)`,
    [ref, ...parameters(question), ageDays === null ? null : `${ageDays} days`],
  );
  const maxAge = ageDays === null ? null : `${ageDays} days`;
  assert.deepEqual(last ?? null, await latest(database, { ...look, maxAge }));
  const wanted = latestRow(counted, {
    ...question,
    ...(ageDays === null ? {} : { maxAgeDays: ageDays }),
  });
  assert.deepEqual(last ?? null, wanted === null ? null : plain(wanted as typeof known[number]));
}

async function compareReleases(
  { client, database }: FunctionTest,
  { id, ref, question }: Asked,
): Promise<void> {
  const look = { series: id, ...readOptions(question), ...rangeOptions(question) };
  const range = "from_date => $7::date, to_date => $8::date";
  const values = [ref, ...parameters(question), question.from, question.to];
  assert.deepEqual(
    await observations(client, `first_release($1, ${clockArguments}, ${range})`, values),
    await firstRelease(database, look),
  );
  assert.deepEqual(
    await observations(client, `nth_release($1, $9, ${clockArguments}, ${range})`, [
      ...values,
      question.n,
    ]),
    await nthRelease(database, { ...look, n: question.n }),
  );
  const known = await client.query(
    `select ${observation}, release, previous_value as "previousValue",
      ${instantMs("ingested_at")} as stored
    from strata.revisions($1, ${clockArguments}, ${range}) order by observation_date, release`,
    values,
  );
  assert.deepEqual(
    known.rows.map((row) => ({
      ...toObservation(row),
      release: row.release,
      previousValue: row.previousValue,
      ingestedAt: new Date(row.stored),
    })),
    await revisions(database, look),
  );
  const seen = await client.query(
    `select ${instantMs("release_time")} as released, changes, oldest_date::text as "from",
      newest_date::text as "to"
    from strata.vintages($1, ${clockArguments}, ${range}) order by release_time`,
    values,
  );
  assert.deepEqual(
    seen.rows.map(({ released, ...row }) => ({ releaseTime: new Date(released), ...row })),
    await vintages(database, look),
  );
  const changes = await client.query(
    `select ${observation}, previous_value as "before",
      ${instantMs("previous_release_time")} as known
    from strata.changes_since(array[$1]::text[], since => $9, ${clockArguments}, ${range})
    order by observation_date`,
    [...values, minute(question.since)],
  );
  const wanted = await changesSince(database, { ...look, since: minute(question.since) });
  assert.deepEqual(
    changes.rows.map((row) => [toObservation(row), row.before, row.known]),
    wanted.map(({ before, after }) => [
      after,
      before?.value ?? null,
      before?.releaseTime.getTime() ?? null,
    ]),
  );
}

async function compareMany(
  { client, database }: FunctionTest,
  ids: readonly number[],
  questions: readonly Question[],
): Promise<void> {
  const [question] = questions;
  if (question === undefined) return;
  const maxAge = question.ageDays === null ? null : `${question.ageDays} days`;
  const ahead = question.n === 1;
  const series = ids.map((id) => ({ id, ahead }));
  const { at: _at, ...look } = readOptions(question);
  const at = questions.map((one) => minute(one.at)).sort();
  const [, ...rest] = parameters(question);
  const given = [ids, null, ...rest, maxAge, ahead];
  const options = `${clockArguments}, max_age => $7::interval, ahead => $8`;
  const cells = await client.query(
    `select ${instantMs("as_of")} as at, series_id as id, ${observation}
    from strata.panel($1::int[], ${options.replace("$2", "$2::text[]")})
    order by as_of, array_position($1, series_id)`,
    given.with(1, at),
  );
  const grid = await panel(database, { series, at, maxAge, ...look });
  const isIn = new Set<string>();
  const unique = grid.filter(({ at }) => !isIn.has(at.toISOString()) && isIn.add(at.toISOString()));
  const found = cells.rows.map((row) => [
    row.at,
    row.id,
    row.day === null ? null : toObservation(row),
  ]);
  const wanted = (rows: typeof grid) =>
    rows.flatMap((row) => row.cells.map((cell, i) => [row.at.getTime(), ids[i], cell]));
  assert.equal(found.length, wanted(grid).length);
  const once = new Map(found.map((cell) => [JSON.stringify(cell.slice(0, 2)), cell]));
  assert.deepEqual([...once.values()], wanted(unique));
  for (const one of questions.slice(0, 2)) {
    const cross = await client.query(
      `select series_id as id, ${observation} from strata.cross_section($1::int[], ${options})`,
      given.with(1, minute(one.at)),
    );
    const rows = await crossSection(database, { series, at: minute(one.at), maxAge, ...look });
    assert.deepEqual(
      cross.rows.map((row) => [row.id, row.day === null ? null : toObservation(row)]),
      rows.map((row) => [row.seriesId, row.observation]),
    );
  }
}
