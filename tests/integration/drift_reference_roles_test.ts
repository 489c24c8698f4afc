import assert from "node:assert/strict";
import {
  checkDrift,
  createMigrator,
  defineMigration,
  type Migration,
  openPostgresSession,
  type ReferenceEvent,
} from "../../src/migrate/mod.ts";
import { serverTest } from "../support/mod.ts";
import { assertNoScratch, hasRole, testRole } from "./drift_reference_support.ts";
import { migrated } from "./drift_support.ts";

const newRole = (): string => `strata_test_${crypto.randomUUID().slice(0, 8)}`;

/** Migrations for a role that exists on the server. */
const grants = (role: string): Migration =>
  defineMigration("0001_create_notes", {
    up: (m) =>
      m.sql(`
        create table notes (id integer);
        grant usage on schema public to ${role};
        grant select on notes to ${role};
        alter default privileges in schema public grant select on tables to ${role};
        do $$ begin grant insert on notes to ${role}; end $$;
        alter table notes enable row level security;
        create policy see on notes for select to ${role} using (id > 0);
        create schema office authorization ${role};
        create table office.desks (id integer);
        alter table office.desks owner to ${role};
        grant create on schema public to ${role};
        set local role ${role};
        create table papers (id integer);
        reset role;
        create table pens (id integer)`),
    down: (m) => m.sql("drop table notes, papers, pens; drop schema office cascade"),
  });

const withExtension = defineMigration("0002_create_extension", {
  up: (m) => m.sql("create extension btree_gist"),
});

serverTest(
  "timescaledb",
  "checkDrift tries grants and owners in PGlite, which has none of the server's roles",
  async (_t, db) => {
    await using role = await testRole(db);
    const migrations = [grants(role.name)];
    const open = await migrated(db.url, migrations);
    const events: ReferenceEvent[] = [];
    const { differences } = await checkDrift({
      open,
      migrations,
      onReference: (event) => events.push(event),
    });
    assert.deepEqual(differences, []);
    assert.deepEqual(events, []);
  },
);

for (const kind of ["timescaledb", "community"] as const) {
  serverTest(
    kind,
    `checkDrift tries grants and owners in a scratch database, ${kind}`,
    async (_t, db) => {
      await using role = await testRole(db);
      const migrations = [grants(role.name), withExtension];
      const open = await migrated(db.url, migrations);
      assert.deepEqual((await checkDrift({ open, migrations })).differences, []);
      await createMigrator({ open, migrations: [grants(role.name)] }).repair(
        "0002_create_extension",
        "reverted",
      );
      await assertNoScratch(db);
    },
  );

  serverTest(
    kind,
    `checkDrift leaves a server's roles alone if migrations change roles, ${kind}`,
    async (_t, db) => {
      await using old = await testRole(db, "connection limit 7");
      const [role, other, third] = [newRole(), newRole(), newRole()];
      const creating = defineMigration("0001_create_roles", {
        up: (m) =>
          m.sql(`
            create extension btree_gist;
            create role ${role} nologin;
            create user "${other}" password 'secret';
            do $$ begin
              if not exists (select from pg_roles where rolname = '${third}') then
                create role ${third};
              end if;
              alter role ${third} nologin;
            end $$;
            grant ${role} to "${other}";
            comment on role ${role} is 'Reads';
            alter role ${old.name} connection limit 8;
            create table notes (id integer);
            grant select on notes to ${role}, "${other}";
            create schema if not exists "office" authorization ${role};
            create table office.desks (id integer)`),
        down: (m) =>
          m.sql(`
            drop table notes; drop schema office cascade; drop extension btree_gist;
            drop role ${role}; drop role "${other}"; drop role ${third}`),
      });
      const dropping = defineMigration("0002_drop_role", {
        up: (m) => m.sql(`drop role ${third}; alter system set work_mem = '5MB'`),
        transaction: false,
      });
      const open = await migrated(db.url, []);
      const pending = await checkDrift({ open, migrations: [creating] });
      assert.deepEqual(pending.differences.map(({ object }) => object), ["0001_create_roles"]);
      for (const name of [role, other, third]) assert.equal(await hasRole(db, name), false);

      const migrator = createMigrator({ open, migrations: [creating] });
      await migrator.up();
      try {
        const applied = await checkDrift({ open, migrations: [creating, dropping] });
        assert.deepEqual(applied.differences.map(({ object }) => object), ["0002_drop_role"]);
        assert.equal(await hasRole(db, third), true);
        const { rows } = await db.client.query(
          "select rolconnlimit as n from pg_roles where rolname = $1",
          [old.name],
        );
        assert.equal(rows[0].n, 8);
        await db.client.query(`alter role ${old.name} connection limit 7`);
        await checkDrift({ open, migrations: [creating] });
        assert.deepEqual(
          (await db.client.query("select rolconnlimit as n from pg_roles where rolname = $1", [
            old.name,
          ])).rows,
          [{ n: 7 }],
        );
      } finally {
        await migrator.down();
      }
      await assertNoScratch(db);
    },
  );
}

serverTest(
  "community",
  "checkDrift creates a scratch database as a plain role with CREATEDB",
  async (_t, db) => {
    await using role = await testRole(db, "createdb");
    await db.client.query("create extension timescaledb");
    await db.client.query(`grant all on database "${db.name}" to ${role.name}`);
    await db.client.query(`grant all on schema public to ${role.name}`);
    const migrations = [
      defineMigration("0001_create_readings", {
        up: (m) =>
          m.sql(`
            create extension btree_gist;
            create table readings (time timestamptz not null);
            select create_hypertable('readings', by_range('time'));
            select add_retention_policy('readings', interval '1 year')`),
      }),
    ];
    const open = () => openPostgresSession(role.url);
    await createMigrator({ open, migrations }).up();
    assert.deepEqual((await checkDrift({ open, migrations })).differences, []);
    await assertNoScratch(db);
  },
);
