import assert from "node:assert/strict";
import { PGlite } from "@electric-sql/pglite";
import {
  createMigrator,
  defineMigration,
  openPostgresSession,
  pgliteSession,
} from "../../src/migrate/mod.ts";
import { single } from "../fixtures/engine_migrations.ts";
import { engineTest, migratorOn } from "./_engine.ts";

/** Statements that change the session; the probe after them must not see it. */
const leaks: Readonly<Record<string, string>> = {
  "set search_path": "create schema audit; set search_path = audit",
  "set_config of the search path":
    "create schema audit; select set_config('search_path', 'audit', false)",
  "session_replication_role": "set session_replication_role = replica",
  "set role": "set role pg_monitor",
  "set session authorization": "set session authorization pg_monitor",
  "a time limit":
    "set statement_timeout = '1h'; set lock_timeout = '1h'; set timezone = 'Asia/Tokyo'",
  "a custom setting": "set strata.tenant = 'one'",
  "a temporary table": "create temporary table places (a int)",
};

// All of these affect what a migration creates and sees.
const probe = single(
  "0002_probe",
  `create table places (
     id int primary key, parent int references places (id) deferrable initially immediate,
     by text default current_user, session text default session_user,
     settings text[] default array[
       current_setting('search_path'), current_setting('session_replication_role'),
       current_setting('statement_timeout'), current_setting('timezone'),
       coalesce(current_setting('strata.tenant', true), '')]
   );
   insert into places (id) values (1)`,
);

for (const transaction of [true, false]) {
  for (const [what, sql] of Object.entries(leaks)) {
    const mode = transaction ? "in a transaction" : "stepwise";
    engineTest(`${what} of one migration, ${mode}, has no effect on the next`, async (t) => {
      const leak = defineMigration("0001_leak", { transaction, up: (m) => m.sql(sql) });
      await migratorOn(t, { migrations: [leak, probe] }).up();
      assert.deepEqual(
        await t.one(`select session_user = by and session_user = session as owner, settings,
          (select relnamespace::regnamespace::text from pg_class where relname = 'places') as schema from public.places`),
        { owner: true, settings: ["public", "origin", "0", "UTC", ""], schema: "public" },
      );
      await assert.rejects(t.sql("insert into places (id, parent) values (2, 9)"), /foreign key/);
    });
  }
}

engineTest(
  "role, settings and temporary tables of the opened session stay",
  async (t) => {
    const open = async () => {
      const session = await openPostgresSession(t.url);
      await session.query("create temporary table mine (a int)");
      await session.query("set work_mem = '7MB'");
      await session.query("do $$ begin execute format('set role %I', session_user); end $$");
      return session;
    };
    const seen = (id: string) =>
      single(
        id,
        `insert into mine values (1);
      create schema s${id}; create table s${id}.seen as select current_setting('role') = session_user as by, current_setting('work_mem') as memory; set work_mem = '9MB'; reset role`,
      );
    const migrations = [seen("0001_a"), seen("0002_b")];
    await createMigrator({ open, migrations }).up();
    for (const { id } of migrations) {
      assert.deepEqual(await t.one(`select * from s${id}.seen`), {
        by: true,
        memory: "7MB",
      });
    }
  },
);

engineTest("settings of hooks are reset too", async (t) => {
  const hooks = {
    before: async ({ session }: { session: { query(text: string): Promise<unknown> } }) => {
      await session.query("set search_path = pg_catalog, public");
    },
    after: async ({ session }: { session: { query(text: string): Promise<unknown> } }) => {
      await session.query("set timezone = 'Asia/Tokyo'");
    },
  };
  const seen = (id: string) =>
    single(
      id,
      `create table public.t${id} as select current_setting('search_path') as path, current_setting('timezone') as zone`,
    );
  await migratorOn(t, { migrations: [seen("0001_a"), seen("0002_b")], hooks }).up();
  for (const id of ["0001_a", "0002_b"]) {
    assert.deepEqual(await t.one(`select * from t${id}`), {
      path: "pg_catalog, public",
      zone: "UTC",
    });
  }
});

Deno.test("an embedded database keeps its own settings", async () => {
  const database = await PGlite.create();
  try {
    await database.exec("set work_mem = '7MB'; create temporary table mine (a int)");
    const path = (await database.query("show search_path")).rows;
    const open = () => Promise.resolve(pgliteSession(database));
    const leak = single(
      "0001_a",
      "set work_mem = '9MB'; set search_path = pg_catalog; set role pg_monitor",
    );
    await createMigrator({ open, migrations: [leak, single("0002_b", "create table b (a int)")] })
      .up();
    const { rows } = await database.query(
      "select current_setting('work_mem') as memory, current_setting('role') as role, (select count(*)::int from mine) as mine, 'b'::regclass::text as b",
    );
    assert.deepEqual(rows, [{ memory: "7MB", role: "none", mine: 0, b: "b" }]);
    assert.deepEqual((await database.query("show search_path")).rows, path);
  } finally {
    await database.close();
  }
});
