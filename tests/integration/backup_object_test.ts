import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { loadSettings } from "../../src/base/settings/mod.ts";
import { checkBackup } from "../../src/operate/backup/restore/mod.ts";
import { findBackup } from "../../src/operate/backup/store/mod.ts";
import { s3StandIn } from "../support/s3_stand_in.ts";
import { backupTest, fillDatabase, places, scratches } from "./backup_support.ts";
import { runTask, startTask } from "../support/mod.ts";

/** Text that does not compress: a dump of two parts. */
const MANY = `create table mine.many as
  select n, (select string_agg(md5(n::text || i), '') from generate_series(1, 12) i) as word
  from generate_series(1, 60000) n`;

await backupTest(
  "timescaledb",
  "a backup in a bucket is one once its manifest is there",
  async ({ client, url }) => {
    await fillDatabase(client);
    await client.query(MANY);
    await using s3 = s3StandIn();
    const { hostname, port } = new URL(s3.url);
    const env = {
      MINIO_HOST: hostname,
      MINIO_PORT: port,
      MINIO_SECRET_KEY: "a secret of the test",
    };
    const to = "--to=s3://safe/strata backups";
    const keys = () => [...s3.objects.keys()].map((key) => key.split("/").at(-1)).toSorted();

    // Killed in the middle of an upload: there is no backup, and the next run sees why.
    let isUnderWay = false;
    s3.isBusy = (request) => {
      isUnderWay ||= new URL(request.url).searchParams.get("partNumber") === "1";
      return isUnderWay;
    };
    const killed = await startTask("backup", [to], { url, env });
    const end = performance.now() + 60_000;
    while (!isUnderWay && performance.now() < end) await delay(5);
    killed.kill("SIGKILL");
    await killed.output();
    s3.isBusy = () => false;
    assert.deepEqual(keys(), ["unfinished.json"]);
    assert.equal(s3.uploads.size, 1);
    const none = await runTask("restore", ["s3://safe/strata backups/newest", "--check"], {
      url,
      env,
    });
    assert.equal(none.code, 2);
    assert.match(none.stderr, /Cannot find the backup .* holds none/);

    // It may still be under way as far as a bucket tells, so it stays; ten minutes later it goes.
    for (const [key, text] of s3.objects) {
      s3.objects.set(key, text.replace(/"seenAt":"[^"]+"/, '"seenAt":"2026-01-01T00:00:00.000Z"'));
    }
    let requests = 0;
    s3.isBusy = () => requests++ % 5 === 0;
    const made = await runTask("backup", [to], { url, env });
    assert.equal(made.code, 0, made.stderr);
    const [, proven = ""] = /deno task restore '(.+)' --check/.exec(made.stderr) ?? [];
    assert.match(proven, /^s3:\/\/safe\/strata backups\/\w/);
    assert.deepEqual(keys(), ["database.dump", "manifest.json"]);
    assert.equal(s3.uploads.size, 0);

    const { minio } = loadSettings({ env, envFile: false });
    const { store, name } = await findBackup("s3://safe/strata backups/newest", { minio });
    assert.equal((await findBackup(proven, { minio })).name, name);
    const checked = await checkBackup({
      ...{ url, store, name, places, source: url },
      readDifferences: () => Promise.resolve([]),
    });
    assert.deepEqual(checked.problems, []);
    assert.deepEqual(keys(), ["checked.json", "database.dump", "manifest.json"]);
    assert.deepEqual(await scratches(url), []);

    const second = await runTask("backup", [to, "--keep=1"], { url, env });
    assert.equal(second.code, 0, second.stderr);
    // The older one is the one that is known to work.
    const list = await runTask("backup", ["list", to], { url, env });
    assert.match(list.stdout, /✓ pass .*checked .*\n! warn .*never checked\n$/);

    const dump = [...s3.objects.keys()].find((key) => key.endsWith("database.dump")) ?? "";
    s3.objects.delete(dump);
    s3.blobs.delete(dump);
    const oldest = dump.split("/").at(-2);
    const lost = await runTask("restore", [`s3://safe/strata backups/${oldest}`, "--check"], {
      url,
      env,
    });
    assert.equal(lost.code, 1);
    assert.match(lost.stderr, /database\.dump": it is missing, take another/);
    assert.doesNotMatch(list.stdout + lost.stderr + made.stderr, /a secret of the test/);
  },
);
