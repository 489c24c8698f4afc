import assert from "node:assert/strict";
import { StrataError } from "../../src/base/errors.ts";
import { archiveChunks, checkArchive, restoreRanges } from "../../src/beyond/archive/mod.ts";
import { checkDrift, openPostgresSession } from "../../src/migrate/mod.ts";
import { migrations } from "../../migrations/mod.ts";
import {
  definitions,
  flowDataHypertable,
  macroSeriesHypertable,
  ohlcvHypertable,
} from "../../src/schema/mod.ts";
import { withFolder } from "./export_support.ts";
import {
  archiveTest,
  archiveUpToApril,
  filesBelow,
  minio,
  rowsOf,
  statesOf,
  upToApril,
} from "./archive_support.ts";

const year = { from: new Date("2024-01-01T00:00:00Z"), to: new Date("2025-01-01T00:00:00Z") };

archiveTest("timescaledb", "archiveChunks refuses tables of revisions by name", async (t) => {
  for (const hypertable of [macroSeriesHypertable, flowDataHypertable]) {
    await assert.rejects(
      () => archiveChunks(t.database, hypertable, upToApril(t.folder)),
      /Cannot archive "(macro_series|flow_data)": its rows are revisions, .* stays in the database/,
    );
  }
});

archiveTest(
  "timescaledb",
  "a second run over a table is refused while one is under way",
  async (t) => {
    let refused: unknown;
    await archiveUpToApril(t, {
      async onStep(step) {
        if (step !== "planned") return;
        refused = await archiveUpToApril(t).catch((error) => error);
      },
    });
    assert.ok(refused instanceof StrataError);
    assert.match(refused.message, /another run over it is under way/);
    assert.equal((await statesOf(t.client)).length, 3);
  },
);

archiveTest("timescaledb", "files of another database are not overwritten", async (t) => {
  const before = await rowsOf(t.client);
  const path = "ohlcv/year=2024/month=2/20240210-20240221-1.parquet";
  await Deno.mkdir(`${t.folder}/ohlcv/year=2024/month=2`, { recursive: true });
  await Deno.writeTextFile(`${t.folder}/${path}`, "of someone else");
  await assert.rejects(
    () => archiveUpToApril(t),
    /"ohlcv\/year=2024\/month=2\/20240210-20240221-1\.parquet" stands there .*another place/,
  );
  assert.equal(await Deno.readTextFile(`${t.folder}/${path}`), "of someone else");
  assert.deepEqual(await statesOf(t.client), ["archived", "writing"]);
  await Deno.remove(`${t.folder}/${path}`);
  assert.equal((await archiveUpToApril(t)).ranges.length, 2);
  assert.deepEqual(await statesOf(t.client), ["archived", "archived", "archived"]);
  assert.equal((await filesBelow(t.folder, "_strata")).length, 3);
  await restoreRanges(t.database, ohlcvHypertable, { ...year, minio: minio() });
  assert.deepEqual(await rowsOf(t.client), before);
});

archiveTest(
  "timescaledb",
  "a damaged or missing file is named, and nothing comes back from it",
  async (t) => {
    const { client, database, folder } = t;
    await archiveUpToApril(t);
    const left = await rowsOf(client);
    const file = `${folder}/ohlcv/year=2024/month=1/20240101-20240201-1.parquet`;
    const bytes = await Deno.readFile(file);
    const problems = async () => {
      const { ok, ranges } = await checkArchive(database, ohlcvHypertable, { minio: minio() });
      assert.equal(ok, false);
      return ranges.flatMap(({ problems }) => problems).join("\n");
    };
    const back = () => restoreRanges(database, ohlcvHypertable, { ...year, minio: minio() });

    const changed = bytes.slice();
    changed[400] = (changed[400] ?? 0) ^ 1;
    await Deno.writeFile(file, changed);
    assert.match(
      await problems(),
      /month=1\/20240101-20240201-1\.parquet is not what was written/,
    );
    await assert.rejects(back, StrataError);
    await Deno.remove(file);
    assert.match(await problems(), /20240101-20240201-1\.parquet is missing/);
    await assert.rejects(back, /"ohlcv\/.*20240101-20240201-1\.parquet" in .* is missing/);
    // The file of another month under this one's name: whole, and wrong.
    await Deno.copyFile(`${folder}/ohlcv/year=2024/month=3/20240301-20240401-1.parquet`, file);
    await assert.rejects(back, /hold other rows than were written/);
    assert.deepEqual(await rowsOf(client), left);
    assert.deepEqual(await statesOf(client), ["archived", "archived", "archived"]);

    await Deno.writeFile(file, bytes);
    const [manifest = ""] = await filesBelow(folder, "_strata");
    const text = await Deno.readTextFile(`${folder}/${manifest}`);
    await Deno.writeTextFile(`${folder}/${manifest}`, text.replace('"rows": ', '"rows":  '));
    assert.match(await problems(), /Cannot use the manifest .*not the one that was written/);
    await Deno.writeTextFile(`${folder}/${manifest}`, text);
    assert.equal((await back()).length, 3);
  },
);

archiveTest("community", "retention policies and the archive do not fight", async (t) => {
  const { client, database, folder } = t;
  // Later: the test must not meet the policy's own run.
  await client.query(
    `select add_retention_policy('ohlcv', interval '30 days',
      initial_start => now() + interval '1 day')`,
  );
  const { ranges, retention } = await archiveUpToApril(t);
  assert.equal(ranges.length, 3);
  // April is there still, and the policy would drop it before it is archived.
  assert.equal(retention?.drops, true);
  assert.equal(retention.after, "30 days");
  await assert.rejects(
    () => restoreRanges(database, ohlcvHypertable, { ...year, minio: minio() }),
    /its retention policy drops what is older than 30 days, pause it first: select alter_job\(\d+, /,
  );
  await client.query("select remove_retention_policy('ohlcv')");
  const all = { olderThan: new Date("2024-05-01T00:00:00Z"), to: folder };
  const { retention: none } = await archiveUpToApril(t, all);
  assert.equal(none, null);
  assert.deepEqual(await rowsOf(client), []);
});

archiveTest(
  "community",
  "holding refresh policies back is no drift, and ends with the last range",
  async (t) => {
    const { client, database, url } = t;
    const configs = async () => {
      const { rows } = await client.query<{ config: Record<string, unknown> }>(
        `select config from timescaledb_information.jobs
      where proc_name = 'policy_refresh_continuous_aggregate' order by job_id`,
      );
      return rows.map(({ config }) => config);
    };
    const declared = await configs();
    await archiveUpToApril(t);
    const [held, ...others] = await configs();
    assert.equal(held?.["held_start_offset"], null);
    assert.match(String(held?.["start_offset"]), /^\d+ days/);
    assert.deepEqual(others, declared.slice(1));
    const { differences } = await checkDrift({
      open: () => openPostgresSession(url),
      migrations,
      definitions,
    });
    assert.deepEqual(differences.filter(({ property }) => !/chunk/.test(property)), []);
    await restoreRanges(database, ohlcvHypertable, { ...year, minio: minio() });
    assert.deepEqual(await configs(), declared);
  },
);

archiveTest(
  "timescaledb",
  "an archive goes on at another place with what comes later",
  async (t) => {
    await archiveUpToApril(t);
    await withFolder(async (second) => {
      const later = { olderThan: new Date("2024-05-01T00:00:00Z"), to: second };
      assert.equal((await archiveUpToApril(t, later)).ranges.length, 1);
      assert.equal((await filesBelow(second, "ohlcv")).length, 1);
      assert.equal((await filesBelow(t.folder, "ohlcv")).length, 3);
      const { ok } = await checkArchive(t.database, ohlcvHypertable, { minio: minio() });
      assert.equal(ok, true);
    });
  },
);
