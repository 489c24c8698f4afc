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
  vintageMatrix,
  vintages,
} from "../../src/point_in_time/mod.ts";
import {
  compress,
  makeSeries,
  readingTest,
  type TestRow,
  writeRows,
} from "./point_in_time_support.ts";

const rows: readonly TestRow[] = [
  { day: "2024-01-01", revision: 0, value: 10, release: "2024-02-01T13:30:00Z" },
  { day: "2024-01-01", revision: 1, value: 11, release: "2024-03-01T13:30:00Z" },
  { day: "2024-02-01", revision: 0, value: 20, release: "2024-03-01T13:30:00Z" },
  { day: "2024-03-01", revision: 0, value: null, release: "2024-04-01T12:30:00Z" },
  // A revision of an old period after a newer period, and a correction at the same instant.
  { day: "2024-01-01", revision: 2, value: 99, release: "2024-04-01T12:30:00Z" },
  { day: "2024-01-01", revision: 3, value: 12, release: "2024-04-01T12:30:00Z" },
  { day: "2024-03-01", revision: 1, value: 30, release: "2024-05-01T12:30:00Z" },
];

const pairs = (found: readonly { observationDate: string; value: number | null }[]): unknown[] =>
  found.map(({ observationDate, value }) => [observationDate, value]);

readingTest("point in time: every function reads one small series right", async (t) => {
  const { client, database: db } = t;
  const series = await makeSeries(client, { code: "SMALL" });
  await writeRows(client, series, rows);
  for (const isCompressed of [false, true]) {
    if (isCompressed && !await compress(client, "macro_series")) break;

    const at = "2024-03-01T13:30:00Z";
    assert.deepEqual(await asOf(db, { series, at }), [
      { observationDate: "2024-01-01", value: 11, releaseTime: new Date(at) },
      { observationDate: "2024-02-01", value: 20, releaseTime: new Date(at) },
    ]);
    assert.deepEqual(pairs(await asOf(db, { series, at, strict: true })), [["2024-01-01", 10]]);
    assert.deepEqual(pairs(await asOf(db, { series, at, lag: "1 minute" })), [["2024-01-01", 10]]);
    const range = { series, at: "2024-06-01T00:00Z", from: "2024-02-01", to: "2024-02-29" };
    assert.deepEqual(pairs(await asOf(db, range)), [["2024-02-01", 20]]);
    assert.deepEqual(await asOf(db, { series, at: "2024-01-01T00:00Z" }), []);

    const april = "2024-04-02T00:00:00Z";
    assert.equal((await latest(db, { series, at: april }))?.value, null);
    assert.equal((await latest(db, { series, at: "2024-03-02T00:00Z" }))?.value, 20);
    assert.equal(await latest(db, { series, at: "2024-03-02T00:00Z", maxAge: "29 days" }), null);
    const young = await latest(db, { series, at: "2024-03-02T00:00Z", maxAge: "30 days" });
    assert.equal(young?.observationDate, "2024-02-01");

    const june = "2024-06-01T00:00Z";
    assert.deepEqual(pairs(await firstRelease(db, { series, at: june })), [
      ["2024-01-01", 10],
      ["2024-02-01", 20],
      ["2024-03-01", null],
    ]);
    assert.deepEqual(
      await nthRelease(db, { series, at: june, n: 1 }),
      await firstRelease(db, { series, at: june }),
    );
    assert.deepEqual(pairs(await nthRelease(db, { series, at: june, n: 3 })), [["2024-01-01", 12]]);
    assert.deepEqual(
      (await revisions(db, { series, at: june, to: "2024-01-31" }))
        .map(({ release, value, previousValue }) => [release, value, previousValue]),
      [[1, 10, null], [2, 11, 10], [3, 12, 11]],
    );
    assert.deepEqual(await vintages(db, { series, at: april }), [
      {
        releaseTime: new Date("2024-02-01T13:30:00Z"),
        changes: 1,
        from: "2024-01-01",
        to: "2024-01-01",
      },
      { releaseTime: new Date(at), changes: 2, from: "2024-01-01", to: "2024-02-01" },
      {
        releaseTime: new Date("2024-04-01T12:30:00Z"),
        changes: 2,
        from: "2024-01-01",
        to: "2024-03-01",
      },
    ]);
    const matrix = await vintageMatrix(db, { series, at: june });
    assert.deepEqual(
      matrix.rows.map(({ cells }) => cells.map((cell) => cell === null ? "-" : cell.value)),
      [[10, 11, 12, 12], ["-", 20, 20, 20], ["-", "-", null, 30]],
    );
    const chosen = await vintageMatrix(db, { series, at: june, vintages: [at], strict: true });
    assert.deepEqual(chosen.rows.map(({ cells }) => cells[0]?.value), [10, undefined, undefined]);
  }
});

readingTest("crossSection and panel give many series their place, age and silence", async (t) => {
  const { client, database: db } = t;
  const [a, b, silent] = [
    await makeSeries(client, { code: "A" }),
    await makeSeries(client, { code: "B" }),
    await makeSeries(client, { code: "SILENT" }),
  ];
  await writeRows(client, a, rows);
  await writeRows(client, b, [
    { day: "2023-06-01", revision: 0, value: 7, release: "2023-07-01T12:00:00Z" },
  ]);
  const at = "2024-03-15T00:00:00Z";
  const series = [silent, { source: "ALFRED", code: "B" }, a, a];
  const cross = await crossSection(db, { series, at, maxAge: null });
  assert.deepEqual(cross.map((row) => row.observation?.value), [undefined, 7, 20, 20]);
  assert.deepEqual(cross.map(({ seriesId }) => seriesId), [silent, b, a, a]);
  assert.deepEqual(cross[1]?.series, { source: "ALFRED", code: "B" });
  const young = await crossSection(db, { series, at, maxAge: "2 months" });
  assert.deepEqual(young.map((row) => row.observation?.value), [
    undefined,
    undefined,
    20,
    20,
  ]);

  // Out of order and twice: each row keeps its own position.
  const instants = ["2024-05-02T00:00Z", "2024-03-01T13:30:00Z", "2024-02-01T13:29:59Z", at, at];
  const grid = await panel(db, { series, at: instants, maxAge: null });
  assert.deepEqual(grid.map(({ cells }) => cells.map((cell) => cell?.value)), [
    [undefined, 7, 30, 30],
    [undefined, 7, 20, 20],
    [undefined, 7, undefined, undefined],
    [undefined, 7, 20, 20],
    [undefined, 7, 20, 20],
  ]);
  assert.deepEqual(grid.map((row) => row.at.toISOString())[0], "2024-05-02T00:00:00.000Z");
  const strict = await panel(db, { series: [a], at: instants, maxAge: null, strict: true });
  assert.deepEqual(strict.map(({ cells }) => cells[0]?.value), [30, 10, undefined, 20, 20]);
  assert.deepEqual(await panel(db, { series, at: [], maxAge: null }), []);
  assert.deepEqual((await panel(db, { series: [], at: [at], maxAge: null }))[0]?.cells, []);
  assert.deepEqual(await crossSection(db, { series: [], at, maxAge: null }), []);
});

readingTest("forecasts are latest only where the series is marked ahead", async (t) => {
  const { client, database: db } = t;
  const id = await makeSeries(client, { code: "TARGET" });
  await writeRows(client, id, [
    { day: "2024-01-01", revision: 0, value: 1, release: "2023-06-01T00:00:00Z" },
    { day: "2025-01-01", revision: 0, value: 2, release: "2023-06-01T00:00:00Z" },
    { day: "2026-01-01", revision: 0, value: 3, release: "2023-07-01T00:00:00Z" },
  ]);
  const at = "2024-12-30T12:00:00Z";
  assert.deepEqual((await asOf(db, { series: id, at })).map(({ value }) => value), [1, 2, 3]);
  assert.equal((await latest(db, { series: id, at }))?.value, 1);
  assert.equal((await latest(db, { series: id, at: "2024-12-31T00:00Z" }))?.value, 2);
  assert.equal((await latest(db, { series: { id, ahead: true }, at }))?.value, 3);
  const mixed = [id, { id, ahead: true }];
  const cross = await crossSection(db, { series: mixed, at, maxAge: null });
  assert.deepEqual(cross.map((row) => row.observation?.value), [1, 3]);
  // One day ahead counts as today, because somewhere it is.
  const instants = ["2023-06-15T00:00Z", at, "2024-12-31T00:00Z"];
  const one = await panel(db, { series: [id], at: instants, maxAge: null });
  assert.deepEqual(one.map(({ cells }) => cells[0]?.value), [undefined, 1, 2]);
  const ahead = await panel(db, { series: [{ id, ahead: true }], at: instants, maxAge: null });
  assert.deepEqual(ahead.map(({ cells }) => cells[0]?.value), [2, 3, 3]);
});

readingTest("knownTo asks the second clock, changesSince compares two looks", async (t) => {
  const { client, database: db } = t;
  const series = await makeSeries(client, { code: "LATE" });
  await writeRows(client, series, [
    {
      day: "2024-01-01",
      revision: 0,
      value: 1,
      release: "2024-02-01T00:00:00Z",
      ingested: "2024-02-01T01:00:00Z",
    },
    // Released early enough, but here stored a month later.
    {
      day: "2024-01-01",
      revision: 1,
      value: 2,
      release: "2024-02-02T00:00:00Z",
      ingested: "2024-03-02T00:00:00Z",
    },
  ]);
  const at = "2024-02-10T00:00:00Z";
  const knownTo = "2024-02-10T06:00:00Z";
  assert.deepEqual(pairs(await asOf(db, { series, at })), [["2024-01-01", 2]]);
  assert.deepEqual(pairs(await asOf(db, { series, at, knownTo })), [["2024-01-01", 1]]);
  assert.equal((await latest(db, { series, at, knownTo }))?.value, 1);
  const cross = await crossSection(db, { series: [series], at, knownTo, maxAge: null });
  assert.equal(cross[0]?.observation?.value, 1);
  const grid = await panel(db, { series: [series], at: [at], knownTo, maxAge: null });
  assert.equal(grid[0]?.cells[0]?.value, 1);
  assert.equal((await revisions(db, { series, at, knownTo })).length, 1);

  const released = await changesSince(db, { series, since: "2024-02-01T12:00Z", at });
  assert.deepEqual(
    released.map(({ seriesId, before, after }) => [seriesId, before?.value, after.value]),
    [[series, 1, 2]],
  );
  const stored = await changesSince(db, { series: [series], since: at, at, knownSince: knownTo });
  assert.deepEqual(stored.map(({ before, after }) => [before?.value, after.value]), [[1, 2]]);
  const fresh = await changesSince(db, { series, since: "2024-01-01T00:00Z", at });
  assert.deepEqual(fresh.map(({ before, after }) => [before, after.value]), [[null, 2]]);
  assert.deepEqual(await changesSince(db, { series, since: at, at }), []);
  await assert.rejects(changesSince(db, { series, since: at, at: "2024-02-01T00:00Z" }), {
    name: "RangeError",
    message: /"since" is after "at"/,
  });
});

readingTest("reads refuse series that are not there, and instants that are none", async (t) => {
  const { client, database: db } = t;
  const series = await makeSeries(client, { code: "EMPTY" });
  const at = "2024-01-01T00:00:00Z";
  assert.deepEqual(await asOf(db, { series, at }), []);
  assert.equal(await latest(db, { series, at }), null);
  const lost = { name: "RangeError", message: /Cannot find the series "424242"/ };
  const id = 424242;
  await assert.rejects(asOf(db, { series: id, at }), lost);
  await assert.rejects(latest(db, { series: id, at }), lost);
  await assert.rejects(firstRelease(db, { series: id, at }), lost);
  await assert.rejects(revisions(db, { series: id, at }), lost);
  await assert.rejects(crossSection(db, { series: [series, id], at, maxAge: null }), lost);
  await assert.rejects(panel(db, { series: [series, id], at: [at], maxAge: null }), lost);
  await assert.rejects(changesSince(db, { series: id, at, since: at }), lost);
  await assert.rejects(asOf(db, { series: { source: "ALFRED", code: "NONE" }, at }), {
    name: "RangeError",
    message: /Cannot find the series "ALFRED NONE"/,
  });
  await assert.rejects(asOf(db, { series: 1.5, at }), { name: "TypeError" });
  await assert.rejects(asOf(db, { series, at: "2024-01-01" }), {
    name: "TypeError",
    message: /it is a day without a time, write \{ date/,
  });
  await assert.rejects(
    panel(db, { series: [series], at: [at, "2024-01-01T10:00"], maxAge: null }),
    {
      name: "TypeError",
      message: /it is a time without an offset/,
    },
  );
  await assert.rejects(latest(db, { series, at, maxAge: "5 hours" }), { name: "TypeError" });
  await assert.rejects(asOf(db, { series, at, lag: "1 month" }), { name: "TypeError" });
  await assert.rejects(asOf(db, { series, at, from: "2024-02-30" }), { name: "TypeError" });
  await assert.rejects(nthRelease(db, { series, at, n: 0 }), { name: "RangeError" });
});
