import assert from "node:assert/strict";
import { migrations } from "../../migrations/mod.ts";
import { createDatabase } from "../../src/database/mod.ts";
import { appendVintages } from "../../src/ingest/mod.ts";
import { createMigrator, openPostgresSession } from "../../src/migrate/mod.ts";
import {
  asOf,
  changesSince,
  crossSection,
  firstRelease,
  latest,
  nthRelease,
  panel,
  revisions,
} from "../../src/point_in_time/mod.ts";
import { macroSeries, type VintageKind } from "../../src/schema/mod.ts";
import { serverTest, type ThrowawayDatabase } from "../support/mod.ts";
import { compress, makeSeries, readingTest, writeRows } from "./point_in_time_support.ts";

const release = (day: string) => `${day}T13:30:00Z`;

/** An archive's first snapshot with two observations, and what was released after it. */
function archive(seriesId: number) {
  const row = (day: string, value: number, released: string, vintageKind: VintageKind) => ({
    seriesId,
    observationDate: day,
    value,
    releaseTime: release(released),
    vintageKind,
  });
  return [
    row("1990-01-01", 1, "2000-01-05", "pseudo"),
    row("1990-02-01", 2, "2000-01-05", "pseudo"),
    row("1990-02-01", 2.5, "2000-02-05", "native"),
    row("2000-01-01", 3, "2000-02-05", "native"),
    row("2000-01-01", 3.5, "2000-03-05", "native"),
    row("2000-02-01", 4, "2000-03-05", "observed"),
    row("2000-03-01", 5, "2000-04-05", "assumed"),
  ];
}

const values = (rows: readonly { readonly value: number | null }[]) => rows.map((r) => r.value);

readingTest(
  "vintage kinds: every read takes those that it is asked for, and can name them",
  async (t) => {
    const { client, database: db } = t;
    const series = await makeSeries(client, { code: "ARCHIVE" });
    await appendVintages(db, archive(series));
    for (const isCompressed of [false, true]) {
      if (isCompressed && !await compress(client, "macro_series")) break;
      const at = "2001-01-01T00:00:00Z";
      const kinds: readonly VintageKind[] = ["native", "observed"];
      assert.deepEqual(values(await asOf(db, { series, at })), [1, 2.5, 3.5, 4, 5]);
      assert.deepEqual(values(await asOf(db, { series, at, kinds })), [2.5, 3.5, 4]);
      assert.deepEqual(
        (await asOf(db, { series, at, withKind: true })).map((row) => row.vintageKind),
        ["pseudo", "native", "native", "observed", "assumed"],
      );
      const [plain] = await asOf(db, { series, at });
      assert.ok(plain !== undefined && !("vintageKind" in plain));

      assert.equal((await latest(db, { series, at }))?.value, 5);
      const known = await latest(db, { series, at, kinds, withKind: true });
      assert.deepEqual([known?.value, known?.vintageKind], [4, "observed"]);
      const look = { series: [series], maxAge: null, kinds, withKind: true };
      const [row] = await panel(db, { ...look, at: [at] });
      const [cross] = await crossSection(db, { ...look, at });
      for (const one of [row?.cells[0], cross?.observation]) {
        assert.deepEqual([one?.value, one?.vintageKind], [4, "observed"]);
      }
      const changes = await changesSince(db, {
        series: [series],
        since: release("2000-02-06"),
        at,
        kinds: ["assumed"],
      });
      assert.deepEqual(changes.map(({ after }) => after.value), [5]);
      assert.deepEqual(
        values(await revisions(db, { series, at, kinds: ["pseudo"] })),
        [1, 2],
      );
    }
  },
);

readingTest("vintage kinds: the first snapshot of an archive is no first release", async (t) => {
  const { client, database: db } = t;
  const series = await makeSeries(client, { code: "ARCHIVE" });
  await appendVintages(db, archive(series));
  const at = "2001-01-01T00:00:00Z";
  assert.deepEqual(values(await firstRelease(db, { series, at })), [3, 4, 5]);
  assert.deepEqual(
    (await firstRelease(db, { series, at, kinds: ["native"], withKind: true }))
      .map(({ value, vintageKind }) => [value, vintageKind]),
    [[3, "native"]],
  );
  assert.deepEqual(values(await firstRelease(db, { series, at, kinds: ["pseudo"] })), []);
  // The native 2.5 revises a value that nobody dated: it is not the second release.
  assert.deepEqual(values(await nthRelease(db, { series, at, n: 2 })), [3.5]);
});

readingTest(
  "vintage kinds: a late vintage gives its own kind, and a release that it uncovers its own",
  async (t) => {
    const { client, database: db } = t;
    const series = await makeSeries(client, { code: "LATE" });
    const rows = [
      { value: 4, day: "2000-01-05", kind: "pseudo" },
      { value: 4, day: "2000-03-05", kind: "native" },
      { value: 7, day: "2000-02-05", kind: "observed" },
    ] as const;
    for (const { value, day, kind } of rows) {
      await appendVintages(db, [{
        seriesId: series,
        observationDate: "1999-12-01",
        value,
        vintageKind: kind,
      }], { releaseTime: release(day) });
    }
    const found = await revisions(db, { series, at: "2001-01-01T00:00:00Z", withKind: true });
    assert.deepEqual(
      found.map((row) => [row.value, row.vintageKind]),
      [[4, "pseudo"], [7, "observed"], [4, "native"]],
    );
  },
);

readingTest("vintage kinds: an unknown one is refused, in a row and in a read", async (t) => {
  const { client, database: db } = t;
  const series = await makeSeries(client, { code: "ODD" });
  const odd = "guessed" as VintageKind;
  await assert.rejects(
    appendVintages(db, [{
      seriesId: series,
      observationDate: "2000-01-01",
      value: 1,
      vintageKind: odd,
    }], { releaseTime: release("2000-02-05") }),
    /vintageKind: .*one of native, observed, assumed, pseudo/s,
  );
  const at = "2001-01-01T00:00:00Z";
  await assert.rejects(asOf(db, { series, at, kinds: [odd] }), {
    name: "TypeError",
    message:
      'Cannot read vintages of the kind "guessed": pass some of native, observed, assumed, pseudo',
  });
  await assert.rejects(asOf(db, { series, at, kinds: [] }), /vintages of no kind/);
  await assert.rejects(nthRelease(db, { series, at, n: 1, kinds: [odd] }), /the kind "guessed"/);
});

/** Migrates a database of the release before, with rows in it, compressed where the server can. */
async function upgrade(_t: Deno.TestContext, given: ThrowawayDatabase): Promise<void> {
  const open = () => openPostgresSession(given.url);
  await createMigrator({ open, migrations: migrations.slice(0, 6) }).up();
  const series = await makeSeries(given.client, { code: "OLD" });
  await writeRows(given.client, series, [
    { day: "2000-01-01", revision: 0, value: 1, release: release("2000-02-05") },
    { day: "2000-01-01", revision: 1, value: 2, release: release("2000-03-05") },
  ]);
  await compress(given.client, "macro_series");
  const migrator = createMigrator({ open, migrations });
  await migrator.up();
  await using db = createDatabase({ url: given.url });
  const at = "2001-01-01T00:00:00Z";
  const read = () => revisions(db, { series, at, kinds: ["native"] });
  assert.deepEqual(values(await read()), [1, 2]);
  await appendVintages(db, [
    { seriesId: series, observationDate: "2000-01-01", value: 3, vintageKind: "observed" },
  ], { table: macroSeries, releaseTime: release("2000-04-05") });
  assert.deepEqual(values(await read()), [1, 2]);
  assert.deepEqual(values(await asOf(db, { series, at })), [3]);
  // Back and forth again, over compressed chunks too.
  await migrator.down({ to: 6 });
  await migrator.up();
  assert.deepEqual(values(await read()), [1, 2, 3]);
}

const name = "vintage kinds: a database of the release before keeps its rows as native";
serverTest("timescaledb", name, upgrade);
serverTest("community", `on community: ${name}`, upgrade);
