import assert from "node:assert/strict";
import { MigrationError } from "../../src/base/errors.ts";
import { checkDrift } from "../../src/migrate/catalog/check_drift.ts";
import { createMigrator, type Migration, openPostgresSession } from "../../src/migrate/mod.ts";
import { engineMigrations, single } from "../fixtures/engine_migrations.ts";
import {
  type OwnServerOptions,
  serverPrograms,
  startOwnServer,
  withDatabase,
} from "../support/mod.ts";

/** Declares a test with its own server. */
function ownServerTest(
  name: string,
  options: OwnServerOptions,
  run: (url: string) => Promise<void>,
): void {
  const title = `migrate on a server of its own: ${name}`;
  const ignore = serverPrograms === null;
  const lack = ignore ? " (needs an installed PostgreSQL with TimescaleDB)" : "";
  Deno.test({
    name: `${title}${lack}`,
    ignore,
    fn: async () => {
      await using server = await startOwnServer(options);
      await run(server.url);
    },
  });
}

const migratorAt = (url: string, migrations: readonly Migration[]) =>
  createMigrator({ open: () => openPostgresSession(url), migrations });

const plain = single("0001_plain", "create table notes (a int)", "drop table notes");
const needing = single(
  "0002_needing",
  "create table t (at timestamptz not null); select create_hypertable('t', by_range('at'))",
);

const notLoaded = (error: unknown): boolean => {
  assert.ok(error instanceof MigrationError, String(error));
  assert.match(
    error.message,
    /does not load it at start; add timescaledb to shared_preload_libraries/,
  );
  return true;
};

ownServerTest(
  "a library that is not preloaded is named only if it is needed",
  { settings: { shared_preload_libraries: "" } },
  (server) =>
    withDatabase(server, async (url, client) => {
      const migrator = migratorAt(url, [plain, needing]);
      await assert.rejects(migrator.plan(), notLoaded);
      await assert.rejects(migrator.up(), notLoaded);
      assert.equal((await client.query("select to_regclass('notes') as t")).rows[0].t, null);
      await migratorAt(url, [plain]).up();
      await assert.rejects(migrator.up(), notLoaded);
      assert.deepEqual((await migrator.status()).migrations.map(({ state }) => state), [
        "applied",
        "pending",
      ]);
      const open = () => openPostgresSession(url);
      assert.deepEqual((await checkDrift({ open, migrations: [plain] })).differences, []);
      await migrator.down({ to: 0 });
    }),
);

ownServerTest(
  "a standby can be read, and writing to it is refused with a clear message",
  {},
  (server) =>
    withDatabase(server, async (url) => {
      await migratorAt(url, engineMigrations).up();
      await using standby = await startOwnServer({ standbyOf: server });
      const there = new URL(standby.url);
      there.pathname = new URL(url).pathname;
      const migrator = migratorAt(there.href, engineMigrations);
      assert.equal((await migrator.status()).ok, true);
      assert.deepEqual((await migrator.up()).actions, []);
      const open = () => openPostgresSession(there.href);
      assert.deepEqual((await checkDrift({ open, migrations: engineMigrations })).differences, []);
      const more = migratorAt(there.href, [...engineMigrations, single("0004_more", "select 1")]);
      assert.equal((await more.plan()).actions.length, 1);
      assert.equal((await more.up({ dryRun: true })).actions.length, 1);
      const commands = [
        () => more.up(),
        () => more.down(),
        () => more.baseline(4),
        () => more.repair("4", "applied"),
      ];
      for (const command of commands) {
        await assert.rejects(
          command(),
          /the server is a standby, which is read-only; set MIGRATION_DATABASE_URL/,
        );
      }
    }),
);
