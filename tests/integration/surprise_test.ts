import assert from "node:assert/strict";
import fc from "fast-check";
import { appendExpectations, appendVintages, ConflictError } from "../../src/ingest/mod.ts";
import { firstRelease, surprise } from "../../src/point_in_time/mod.ts";
import { load, withFile } from "./load_csv_support.ts";
import { anyInstant, anyRows, minute, toTestRows } from "./point_in_time_reference.ts";
import { makeSeries, readingTest, writeRows } from "./point_in_time_support.ts";

const release = "2024-11-01T12:30:00Z";

readingTest(
  "surprise compares with the last expectation strictly before the release",
  async (t) => {
    const { database, client } = t;
    const seriesId = await makeSeries(client, { code: "PAYEMS" });
    const october = { seriesId, observationDate: "2024-10-01" };
    await appendVintages(database, [{ ...october, value: 12 }], { releaseTime: release });
    await appendVintages(database, [{ ...october, value: 999 }], {
      releaseTime: "2024-12-06T13:30:00Z",
    });
    const expect = (source: string, expectedValue: number, knownAt: string) => ({
      ...october,
      source,
      expectedValue,
      knownAt,
    });
    const rows = [
      expect("survey", 110, "2024-10-25T12:00:00Z"),
      expect("survey", -50, "2024-11-01T12:29:59.999999Z"),
      expect("survey", 12, release),
      expect("survey", 12, "2024-11-01T12:31:00Z"),
      expect("bank", 8, "2024-10-30T12:00:00Z"),
      expect("zero", 0, "2024-10-01T12:00:00Z"),
      expect("after", 12, release),
    ];
    assert.equal((await appendExpectations(database, rows)).inserted, rows.length);
    assert.equal((await appendExpectations(database, rows)).unchanged, rows.length);
    await assert.rejects(
      appendExpectations(database, [{ ...rows[0] ?? expect("", 0, ""), expectedValue: 111 }]),
      ConflictError,
    );

    const read = async (source?: string, at = "2025-01-01T00:00:00Z") => {
      const [one] = await surprise(database, {
        series: seriesId,
        at,
        ...(source === undefined ? {} : { source }),
      });
      return one && [
        one.value,
        one.expectedValue,
        one.expectedBy,
        one.difference,
        one.differencePercent,
      ];
    };
    assert.deepEqual(await read("survey"), [12, -50, "survey", 62, 124]);
    assert.deepEqual(await read("bank"), [12, 8, "bank", 4, 50]);
    assert.deepEqual(await read(), [12, -50, "survey", 62, 124], "the last of all");
    assert.deepEqual(await read("zero"), [12, 0, "zero", 12, null]);
    assert.deepEqual(await read("after"), [12, null, null, null, null], "a tie does not count");
    assert.equal(await read("survey", "2024-11-01T12:29:59Z"), undefined, "not out yet");
    await assert.rejects(surprise(database, { series: 999, at: release }), /"999"/);
  },
);

readingTest("surprise has no first release to compare where an archive begins", async (t) => {
  const seriesId = await makeSeries(t.client, { code: "OLD" });
  const archive = { seriesId, observationDate: "2024-09-01", value: 1 };
  await appendVintages(t.database, [{ ...archive, vintageKind: "pseudo" as const }], {
    releaseTime: release,
  });
  await appendVintages(t.database, [{ ...archive, observationDate: "2024-10-01", value: null }], {
    releaseTime: release,
  });
  await appendExpectations(
    t.database,
    ["2024-09-01", "2024-10-01"].map((observationDate) => ({
      seriesId,
      observationDate,
      source: "survey",
      expectedValue: 1,
      knownAt: "2024-10-01T00:00:00Z",
    })),
  );
  const found = await surprise(t.database, { series: seriesId, at: "2025-01-01T00:00:00Z" });
  assert.deepEqual(
    found.map(({ observationDate, difference }) => [observationDate, difference]),
    [["2024-10-01", null]],
  );
});

readingTest(
  "a consensus comes from a CSV file, and one dated by the day alone is refused",
  async (t) => {
    const seriesId = await makeSeries(t.client, { code: "PAYEMS" });
    await appendVintages(
      t.database,
      [{ seriesId, observationDate: "2024-10-01", value: 159_005 }],
      {
        releaseTime: release,
      },
    );
    const args = ["--table=release_expectations", "--set", "series=ALFRED/PAYEMS"].concat(
      ["source=survey", "observationDate=month", "expectedValue=consensus", "knownAt=at"]
        .flatMap((pair) => [pair.startsWith("source") ? "--set" : "--map", pair]),
    );
    const file = (at: string) => `month,consensus,at\n2024-10-01,159110,${at}\n`;
    const bad = await withFile(
      file("2024-10-31"),
      (path) => load(t.url, [...args, "--file", path]),
    );
    assert.equal(bad.code, 1, bad.stderr);
    assert.match(bad.stderr, /knownAt: got "2024-10-31"/);
    const good = await withFile(
      file("2024-10-31T16:00:00-04:00"),
      (path) => load(t.url, [...args, "--file", path]),
    );
    assert.equal(good.code, 0, good.stderr);
    const [found] = await surprise(t.database, { series: seriesId, at: "2025-01-01T00:00:00Z" });
    assert.deepEqual([found?.expectedBy, found?.difference], ["survey", -105]);
  },
);

const sources = ["a", "b"];
const anyExpectations = fc.uniqueArray(
  fc.record({
    day: fc.constantFrom("2023-12-01", "2024-01-01", "2024-02-01"),
    source: fc.constantFrom(...sources),
    expected: fc.constantFrom(-2, 0, 1, 3),
    known: anyInstant,
  }),
  { selector: ({ day, source, known }) => `${day} ${source} ${known}`, maxLength: 12 },
);

readingTest("surprise equals the plain reading of any releases and expectations", async (t) => {
  await fc.assert(
    fc.asyncProperty(
      anyRows,
      anyExpectations,
      anyInstant,
      fc.option(fc.constantFrom(...sources), { nil: undefined }),
      async (rows, expectations, at, source) => {
        const series = await makeSeries(t.client, { code: crypto.randomUUID() });
        await writeRows(t.client, series, toTestRows(rows));
        await appendExpectations(
          t.database,
          expectations.map(({ day, source, expected, known }) => ({
            seriesId: series,
            observationDate: day,
            source,
            expectedValue: expected,
            knownAt: minute(known),
          })),
        );
        const found = await surprise(t.database, {
          series,
          at: minute(at),
          ...(source === undefined ? {} : { source }),
        });
        const first = await firstRelease(t.database, { series, at: minute(at) });
        const plain = first.map((one) => {
          const before = expectations
            .filter((it) => it.day === one.observationDate && (source ?? it.source) === it.source)
            .filter((it) => minute(it.known) < one.releaseTime.toISOString())
            .toSorted((a, b) => b.known - a.known || (a.source < b.source ? -1 : 1))[0];
          const isWhole = before !== undefined && one.value !== null;
          return {
            ...one,
            expectedValue: before?.expected ?? null,
            expectedBy: before?.source ?? null,
            expectedSince: before === undefined ? null : new Date(minute(before.known)),
            difference: isWhole ? (one.value ?? 0) - before.expected : null,
            differencePercent: isWhole && before.expected !== 0
              ? 100 * ((one.value ?? 0) - before.expected) / Math.abs(before.expected)
              : null,
          };
        });
        assert.deepEqual(found, plain);
      },
    ),
    { numRuns: 40 },
  );
});
