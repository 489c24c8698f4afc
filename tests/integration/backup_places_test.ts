import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { migrations } from "../../migrations/mod.ts";
import { createMigrator, openPostgresSession } from "../../src/migrate/mod.ts";
import { urlOf } from "../../src/operate/backup/programs/mod.ts";
import { restoreBackup } from "../../src/operate/backup/restore/mod.ts";
import { serverTest, testServers, throwawayDatabase } from "../support/mod.ts";
import {
  ask,
  backUp,
  backupTest,
  fillDatabase,
  lacks,
  scratches,
  storeAt,
  withRestored,
} from "./backup_support.ts";
import { filesOf, withFolder } from "./export_support.ts";

const [oldest, newest] = [testServers("community")[0], testServers("community").at(-1)];
const missing = oldest === undefined || newest === oldest
  ? "needs two servers in STRATA_TEST_COMMUNITY_URL"
  : await lacks(oldest) ?? await lacks(newest ?? "");
const across = "a backup of an older TimescaleDB names what a newer server lacks";

if (missing !== undefined || newest === undefined) {
  Deno.test({ name: `${across} (${missing})`, ignore: true, fn: () => {} });
} else {
  Deno.test(across, async () => {
    await withFolder(async (folder) => {
      const { store, name, places } = await backUp(oldest ?? "", folder);
      const [version] = await ask(
        oldest ?? "",
        "select extversion from pg_extension where extname = 'timescaledb'",
      );
      await assert.rejects(
        restoreBackup({ url: newest, store, name, places, database: "strata_never", update: true }),
        (error: Error) => {
          assert.match(
            error.message,
            new RegExp(`of TimescaleDB ${version} and the server offers`),
          );
          assert.match(error.message, /"timescaledb-2-postgresql-\d+=[\d.]+\*"/);
          assert.match(error.message, /"alter extension timescaledb update"/);
          return true;
        },
      );
      assert.deepEqual(await scratches(newest), []);
    });
  });
}

const both = Deno.env.get("STRATA_TEST_UPGRADE_URL") ?? "";
const update = "a backup is restored in its own version of TimescaleDB and updated then";
const missingUpgrade = both === ""
  ? "needs a server with two versions of TimescaleDB, set STRATA_TEST_UPGRADE_URL"
  : await lacks(both);

if (missingUpgrade !== undefined) {
  Deno.test({ name: `${update} (${missingUpgrade})`, ignore: true, fn: () => {} });
} else {
  Deno.test(update, async () => {
    const [older, newer] = (await ask(
      both,
      `select version from pg_available_extension_versions where name = 'timescaledb'
      order by string_to_array(version, '.')::int[]`,
    )).slice(-2);
    await using source = await throwawayDatabase(both);
    await ask(source.url, `create extension timescaledb version '${older}'`);
    await createMigrator({ open: () => openPostgresSession(source.url), migrations }).up();
    await fillDatabase(source.client);
    const bars = "select * from ohlcv order by 1, 2, 3, 4";
    const version = "select extversion from pg_extension where extname = 'timescaledb'";
    await withFolder(async (folder) => {
      const options = await backUp(source.url, folder);
      await withRestored(source.url, async (database) => {
        const { updated } = await restoreBackup({ ...options, database, update: true });
        assert.equal(updated, true);
        const restored = urlOf(source.url, database);
        assert.deepEqual(await ask(restored, version), [newer]);
        assert.deepEqual(await ask(restored, bars), await ask(source.url, bars));
      });
      await withRestored(source.url, async (database) => {
        const notes: string[] = [];
        await restoreBackup({
          ...{ ...options, database, update: false },
          note: (line) => notes.push(line),
        });
        assert.match(notes.join("\n"), new RegExp(`the server offers ${newer}: "alter extension`));
        assert.deepEqual(await ask(urlOf(source.url, database), version), [older]);
      });
    });
  });
}

const [missingHere] = await Promise.all(testServers("timescaledb").map(lacks));
const inSchema = "a backup comes back where the extension has a schema of its own";

if (missingHere !== undefined) {
  Deno.test({ name: `${inSchema} (${missingHere})`, ignore: true, fn: () => {} });
} else {
  serverTest("timescaledb", inSchema, async (_t, { client, url }) => {
    await client.query("create schema extensions");
    const fresh = await ask(url, "create extension timescaledb with schema extensions");
    assert.deepEqual(fresh, []);
    await ask(
      url,
      `create table public.readings (at timestamptz primary key, value float8);
      select extensions.create_hypertable('public.readings', 'at');
      insert into public.readings select timestamptz '2024-01-01' + n * interval '1 day', n
      from generate_series(1, 40) n`,
    ).catch(() => {
      // Several statements give several results.
    });
    await withFolder(async (folder) => {
      const options = await backUp(url, folder);
      await withRestored(url, async (database) => {
        await restoreBackup({ ...options, database, update: false });
        assert.deepEqual(
          await ask(
            urlOf(url, database),
            `select count(*), (select extnamespace::regnamespace from pg_extension
              where extname = 'timescaledb') from public.readings`,
          ),
          ["40|extensions"],
        );
      });
    });
  });
}

await backupTest(
  "timescaledb",
  "a server that goes away while it is dumped leaves no backup",
  async ({ client, url, name }) => {
    await fillDatabase(client);
    await client.query(
      "create table mine.many as select n, md5(n::text) w from generate_series(1, 300000) n",
    );
    const DUMPS = `from pg_stat_activity where datname = '${name}'
      and application_name in ('strata backup', 'pg_dump') and query ilike '%many%'`;
    await withFolder(async (folder) => {
      const made = backUp(url, folder).then(() => undefined, (error: Error) => error);
      let isOver = false;
      void made.finally(() => isOver = true);
      while (!isOver) {
        await client.query(`select pg_terminate_backend(pid) ${DUMPS}`);
        await delay(20);
      }
      const error = await made;
      assert.match(error?.message ?? "", /^Cannot (finish "pg_dump"|back up): /);
      assert.deepEqual(filesOf(folder).filter((file) => file !== ".lock"), []);
      assert.deepEqual(await storeAt(folder).names(), []);
    });
  },
);
