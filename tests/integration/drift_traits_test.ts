import assert from "node:assert/strict";
import type pg from "pg";
import { checkDrift } from "../../src/migrate/catalog/check_drift.ts";
import { defineMigration, type MigrationSession } from "../../src/migrate/mod.ts";
import { serverTest } from "../support/mod.ts";
import { weatherMigrations } from "./drift_fixture.ts";
import { assertFound, migrated, sharedReference } from "./drift_support.ts";
import { traitSeeds } from "./drift_trait_seeds.ts";

const migrations = [
  ...weatherMigrations,
  defineMigration("0005_add_traits", {
    up: (m) =>
      m.sql(`
        create schema lab;
        create table lab.runs (id integer);
        create table labels (id integer primary key, label text);
        create index ix_labels_label on labels (label);
        comment on index ix_labels_label is 'For the search';
        create table guarded (id integer) with (fillfactor = 70);
        alter table guarded enable row level security;
        create policy own_rows on guarded for select using (id > 0);
        create sequence tickets;
        create domain share as double precision constraint share_check check (value >= 0);
        create type point3 as (x real, y real);
        create materialized view site_codes as select code from sites`),
  }),
];

/** A session within a seed's transaction: a transaction in it becomes a savepoint. */
function sessionWithin(client: pg.Client): MigrationSession {
  const nested = (text: string): string =>
    /^begin/.test(text)
      ? "savepoint inner_one"
      : text === "rollback"
      ? "rollback to inner_one"
      : text;
  return {
    query: (text: string, values?: unknown[]) => client.query(nested(text), values),
    cancel: () => Promise.resolve(),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  } as MigrationSession; // node-postgres answers with what a session does
}

for (const kind of ["timescaledb", "community"] as const) {
  serverTest(kind, `checkDrift names each drift beside the structure, ${kind}`, async (t, db) => {
    await using reference = await sharedReference();
    const open = await migrated(db.url, migrations);
    const check = (session = open) =>
      checkDrift({ open: session, migrations, openReference: reference.open });
    assert.deepEqual((await check()).differences, []);
    for (const { name, seed, found } of traitSeeds) {
      await t.step(name, async () => {
        await db.client.query("begin");
        try {
          for (const statement of seed) await db.client.query(statement);
          const { differences } = await check(() => Promise.resolve(sessionWithin(db.client)));
          assertFound(differences, found);
        } finally {
          await db.client.query("rollback");
        }
      });
    }
    assert.deepEqual((await check()).differences, []);
  });
}
