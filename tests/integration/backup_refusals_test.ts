import assert from "node:assert/strict";
import { join } from "node:path";
import {
  type Manifest,
  manifestText,
  parseManifest,
} from "../../src/operate/backup/manifest/mod.ts";
import { listBackups } from "../../src/operate/backup/mod.ts";
import { makeBackup } from "../../src/operate/backup/make/mod.ts";
import { checkBackup, restoreBackup } from "../../src/operate/backup/restore/mod.ts";
import { ask, backUp, backupTest, fillDatabase, scratches, storeAt } from "./backup_support.ts";
import { runTask } from "../support/mod.ts";
import { filesOf, withFolder } from "./export_support.ts";

await backupTest(
  "timescaledb",
  "what is the matter with a backup is named, and nothing is restored of it",
  async ({ client, url }) => {
    await fillDatabase(client);
    await withFolder(async (folder) => {
      const options = await backUp(url, folder);
      const place = join(folder, options.name);
      const [manifestFile, dumpFile] = [join(place, "manifest.json"), join(place, "database.dump")];
      const [text, dump] = [await Deno.readTextFile(manifestFile), await Deno.readFile(dumpFile)];
      const refused = (pattern: RegExp) =>
        assert.rejects(
          restoreBackup({ ...options, database: "strata_never", update: false }),
          { message: pattern },
        );
      const write = async (change: (manifest: Manifest) => object) => {
        const { manifest } = await parseManifest(text);
        const edited = { ...manifest, ...change(manifest) };
        await Deno.writeTextFile(manifestFile, await manifestText(edited));
      };

      const changed = dump.slice();
      changed[changed.length >> 1] = (changed[changed.length >> 1] ?? 0) ^ 1;
      const readDifferences = () => Promise.resolve([]);
      const check = () => checkBackup({ ...options, source: url, readDifferences });
      assert.equal((await check()).ok, true);
      await Deno.writeFile(dumpFile, changed);
      await assert.rejects(check(), { name: "BackupDamage" });
      const [damaged] = await listBackups(options.store);
      assert.match(damaged?.checked?.problems[0] ?? "", /database\.dump was changed/);
      await refused(/Cannot use the backup ".*": database\.dump was changed: its hash is another/);
      await Deno.writeFile(dumpFile, dump.subarray(0, 1000));
      await refused(/database\.dump has 1000 bytes, and \d+ were written/);
      await Deno.remove(dumpFile);
      await refused(/Cannot use the backup ".*database\.dump": it is missing, take another one/);
      await Deno.writeFile(dumpFile, dump);

      await Deno.writeTextFile(manifestFile, text.replace('"rows": 200', '"rows": 201'));
      await refused(/its manifest was edited/);
      await Deno.writeTextFile(manifestFile, text.slice(0, 500));
      await refused(/its manifest is not JSON/);
      await Deno.writeTextFile(manifestFile, text.replace('"manifest": 1', '"manifest": 2'));
      await refused(
        /its manifest is of version 2, and this Strata knows version 1: use a newer one/,
      );
      await Deno.remove(manifestFile);
      await refused(/its manifest is missing/);

      await write(({ server }) => ({ server: { ...server, postgres: "99.1", postgresMajor: 99 } }));
      await refused(/the backup is of PostgreSQL 99\.1 and the server has \S+, restore into/);
      await write(({ server }) => ({ server: { ...server, timescaledb: "2.99.1" } }));
      await refused(
        /of TimescaleDB 2\.99\.1 and the server offers \S+; install TimescaleDB 2\.99\.1 for PostgreSQL \d+ there .*alter extension timescaledb update/,
      );

      // Sealed anew, it is the rows that tell.
      await write(({ contents }) => ({
        contents: {
          ...contents,
          tables: {
            ...contents.tables,
            ohlcv: { rows: 7, hash: "1" },
            "mine.Odd Table": { rows: 200, hash: "1" },
          },
        },
      }));
      const checked = await check();
      assert.equal(checked.ok, false);
      assert.deepEqual(checked.problems.toSorted(), [
        "mine.Odd Table has rows with other values",
        "ohlcv has 120 rows, not 7",
      ]);
      const list = await runTask("backup", ["list", `--to=${folder}`], { url });
      assert.equal(list.code, 1);
      assert.match(list.stdout, /✗ fail .* check failed .*: .* has/);
      await refused(/what came back is not what was backed up: /);
      assert.deepEqual(await scratches(url), []);
      assert.deepEqual(
        await ask(url, "select 1 from pg_database where datname = 'strata_never'"),
        [],
      );
    });
  },
);

await backupTest("timescaledb", "a backup that cannot be made leaves nothing", async (t) => {
  const { url, client, name } = t;
  await withFolder(async (folder) => {
    const none = { root: folder, path: [] };
    await assert.rejects(
      makeBackup({ url, store: storeAt(folder), places: none }),
      (error: Error) => {
        // Debian's folder may hold the right one.
        assert.match(error.message, /Cannot run "pg_dump": the version has to be \d+, that of/);
        assert.match(error.message, /apt-get install postgresql-client-\d+/);
        return true;
      },
    ).catch((error) => {
      if (!String(error).includes("Missing expected rejection")) throw error;
    });
    for (const entry of filesOf(folder)) {
      await Deno.remove(join(folder, entry), { recursive: true });
    }

    await client.query("create table public.odd (id int)");
    await client.query("alter table public.odd enable row level security");
    const owner = `strata_plain_${crypto.randomUUID().slice(0, 8)}`;
    await client.query(`create role ${owner} login password 'a secret of the test'`);
    try {
      const plain = new URL(url);
      [plain.username, plain.password] = [owner, "a secret of the test"];
      const failed = await runTask("backup", [`--to=${folder}`], { url: plain.href });
      assert.equal(failed.code, 1);
      assert.match(failed.stderr, /permission denied/);
      assert.doesNotMatch(failed.stderr + failed.stdout, /a secret of the test/);
      assert.deepEqual(filesOf(folder).filter((file) => file !== ".lock"), []);

      plain.password = "wrong";
      const wrong = await runTask("backup", [`--to=${folder}`], { url: plain.href });
      assert.equal(wrong.code, 3);
    } finally {
      await client.query(`drop role ${owner}`);
    }
    await client.query(`alter database ${name} set timescaledb.restoring = on`);
    await assert.rejects(backUp(url, folder), /restoring mode .*timescaledb_post_restore\(\)/);
    assert.deepEqual(filesOf(folder).filter((file) => file !== ".lock"), []);
  });
});
