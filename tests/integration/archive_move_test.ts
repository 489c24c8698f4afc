import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { createDatabase } from "../../src/database/mod.ts";
import { insertRows } from "../../src/ingest/mod.ts";
import { checkArchive, listArchived, restoreRanges } from "../../src/beyond/archive/mod.ts";
import { ohlcv, ohlcvHypertable } from "../../src/schema/mod.ts";
import { openClient } from "../support/mod.ts";
import {
  archiveTests,
  archiveUpToApril,
  type compressAll,
  filesBelow,
  minio,
  rowsOf,
  runRefreshes,
  statesOf,
} from "./archive_support.ts";

const year = { from: new Date("2024-01-01T00:00:00Z"), to: new Date("2025-01-01T00:00:00Z") };

archiveTests(
  "archiveChunks moves whole months, and restoreRanges brings them back equal",
  async (t) => {
    const { client, database, folder, isCommunity } = t;
    const before = await rowsOf(client);
    const candles = isCommunity ? await rowsOf(client, "candles_1h") : [];
    const steps: string[] = [];
    const { ranges, finished } = await archiveUpToApril(t, {
      onStep: (step) => void steps.push(step),
    });
    assert.equal(finished, 0);
    assert.deepEqual(
      ranges.map(({ from, to, rows }) => [from.toISOString(), to.toISOString(), rows]),
      [
        ["2024-01-01T00:00:00.000Z", "2024-02-01T00:00:00.000Z", 288],
        ["2024-02-10T00:00:00.000Z", "2024-02-21T00:00:00.000Z", 144],
        ["2024-03-01T00:00:00.000Z", "2024-04-01T00:00:00.000Z", 288],
      ],
    );
    assert.deepEqual(
      (await filesBelow(folder)).filter((name) => !name.startsWith("_strata")),
      [
        "ohlcv/year=2024/month=1/20240101-20240201-1.parquet",
        "ohlcv/year=2024/month=2/20240210-20240221-1.parquet",
        "ohlcv/year=2024/month=3/20240301-20240401-1.parquet",
      ],
    );
    // Nothing but the manifests is left of the way there.
    assert.deepEqual(
      (await filesBelow(folder)).filter((name) =>
        !/^ohlcv\/|^_strata\/ohlcv\/[^/]+\.json$/.test(name)
      ),
      [],
    );
    assert.deepEqual(steps.slice(0, 6), [
      "planned",
      "begun",
      "written",
      "verified",
      "moved",
      "archived",
    ]);
    const left = await rowsOf(client);
    assert.equal(left.length, before.length - 720);
    assert.ok(left.every((row) => row.includes("2024-04-")));
    assert.deepEqual(await statesOf(client), ["archived", "archived", "archived"]);
    assert.equal((await listArchived(client, "public.ohlcv")).length, 3);
    const check = await checkArchive(database, ohlcvHypertable, { minio: minio() });
    assert.deepEqual(check.ranges.map(({ problems, late }) => [problems, late]), [
      [[], 0],
      [[], 0],
      [[], 0],
    ]);
    if (isCommunity) {
      await runRefreshes(client);
      assert.deepEqual(await rowsOf(client, "candles_1h"), candles);
    }
    assert.deepEqual((await archiveUpToApril(t)).ranges, []);

    const march = await restoreRanges(database, ohlcvHypertable, {
      from: new Date("2024-03-15T00:00:00Z"),
      to: new Date("2024-03-16T00:00:00Z"),
      minio: minio(),
    });
    assert.deepEqual(march.map(({ rows, late, kept }) => [rows, late, kept]), [[288, 0, 0]]);
    const rest = await restoreRanges(database, ohlcvHypertable, { ...year, minio: minio() });
    assert.equal(rest.length, 2);
    assert.deepEqual(await rowsOf(client), before);
    assert.deepEqual(await statesOf(client), ["restored", "restored", "restored"]);
    if (isCommunity) {
      await runRefreshes(client);
      assert.deepEqual(await rowsOf(client, "candles_1h"), candles);
    }

    // Once more: the same names, the same bytes, and one line that counts for each.
    const files = async () =>
      await Promise.all(
        (await filesBelow(folder, "ohlcv")).map((name) => Deno.readFile(`${folder}/${name}`)),
      );
    const first = await files();
    assert.equal((await archiveUpToApril(t)).ranges.length, 3);
    assert.deepEqual(await files(), first);
    assert.deepEqual((await statesOf(client)).toSorted(), [
      ...["archived", "archived", "archived"],
      ...["replaced", "replaced", "replaced"],
    ]);
    assert.equal((await filesBelow(folder, "_strata")).length, 3);
  },
);

archiveTests("rows that come for an archived range join its file at the next run", async (t) => {
  const { client, database, folder, isCommunity } = t;
  const before = await rowsOf(client);
  await archiveUpToApril(t);
  const candle = {
    ...{ exchange: "coinbase", symbol: "BTC-USD", timeframe: "1m" } as const,
    ...{ open: 1, high: 5, low: 1, close: 2, volume: 7 },
  };
  const { inserted } = await insertRows(database, ohlcv, [
    // One with the key of an archived row, one between them, one in a month's gap.
    { ...candle, time: new Date("2024-01-11T05:00:00Z") },
    { ...candle, time: new Date("2024-01-11T05:30:00Z") },
    { ...candle, time: new Date("2024-02-15T05:30:00Z") },
  ]);
  assert.equal(inserted, 3);
  if (isCommunity) await compressAllNew(client);
  const check = await checkArchive(database, ohlcvHypertable, { minio: minio() });
  assert.deepEqual(check.ranges.map(({ late }) => late), [2, 1, 0]);
  const { ranges } = await archiveUpToApril(t);
  assert.deepEqual(
    ranges.map(({ from, rows, late }) => [from.toISOString().slice(0, 10), rows, late]),
    [
      ["2024-01-01", 289, { rows: 2, replaced: 1 }],
      ["2024-02-10", 145, { rows: 1, replaced: 0 }],
    ],
  );
  assert.equal((await filesBelow(folder, "ohlcv")).length, 3);
  assert.equal((await filesBelow(folder, "_strata")).length, 3);
  if (isCommunity) {
    await runRefreshes(client);
    const { rows: [hour] } = await client.query(
      `select open, high, close, volume, candles from candles_1h
      where symbol = 'BTC-USD' and bucket = '2024-01-11 05:00Z'`,
    );
    assert.deepEqual(hour, { open: 1, high: 5, close: 2, volume: 14, candles: 2 });
  }
  await restoreRanges(database, ohlcvHypertable, { ...year, minio: minio() });
  const after = await rowsOf(client);
  assert.equal(after.length, before.length + 2);
  assert.equal(after.filter((row) => !before.includes(row)).length, 3);
});

archiveTests("a row that comes while its range is archived is not lost", async (t) => {
  const { client, database } = t;
  const before = await rowsOf(client);
  const late = {
    ...{ exchange: "coinbase", symbol: "BTC-USD", timeframe: "1m" } as const,
    ...{ open: 1, high: 5, low: 1, close: 2, volume: 7 },
  };
  let times = 0;
  await archiveUpToApril(t, {
    async onStep(step, { from }) {
      if (step !== "verified" || from.getUTCMonth() !== 0 || times++ > 0) return;
      await insertRows(database, ohlcv, [{ ...late, time: new Date("2024-01-11T05:30:00Z") }]);
    },
  });
  assert.equal(times, 2);
  await restoreRanges(database, ohlcvHypertable, { ...year, minio: minio() });
  const after = await rowsOf(client);
  assert.equal(after.length, before.length + 1);
  assert.ok(before.every((row) => after.includes(row)));
});

archiveTests("a run has no time limit of the pool's: it waits for a writer", async (t) => {
  const limits = { statementTimeoutMs: 500 };
  await using database = createDatabase({ url: t.url, limits });
  const writer = await openClient(t.url);
  try {
    let ended: Promise<unknown> = Promise.resolve();
    const { ranges } = await archiveUpToApril({ ...t, database }, {
      async onStep(step) {
        if (step !== "planned") return;
        await writer.query("begin");
        await writer.query("update ohlcv set volume = volume where time = '2024-01-01Z'");
        // Past the server's limit and what the driver grants beyond it.
        ended = sleep(3_500).then(() => writer.query("commit"));
      },
    });
    await ended;
    assert.equal(ranges.reduce((sum, { rows }) => sum + rows, 0), 720);
  } finally {
    await writer.end();
  }
});

async function compressAllNew(client: Parameters<typeof compressAll>[0]): Promise<void> {
  await client.query(
    "select compress_chunk(c, if_not_compressed => true) from show_chunks('ohlcv') c",
  );
}
