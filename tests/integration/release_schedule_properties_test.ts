import assert from "node:assert/strict";
import fc from "fast-check";
import { recordSchedule } from "../../src/ingest/mod.ts";
import { latest, nextRelease, panel } from "../../src/point_in_time/mod.ts";
import { minute } from "./point_in_time_reference.ts";
import { makeSeries, type ReadingTest, readingTest, writeRows } from "./point_in_time_support.ts";

/** A row of the schedule with its instants in minutes. */
interface PlainRow {
  readonly period: string;
  readonly expected: number | null;
  readonly known: number;
}

interface PlainLook {
  readonly at: number;
  readonly strict: boolean;
  readonly lag: number;
}

/** The next release by the definition: the last word on each period, then the first to come. */
function plainNext(rows: readonly PlainRow[], { at, strict, lag }: PlainLook): unknown {
  const isPast = (instant: number) => strict ? instant + lag < at : instant + lag <= at;
  const said = rows.filter(({ known }) => isPast(known)).toSorted((a, b) => a.known - b.known);
  const last = new Map(said.map((row) => [row.period, row]));
  const toCome = [...last.values()]
    .flatMap(({ expected, ...row }) =>
      expected === null || isPast(expected) ? [] : [{ ...row, expected }]
    )
    .sort((a, b) => a.expected - b.expected || (a.period < b.period ? -1 : 1));
  const [next] = toCome;
  return next === undefined ? null : [next.period, minute(next.expected), minute(next.known)];
}

const step = fc.integer({ min: 0, max: 9 }).map((count) => count * 720);
const anySchedule: fc.Arbitrary<PlainRow[]> = fc.uniqueArray(
  fc.record({
    period: fc.constantFrom("2024-01-01", "2024-02-01", "2024-03-01"),
    expected: fc.option(step),
    known: step,
  }),
  { selector: ({ period, known }) => `${period} ${known}`, maxLength: 10 },
);
const anyAt = fc.tuple(step, fc.constantFrom(-1, 0, 1)).map(([at, by]) => at + by);

async function write(t: ReadingTest, rows: readonly PlainRow[]): Promise<number> {
  const id = await makeSeries(t.client, { code: crypto.randomUUID() });
  await t.client.query(
    `insert into release_calendar (series_id, period, expected_at, zone, known_at)
    select $1, period, expected, 'Asia/Tokyo', known
    from unnest($2::date[], $3::timestamptz[], $4::timestamptz[]) as given (period, expected, known)`,
    [
      id,
      rows.map(({ period }) => period),
      rows.map(({ expected }) => expected === null ? null : minute(expected)),
      rows.map(({ known }) => minute(known)),
    ],
  );
  return id;
}

type Due = Awaited<ReturnType<typeof nextRelease>>;

function shown(due: Due | undefined): unknown {
  if (due === null || due === undefined) return null;
  assert.equal(due.zone, "Asia/Tokyo");
  return [due.period, due.expectedAt.toISOString(), due.knownAt.toISOString()];
}

readingTest("the next release equals the plain reading of any schedule", async (t) => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anySchedule, { minLength: 1, maxLength: 3 }),
      fc.array(anyAt, { minLength: 1, maxLength: 6 }),
      fc.boolean(),
      fc.constantFrom(0, 1, 720),
      async (schedules, instants, strict, lag) => {
        const series: number[] = [];
        for (const rows of schedules) series.push(await write(t, rows));
        const [first = 0] = series;
        await writeRows(t.client, first, [
          { day: "2023-12-01", revision: 0, value: 1, release: "2024-01-01T00:00:00Z" },
        ]);
        const look = { strict, ...(lag === 0 ? {} : { lag: `${lag} minutes` }) };
        const rows = await panel(t.database, {
          series,
          at: instants.map(minute),
          maxAge: null,
          withNextRelease: true,
          ...look,
        });
        for (const [row, at] of instants.entries()) {
          const expected = schedules.map((schedule) => plainNext(schedule, { at, strict, lag }));
          const one = { series: first, at: minute(at), ...look };
          assert.deepEqual(rows[row]?.nextReleases?.map(shown), expected);
          assert.deepEqual(shown(await nextRelease(t.database, one)), expected[0]);
          const known = await latest(t.database, { ...one, withNextRelease: true });
          assert.deepEqual(shown(known?.nextRelease), expected[0]);
        }
      },
    ),
    { numRuns: 40 },
  );
});

const anyAnnouncements = fc.uniqueArray(
  fc.record({
    known: step,
    expected: fc.dictionary(
      fc.constantFrom("2024-01-01", "2024-02-01", "2024-03-01"),
      step.map((minutes) => minutes + 1),
      { noNullPrototype: true },
    ),
  }),
  { selector: ({ known }) => known, minLength: 1, maxLength: 6 },
);

readingTest("whole schedules that are recorded one by one read as the last one did", async (t) => {
  await fc.assert(
    fc.asyncProperty(anyAnnouncements, anyAt, async (announcements, at) => {
      const seriesId = await makeSeries(t.client, { code: crypto.randomUUID() });
      const inTime = announcements.toSorted((a, b) => a.known - b.known);
      for (const { known, expected } of inTime) {
        const schedule = {
          seriesId,
          knownAt: minute(known),
          releases: Object.entries(expected).map(([period, due]) => ({
            period,
            expectedAt: minute(due),
            zone: "Asia/Tokyo",
          })),
          isComplete: true,
        };
        await recordSchedule(t.database, schedule);
        assert.equal((await recordSchedule(t.database, schedule)).changed, 0);
      }
      const last = inTime.findLast(({ known }) => known <= at);
      const [next] = Object.entries(last?.expected ?? {}).filter(([, due]) => due > at)
        .sort(([a, due], [b, other]) => due - other || (a < b ? -1 : 1));
      const found = await nextRelease(t.database, { series: seriesId, at: minute(at) });
      assert.deepEqual(
        found && [found.period, found.expectedAt.toISOString()],
        next === undefined ? null : [next[0], minute(next[1])],
      );
    }),
    { numRuns: 40 },
  );
});
