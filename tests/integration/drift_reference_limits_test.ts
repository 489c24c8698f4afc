import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { MigrationError } from "../../src/base/errors.ts";
import {
  checkDrift,
  createMigrator,
  defineMigration,
  openPostgresSession,
} from "../../src/migrate/mod.ts";
import { scratchName } from "../../src/migrate/catalog/reference/scratch_name.ts";
import { openClient, pgbouncerTest, serverTest, startPgbouncer } from "../support/mod.ts";
import { assertNoScratch, scratchDatabases, testRole } from "./drift_reference_support.ts";
import { migrated } from "./drift_support.ts";

const migrations = [
  defineMigration("0001_create_notes", {
    up: (m) => m.sql("create extension btree_gist; create table notes (id integer)"),
  }),
];

/** Migrations whose last one behaves differently in the scratch database. */
const followedBy = (sql: string, options = {}) => [
  ...migrations,
  defineMigration("0002_more", { up: (m) => m.sql(sql), ...options }),
];

for (const kind of ["timescaledb", "community"] as const) {
  serverTest(kind, `a failed migration leaves no scratch database, ${kind}`, async (_t, db) => {
    const open = await migrated(db.url, migrations);
    for (const options of [{}, { transaction: false }]) {
      await assert.rejects(
        checkDrift({ open, migrations: followedBy("select 1 / 0", options) }),
        (error) =>
          error instanceof MigrationError && error.migration === "0002_more" &&
          /division by zero, in "select 1 \/ 0"/.test(error.message),
      );
      await assertNoScratch(db);
    }
  });

  serverTest(
    kind,
    `a scratch database is dropped if the check is aborted, ${kind}`,
    async (_t, db) => {
      const open = await migrated(db.url, migrations);
      const abort = new AbortController();
      const checking = checkDrift({
        open,
        migrations: followedBy("select pg_sleep(60)"),
        signal: abort.signal,
      });
      const rejected = assert.rejects(checking, { name: "AbortError" });
      while ((await scratchDatabases(db)).length === 0) await delay(20);
      await delay(500);
      const start = performance.now();
      abort.abort();
      await rejected;
      assert.ok(performance.now() - start < 10_000);
      await assertNoScratch(db);
    },
  );
}

serverTest(
  "timescaledb",
  "a role without CREATEDB gets a remedy, and can use another server instead",
  async (_t, db) => {
    await using role = await testRole(db);
    await db.client.query(`grant all on database "${db.name}" to ${role.name}`);
    await db.client.query(`grant all on schema public to ${role.name}`);
    const open = () => openPostgresSession(role.url);
    await createMigrator({ open, migrations }).up();
    const isClear = (error: unknown) =>
      error instanceof MigrationError &&
      error.message.includes(
        `no scratch database can be created: the role "${role.name}" may not create databases; run "alter role ` +
          `${role.name} createdb" as a superuser, or name a server`,
      );
    await assert.rejects(checkDrift({ open, migrations }), isClear);
    await assert.rejects(checkDrift({ open, migrations, reference: "scratch" }), {
      message:
        /^Cannot create a scratch database: the role "strata_test_\w+" may not create databases/,
    });
    const scratchServer = () => openPostgresSession(db.url);
    assert.deepEqual((await checkDrift({ open, migrations, scratchServer })).differences, []);
    await assertNoScratch(db);
  },
);

serverTest(
  "timescaledb",
  "scratch databases of dead runs are dropped after a day, unless they are in use",
  async (_t, db) => {
    const open = await migrated(db.url, migrations);
    const old = new Date(Date.now() - 25 * 3_600_000);
    const names = {
      old: scratchName(1, old),
      used: scratchName(1, old),
      young: scratchName(1),
      other: `strata_scratch_${crypto.randomUUID().slice(0, 8)}`,
    };
    const url = new URL(db.url);
    for (const name of Object.values(names)) await db.client.query(`create database "${name}"`);
    url.pathname = `/${names.used}`;
    const user = await openClient(url.href);
    try {
      await checkDrift({ open, migrations });
      const { rows } = await db.client.query(
        "select datname as name from pg_database where datname = any($1)",
        [Object.values(names)],
      );
      assert.deepEqual(
        rows.map(({ name }) => name).sort(),
        [names.used, names.young, names.other].sort(),
      );
    } finally {
      await user.end();
      for (const name of Object.values(names)) {
        await db.client.query(`drop database if exists "${name}" with (force)`);
      }
    }
  },
);

for (const mode of ["session", "transaction"] as const) {
  const title = `checkDrift makes a scratch database through PgBouncer, pooling by ${mode}`;
  pgbouncerTest(title, async (_t, db) => {
    await migrated(db.url, migrations);
    await using pooler = await startPgbouncer(db.url, { mode });
    const open = () => openPostgresSession(pooler.url);
    if (mode === "transaction") {
      await assert.rejects(checkDrift({ open, migrations }), {
        message:
          /no scratch database can be created: the connection goes through a pooler.*MIGRATION_DATABASE_URL/,
      });
    }
    const direct = { scratchServer: () => openPostgresSession(db.url) };
    const { differences } = await checkDrift({
      open,
      migrations,
      ...(mode === "transaction" ? direct : {}),
    });
    assert.deepEqual(differences, []);
    await assertNoScratch(db);
  });
}
