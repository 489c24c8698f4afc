import assert from "node:assert/strict";
import fc from "fast-check";
import {
  asOf,
  changesSince,
  crossSection,
  firstRelease,
  latest,
  nthRelease,
  type Observation,
  panel,
  revisions,
  vintageMatrix,
} from "../../src/point_in_time/mod.ts";
import {
  anyInstant,
  anyRows,
  knownRows,
  latestRow,
  minute,
  type ReferenceRow,
  toTestRows,
} from "./point_in_time_reference.ts";
import {
  appendVintage,
  compress,
  makeSeries,
  type ReadingTest,
  readingTest,
  writeRows,
} from "./point_in_time_support.ts";

const runs = { numRuns: 50 };

/** Writes rows as a series that no other run reads. */
async function write(t: ReadingTest, rows: readonly ReferenceRow[]): Promise<number> {
  const series = await makeSeries(t.client, { code: crypto.randomUUID() });
  await writeRows(t.client, series, toTestRows(rows));
  return series;
}

function shown(found: readonly Observation[]): unknown[] {
  return found.map((one) => [one.observationDate, one.value, one.releaseTime.toISOString()]);
}

function expected(rows: readonly ReferenceRow[]): unknown[] {
  return rows.map(({ day, value, release }) => [day, value, minute(release)]);
}

const anyLook = fc.record({
  at: anyInstant,
  strict: fc.boolean(),
  lag: fc.constantFrom(0, 1, 720),
  knownTo: fc.option(anyInstant, { nil: undefined }),
}, { requiredKeys: ["at"] });

type AnyLook = typeof anyLook extends fc.Arbitrary<infer Look> ? Look : never;

/** Converts a reference's look to the options of a read. */
function options({ at, strict, lag, knownTo }: AnyLook) {
  return {
    at: minute(at),
    ...(strict === undefined ? {} : { strict }),
    ...(lag === undefined || lag === 0 ? {} : { lag: `${lag} minutes` }),
    ...(knownTo === undefined ? {} : { knownTo: minute(knownTo) }),
  };
}

/** A look without undefined keys. */
function given(look: AnyLook) {
  const { knownTo, ...rest } = look;
  return knownTo === undefined ? rest : { ...rest, knownTo };
}

readingTest("asOf and latest equal a plain reading of the rule", async (t) => {
  await fc.assert(
    fc.asyncProperty(anyRows, anyLook, fc.integer({ min: 1, max: 70 }), async (rows, look, age) => {
      const series = await write(t, rows);
      const known = knownRows(rows, given(look));
      assert.deepEqual(
        shown(await asOf(t.database, { series, ...options(look) })),
        expected(known),
      );
      const found = await latest(t.database, { series, ...options(look), maxAge: `${age} days` });
      const wanted = latestRow(rows, { ...given(look), maxAgeDays: age });
      assert.deepEqual(
        shown(found === null ? [] : [found]),
        expected(wanted === null ? [] : [wanted]),
      );
    }),
    runs,
  );
});

readingTest(
  "asOf of everything equals asOf of what was released by then, whatever comes later",
  async (t) => {
    await fc.assert(
      fc.asyncProperty(anyRows, anyInstant, async (rows, at) => {
        const early = rows.filter(({ release }) => release <= at);
        const series = await write(t, early);
        const before = await asOf(t.database, { series, at: minute(at) });
        await writeRows(t.client, series, toTestRows(rows.filter((row) => !early.includes(row))));
        assert.deepEqual(await asOf(t.database, { series, at: minute(at) }), before);
        const all = await write(t, rows);
        assert.deepEqual(await asOf(t.database, { series: all, at: minute(at) }), before);
      }),
      runs,
    );
  },
);

readingTest("the order of loading never changes an answer", async (t) => {
  // Values here only rise: if a value returned to an earlier one and the vintage in between is
  // missing, it would look unchanged.
  const vintage = fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 3, maxLength: 3 });
  const loading = fc.array(vintage, { minLength: 1, maxLength: 6 }).chain((steps) =>
    fc.tuple(
      fc.constant(steps),
      fc.shuffledSubarray(steps.map((_, i) => i), { minLength: steps.length }),
    )
  );
  await fc.assert(
    fc.asyncProperty(loading, async ([steps, order]) => {
      const released = steps.map((_, i) => ({
        release: minute(i * 1440),
        values: new Map(["2024-01-01", "2024-02-01", "2024-03-01"].map((day, column) => [
          day,
          steps.slice(0, i + 1).reduce((sum, step) => sum + (step[column] ?? 0), 0),
        ])),
      }));
      const inOrder = await makeSeries(t.client, { code: crypto.randomUUID() });
      const shuffled = await makeSeries(t.client, { code: crypto.randomUUID() });
      for (const one of released) await appendVintage(t.client, inOrder, one);
      for (const place of order) {
        const one = released[place];
        if (one !== undefined) await appendVintage(t.client, shuffled, one);
      }
      const pairs = (found: readonly Observation[]) =>
        found.map((one) => [one.observationDate, one.value]);
      for (const { release } of released) {
        const at = release;
        assert.deepEqual(
          pairs(await asOf(t.database, { series: shuffled, at })),
          pairs(await asOf(t.database, { series: inOrder, at })),
        );
      }
      const at = minute(20_000);
      const news = (found: Awaited<ReturnType<typeof revisions>>) =>
        found.map(({ ingestedAt: _ingestedAt, ...revision }) => revision);
      assert.deepEqual(
        news(await revisions(t.database, { series: shuffled, at })),
        news(await revisions(t.database, { series: inOrder, at })),
      );
    }),
    runs,
  );
});

readingTest("panel and crossSection equal latest, cell by cell", async (t) => {
  const series = fc.array(fc.record({ rows: anyRows, ahead: fc.boolean() }), {
    minLength: 1,
    maxLength: 3,
  });
  const instants = fc.array(anyInstant, { minLength: 1, maxLength: 6 });
  const age = fc.option(fc.integer({ min: 1, max: 70 }), { nil: null });
  await fc.assert(
    fc.asyncProperty(series, instants, anyLook, age, async (columns, rows, look, days) => {
      const { at: _at, ...rest } = options(look);
      const maxAge = days === null ? null : `${days} days`;
      const refs: { id: number; ahead: boolean }[] = [];
      for (const { rows, ahead } of columns) refs.push({ id: await write(t, rows), ahead });
      const grid = await panel(t.database, { series: refs, at: rows.map(minute), maxAge, ...rest });
      for (const [i, at] of rows.entries()) {
        const one = { at: minute(at), maxAge, ...rest };
        const cells = await Promise.all(
          refs.map((ref) => latest(t.database, { series: ref, ...one })),
        );
        assert.deepEqual(grid[i]?.cells, cells);
        const cross = await crossSection(t.database, { series: refs, ...one });
        assert.deepEqual(cross.map(({ observation }) => observation), cells);
      }
      for (const [column, { rows: given_, ahead }] of columns.entries()) {
        if (ahead) continue;
        const wanted = rows.map((at) =>
          latestRow(given_, {
            ...given({ ...look, at }),
            ...(days === null ? {} : { maxAgeDays: days }),
          })?.value
        );
        assert.deepEqual(grid.map(({ cells }) => cells[column]?.value), wanted);
      }
    }),
    runs,
  );
});

readingTest(
  "revisions, releases, vintages and changes agree with asOf at every instant",
  async (t) => {
    await fc.assert(
      fc.asyncProperty(anyRows, anyInstant, anyInstant, async (rows, one, other) => {
        const series = await write(t, rows);
        const [since, at] = [Math.min(one, other), Math.max(one, other)];
        const look = { series, at: minute(at) };
        const releases = [...new Set(rows.map(({ release }) => release))].filter((time) =>
          time <= at
        )
          .sort((a, b) => a - b);
        // Each observation's successive values, found by asking at every release.
        const histories = new Map<string, (number | null)[]>();
        for (const time of releases) {
          for (const { day, value } of knownRows(rows, { at: time })) {
            const history = histories.get(day) ?? [];
            if (history.length === 0 || history.at(-1) !== value) history.push(value);
            histories.set(day, history);
          }
        }
        const found = Map.groupBy(await revisions(t.database, look), (row) => row.observationDate);
        assert.deepEqual(
          new Map([...found].map(([day, list]) => [day, list.map(({ value }) => value)])),
          new Map([...histories].sort(([a], [b]) => a < b ? -1 : 1)),
        );
        for (const n of [1, 2]) {
          const nth = await nthRelease(t.database, { ...look, n });
          const wanted = [...histories].filter(([, list]) => list.length >= n);
          assert.deepEqual(
            nth.map(({ observationDate, value }) => [observationDate, value]),
            wanted.map(([day, list]) => [day, list[n - 1]]).sort(),
          );
        }
        assert.deepEqual(
          await firstRelease(t.database, look),
          await nthRelease(t.database, { ...look, n: 1 }),
        );
        const matrix = await vintageMatrix(t.database, {
          ...look,
          vintages: [minute(since), look.at],
        });
        const before = new Map(knownRows(rows, { at: since }).map((row) => [row.day, row.value]));
        assert.deepEqual(
          matrix.rows.map(({ observationDate, cells }) => [
            observationDate,
            cells[0]?.value,
            cells[1]?.value,
          ]),
          knownRows(rows, { at }).map(({ day, value }) => [day, before.get(day), value]),
        );
        const changes = await changesSince(t.database, { ...look, since: minute(since) });
        assert.deepEqual(
          changes.map((
            change,
          ) => [change.observationDate, change.before?.value, change.after.value]),
          knownRows(rows, { at }).filter(({ day, value }) => before.get(day) !== value)
            .map(({ day, value }) => [day, before.get(day), value]),
        );
      }),
      runs,
    );
  },
);

readingTest("answers stay the same once the chunks are compressed", async (t) => {
  const samples = fc.sample(fc.tuple(anyRows, anyLook), { numRuns: 60, seed: 5 });
  const asked: { series: number; rows: readonly ReferenceRow[]; look: AnyLook }[] = [];
  for (const [rows, look] of samples) asked.push({ series: await write(t, rows), rows, look });
  if (!await compress(t.client, "macro_series")) return;
  for (const { series, rows, look } of asked) {
    const found = await asOf(t.database, { series, ...options(look) });
    assert.deepEqual(shown(found), expected(knownRows(rows, given(look))));
  }
  const at = [-2881, -2880, -1, 0, 1, 720, 3600, 8640, 9000];
  const series = asked.map((one) => one.series);
  const grid = await panel(t.database, { series, at: at.map(minute), maxAge: "40 days" });
  for (const [i, instant] of at.entries()) {
    const wanted = asked.map(({ rows }) => latestRow(rows, { at: instant, maxAgeDays: 40 })?.value);
    assert.deepEqual(grid[i]?.cells.map((cell) => cell?.value), wanted);
    const cross = await crossSection(t.database, {
      series,
      at: minute(instant),
      maxAge: "40 days",
    });
    assert.deepEqual(cross.map(({ observation }) => observation?.value), wanted);
  }
});
