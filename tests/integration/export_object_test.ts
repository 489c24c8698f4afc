import { Buffer } from "node:buffer";
import assert from "node:assert/strict";
import { s3StandIn } from "../support/s3_stand_in.ts";
import { migratedTest, runExport, startExport, withFolder } from "./export_support.ts";

/** Thirteen megabytes of CSV: two parts. */
const many = `create table public.many (id int primary key, word text);
  insert into public.many select g, md5(g::text) || repeat('x', 100) from generate_series(1, 90000) g`;

function settings(url: string): Readonly<Record<string, string>> {
  const { hostname, port } = new URL(url);
  return { MINIO_HOST: hostname, MINIO_PORT: port, MINIO_SECRET_KEY: "a secret of the test" };
}

migratedTest(
  "an export to S3 comes in parts, through a server that is busy at times",
  async (t) => {
    await t.client.query(many);
    await using s3 = s3StandIn();
    const env = settings(s3.url);
    let requests = 0;
    s3.isBusy = () => requests++ % 2 === 0;
    const run = await runExport(["table", "many", "--to=s3://data/a b/many.csv"], { ...t, env });
    assert.equal(run.code, 0, run.stderr);
    assert.match(run.stdout, /Wrote 90,000 rows, 12\.\d MB, to http.*\/data\/a b\/many\.csv/);
    assert.equal(s3.uploads.size, 0);
    await withFolder(async (folder) => {
      const file = await runExport(["table", "many", `--to=${folder}/many.csv`], t);
      assert.equal(file.code, 0, file.stderr);
      const bytes = await Deno.readFile(`${folder}/many.csv`);
      assert.ok(Buffer.compare(s3.blobs.get("data/a b/many.csv") ?? new Uint8Array(), bytes) === 0);
    });
    const small = await runExport(["series", "--to=s3://data/none.csv"], { ...t, env });
    assert.equal(small.code, 0, small.stderr);
    assert.match(s3.objects.get("data/none.csv") ?? "", /^series_id,source,code/);
  },
);

migratedTest("an export to S3 that fails leaves no object and no upload", async (t) => {
  await t.client.query(many);
  await using s3 = s3StandIn();
  const env = settings(s3.url);
  s3.isBusy = (request) => new URL(request.url).searchParams.get("partNumber") === "2";
  const run = await runExport(["table", "many", "--to=s3://data/many.csv"], { ...t, env });
  assert.equal(run.code, 1);
  assert.match(run.stderr, /Cannot use the export in http\S+\/data: the server says 503/);
  assert.doesNotMatch(run.stderr, /a secret of the test/);
  assert.deepEqual([s3.objects.size, s3.uploads.size], [0, 0]);

  let isAsked = false;
  s3.isBusy = (request) => {
    isAsked ||= new URL(request.url).searchParams.get("partNumber") === "2";
    return isAsked && request.method === "PUT";
  };
  const child = await startExport(["table", "many", "--to=s3://data/many.csv"], { ...t, env });
  const end = performance.now() + 30_000;
  while (!isAsked && performance.now() < end) await new Promise((done) => setTimeout(done, 5));
  child.kill("SIGINT");
  assert.equal((await child.output()).code, 130);
  assert.deepEqual([s3.objects.size, s3.uploads.size], [0, 0]);

  const gone = { MINIO_HOST: "127.0.0.1", MINIO_PORT: "1" };
  const lost = await runExport(["series", "--to=s3://data/x.csv"], { ...t, env: gone });
  assert.equal(lost.code, 1);
  assert.match(lost.stderr, /Cannot reach the export in .*look at MINIO_HOST and MINIO_PORT/);
});
