import assert from "node:assert/strict";
import { definitions } from "../../src/schema/mod.ts";
import { migrations } from "../../migrations/mod.ts";
import { listBackups } from "../../src/operate/backup/mod.ts";
import { readDifferences } from "../../src/operate/backup/command/read_differences.ts";
import { urlOf } from "../../src/operate/backup/programs/mod.ts";
import { checkBackup, restoreBackup } from "../../src/operate/backup/restore/mod.ts";
import { readSealed } from "../../src/operate/backup/restore/read_backup.ts";
import {
  ask,
  backUp,
  backupTest,
  fillDatabase,
  scratches,
  withRestored,
} from "./backup_support.ts";
import { withFolder } from "./export_support.ts";

/** What has to come back, asked without the product. */
const QUESTIONS: Readonly<Record<string, string>> = {
  bars: "select * from ohlcv order by 1, 2, 3, 4",
  own: 'select t::text from mine."Odd Table" t order by id',
  identity: `insert into mine."Odd Table" (i) values ('new') returning id, twice`,
  ledger:
    "select id, checksum, applied_by, started_at from strata_migrations.migrations order by id",
  grants: `select relname, relacl from pg_class
    where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1`,
};

const COMMUNITY: Readonly<Record<string, string>> = {
  candles: "select * from candles_1h order by 1, 2, 3",
  chunks: `select hypertable_name, chunk_name, range_start
    from timescaledb_information.chunks order by 1, 2`,
  jobs: `select job_id, proc_name, schedule_interval, scheduled, config, hypertable_name
    from timescaledb_information.jobs where job_id >= 1000 order by 1`,
};

const WORKERS = `select backend_type from pg_stat_activity
  where datname = current_database() and backend_type ilike '%timescaledb%'`;

const COMPRESSED = "select chunk_name from timescaledb_information.chunks where is_compressed";

const all = { ...QUESTIONS, ...COMMUNITY };

await backupTest(
  "community",
  "a backup with compressed chunks, candles and policies comes back as it was",
  async ({ client, url, name: source }) => {
    await fillDatabase(client);
    const { rows } = await client.query<{ kinds: string[] }>(
      `select array_agg(distinct is_compressed::text order by is_compressed::text) as kinds
      from timescaledb_information.chunks where hypertable_name = 'ohlcv'`,
    );
    assert.deepEqual(rows[0]?.kinds, ["false", "true"]);
    await withFolder(async (folder) => {
      const options = await backUp(url, folder);
      const { chunks } = (await readSealed(options.store, options.name)).manifest.contents;
      const statuses = Object.values(chunks).map((text) => /status (\d+)/.exec(text)?.[1]);
      // Compressed, and compressed with rows that came later.
      assert.deepEqual([...new Set(statuses)].toSorted(), ["0", "1", "9"]);
      const checked = await checkBackup({
        ...options,
        source: url,
        async readDifferences(other) {
          // In the scratch database, none of TimescaleDB's workers runs a job.
          if (other !== url) assert.deepEqual(await ask(other, WORKERS), []);
          return await readDifferences(other, { migrations, definitions });
        },
      });
      assert.deepEqual([checked.ok, checked.problems], [true, []]);
      assert.deepEqual(await scratches(url), []);
      const [listed] = await listBackups(options.store);
      assert.equal(listed?.checked?.ok, true);
      assert.equal(listed?.database, source);
      await withRestored(url, async (database) => {
        const notes: string[] = [];
        await restoreBackup({
          ...{ ...options, database, update: false },
          note: (line) => notes.push(line),
        });
        const restored = urlOf(url, database);
        for (const [what, sql] of Object.entries(all)) {
          assert.deepEqual(await ask(restored, sql), await ask(url, sql), what);
        }
        // Its jobs run again, and may have compressed more.
        const compressed = new Set(await ask(restored, COMPRESSED));
        assert.deepEqual((await ask(url, COMPRESSED)).filter((one) => !compressed.has(one)), []);
        assert.deepEqual(await ask(restored, "show timescaledb.restoring"), ["off"]);
        // It is alive: compressed chunks take rows.
        await ask(
          restored,
          `insert into ohlcv select 'kraken', symbol, timeframe, time, open, high, low, close, volume
          from ohlcv`,
        );
        await assert.rejects(
          restoreBackup({ ...options, database, update: false }),
          /"strata_back_\w+": it exists and is not empty, name another with --database/,
        );
      });
      assert.deepEqual(await scratches(url), []);
    });
  },
);

await backupTest(
  "timescaledb",
  "a backup comes back on any server, its names and roles with it",
  async ({ client, url, name: source }) => {
    await fillDatabase(client);
    const role = `strata_role_${crypto.randomUUID().slice(0, 8)}`;
    await client.query(`create role ${role} nologin connection limit 3`);
    await client.query(`create role ${role}_member login in role ${role}`);
    await client.query(`grant select on ohlcv to ${role}`);
    await client.query(
      `alter role ${role} in database ${source} set search_path = mine, "Two Words"`,
    );
    await client.query(`grant connect on database ${source} to ${role}`);
    await withFolder(async (folder) => {
      try {
        const options = await backUp(url, folder);
        const expected = await Promise.all(
          Object.values(QUESTIONS).slice(0, 2).map((sql) => ask(url, sql)),
        );
        await client.query(
          `drop owned by ${role}; alter role ${role} in database ${source} reset all;
          drop role ${role}_member; drop role ${role}`,
        );
        await withRestored(url, async (database) => {
          const notes: string[] = [];
          await restoreBackup({
            ...{ ...options, database, update: false },
            note: (line) => notes.push(line),
          });
          assert.match(
            notes.join("\n"),
            new RegExp(`Created the roles ${role}, ${role}_member, without`),
          );
          const restored = urlOf(url, database);
          const found = await Promise.all(
            Object.values(QUESTIONS).slice(0, 2).map((sql) => ask(restored, sql)),
          );
          assert.deepEqual(found, expected);
          assert.deepEqual(
            await ask(
              restored,
              `select has_table_privilege('${role}_member', 'public.ohlcv', 'select'),
                has_table_privilege('${role}', 'public.ohlcv', 'insert'),
                (select setconfig from pg_db_role_setting s join pg_roles r on r.oid = setrole
                  where rolname = '${role}' and setdatabase <> 0),
                (select rolconnlimit from pg_roles where rolname = '${role}')`,
            ),
            ['true|false|search_path=mine, "Two Words"|3'],
          );
        });
      } finally {
        await client.query(`drop role if exists ${role}_member; drop role if exists ${role}`);
      }
    });
  },
);
