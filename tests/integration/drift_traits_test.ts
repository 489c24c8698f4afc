import assert from "node:assert/strict";
import type pg from "pg";
import { checkDrift } from "../../src/migrate/catalog/check_drift.ts";
import { defineMigration, type MigrationSession } from "../../src/migrate/mod.ts";
import { normaliseQuery } from "../../src/migrate/catalog/normalise_query.ts";
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

/** A session within a seed's transaction; transactions in it become savepoints. */
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
  } as MigrationSession; // as: a client of node-postgres has what a session needs
}

for (const kind of ["timescaledb", "community"] as const) {
  serverTest(kind, `checkDrift names each drift besides the structure, ${kind}`, async (t, db) => {
    await using reference = await sharedReference();
    const open = await migrated(db.url, migrations);
    const check = (session = open) =>
      checkDrift({ open: session, migrations, openReference: reference.open });
    assert.deepEqual((await check()).differences, []);
    for (const { name, seed, undo, found } of traitSeeds) {
      await t.step(name, async () => {
        const [begin, end] = undo === undefined ? ["begin", ["rollback"]] : ["", undo];
        const session = () => Promise.resolve(sessionWithin(db.client));
        await db.client.query(begin);
        try {
          for (const statement of seed) await db.client.query(statement);
          const { differences } = await check(undo === undefined ? session : open);
          assertFound(differences, found);
        } finally {
          for (const statement of end) await db.client.query(statement);
        }
      });
    }
    assert.deepEqual((await check()).differences, []);
  });
}

serverTest(
  "timescaledb",
  "normaliseQuery passes on failures that are not about the query",
  async (_t, db) => {
    const sql = "select code from sites where height > 0";
    await db.client.query(
      "create domain share as integer constraint ck check (value > 0); create table sites (code text, height integer)",
    );
    assert.match(await normaliseQuery(db.client, sql) ?? "", /SELECT (sites\.)?code/);
    assert.equal(await normaliseQuery(db.client, "select nothing from sites"), null);
    await db.client.query("begin");
    await db.client.query("alter domain share drop constraint ck");
    await assert.rejects(
      normaliseQuery(sessionWithin(db.client), sql),
      /cannot start a subtransaction/,
    );
    await db.client.query("rollback");
  },
);
