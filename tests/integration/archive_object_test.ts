import assert from "node:assert/strict";
import { checkArchive, restoreRanges } from "../../src/beyond/archive/mod.ts";
import { ohlcvHypertable } from "../../src/schema/mod.ts";
import { s3StandIn } from "../support/s3_stand_in.ts";
import { s3Test } from "../support/s3_server.ts";
import { runTask, testServer, throwawayDatabase } from "../support/mod.ts";
import {
  archiveTest,
  archiveUpToApril,
  fillCandles,
  minio,
  rowsOf,
  statesOf,
} from "./archive_support.ts";
import { migrateDatabase } from "./export_support.ts";

const year = { from: new Date("2024-01-01T00:00:00Z"), to: new Date("2025-01-01T00:00:00Z") };

archiveTest(
  "timescaledb",
  "an archive in a bucket stands a server that is busy at times",
  async (t) => {
    const before = await rowsOf(t.client);
    await using s3 = s3StandIn();
    const { hostname, port } = new URL(s3.url);
    const server = minio({ MINIO_HOST: hostname, MINIO_PORT: port });
    let requests = 0;
    s3.isBusy = () => requests++ % 3 === 0;
    await archiveUpToApril({ ...t, folder: "s3://cold/a b/" }, { minio: server });
    const keys = [...s3.objects.keys()].toSorted();
    assert.deepEqual(keys.filter((key) => !key.includes("_strata")), [
      "cold/a b/ohlcv/year=2024/month=1/20240101-20240201-1.parquet",
      "cold/a b/ohlcv/year=2024/month=2/20240210-20240221-1.parquet",
      "cold/a b/ohlcv/year=2024/month=3/20240301-20240401-1.parquet",
    ]);
    assert.equal(keys.length, 6);
    const { ok } = await checkArchive(t.database, ohlcvHypertable, { minio: server });
    assert.equal(ok, true);
    await restoreRanges(t.database, ohlcvHypertable, { ...year, minio: server });
    assert.deepEqual(await rowsOf(t.client), before);

    // Away in the middle: nothing is dropped, and the next run ends it.
    await assert.rejects(() =>
      archiveUpToApril({ ...t, folder: "s3://cold/a b/" }, {
        minio: server,
        onStep: (step) => void (s3.isDown ||= step === "written"),
      }), /Cannot use the archive in http\S+\/cold: the server says 503/);
    assert.deepEqual(await rowsOf(t.client), before);
    s3.isDown = false;
    await archiveUpToApril({ ...t, folder: "s3://cold/a b/" }, { minio: server });
    assert.equal((await statesOf(t.client)).filter((state) => state === "archived").length, 3);
    assert.deepEqual([...s3.objects.keys()].length, 6);
  },
);

s3Test("the task archives to a real S3 server, lists, checks and restores", async (s3) => {
  const server = testServer("timescaledb");
  assert.ok(!("missing" in server), "it needs STRATA_TEST_DATABASE_URL as well");
  await using own = await throwawayDatabase(server.url);
  const { url, client } = own;
  await migrateDatabase(url);
  await fillCandles(client);
  const before = await rowsOf(client);
  const task = async (...args: string[]) => {
    const { code, stdout, stderr } = await runTask("archive", args, { url, env: s3.env });
    assert.doesNotMatch(stdout + stderr, /a secret of the test/);
    return { code, stdout, stderr };
  };
  const none = await task("ohlcv", "--older-than=2024-04-01");
  assert.equal(none.code, 2);
  assert.match(none.stderr, /--to is missing, give a folder or s3:\/\/BUCKET\/PREFIX/);
  const done = await task("ohlcv", "--older-than=2024-04-01", `--to=s3://${s3.bucket}/é strata`);
  assert.equal(done.code, 0, done.stderr);
  assert.match(done.stdout, /^2024-01-01 to 2024-02-01 {2}288 rows, 0\.0 MB \(\d+ % .*, 1 file\n/);
  assert.match(done.stdout, /\nArchived 720 rows to s3:\/\/cold\/é strata\n$/);
  const again = await task("ohlcv", "--older-than=2024-04-01", "--json");
  assert.deepEqual(JSON.parse(again.stdout).ranges, []);
  const list = await task("list");
  assert.match(list.stdout, /^public\.ohlcv {2}2024-01-01 to 2024-02-01 {2}288 rows {2}s3:/);
  const check = await task("check");
  assert.equal(check.code, 0, check.stderr);
  assert.match(check.stdout, /^✓ pass {2}public\.ohlcv {2}2024-01-01 to 2024-02-01 {2}288 rows\n/);
  const path = `${s3.folder}/é strata/ohlcv/year=2024/month=1/20240101-20240201-1.parquet`;
  const bytes = await Deno.readFile(path);
  await Deno.writeFile(path, bytes.slice(0, -9));
  const damaged = await task("check", "ohlcv");
  assert.equal(damaged.code, 1);
  assert.match(damaged.stdout, /✗ fail .* is not what was written\n/);
  await Deno.writeFile(path, bytes);
  const back = await task("restore", "ohlcv", "--from=2024-01-01", "--to=2025-01-01");
  assert.equal(back.code, 0, back.stderr);
  assert.match(back.stdout, /^2024-01-01 to 2024-02-01 {2}288 rows are back\n/);
  assert.deepEqual(await rowsOf(client), before);
});
