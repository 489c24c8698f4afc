import assert from "node:assert/strict";
import { integer, pgTable, text } from "drizzle-orm/pg-core";
import { checkDrift } from "../../src/migrate/catalog/check_drift.ts";
import { converge } from "../../src/migrate/catalog/converge.ts";
import {
  createMigrator,
  defineMigration,
  openPostgresSession,
  type OpenSession,
} from "../../src/migrate/mod.ts";
import { serverTest } from "../support/mod.ts";
import { readings, sites, weather, weatherMigrations } from "./drift_fixture.ts";
import { migrated, sharedReference } from "./drift_support.ts";

serverTest(
  "timescaledb",
  "checkDrift names differences between ledger and migrations",
  async (_t, db) => {
    await using reference = await sharedReference();
    const gone = defineMigration("0005_gone", {
      up: (m) => m.sql("create table gone (id integer)"),
    });
    const open = await migrated(db.url, [...weatherMigrations, gone]);
    const [first, ...rest] = weatherMigrations;
    assert.ok(first !== undefined);
    const edited = defineMigration(first.id, {
      up: (m) => {
        first.up(m);
        m.sql("comment on column sites.code is 'edited'");
      },
    });
    const next = defineMigration("0005_next", {
      up: (m) => m.sql("create table next (id integer)"),
    });
    const { differences } = await checkDrift({
      open,
      migrations: [edited, ...rest, next],
      openReference: reference.open,
    });
    assert.deepEqual(
      differences.map(({ object, property, expected, actual, layer }) =>
        `${layer}: ${object}, ${property}: ${expected} / ${actual}`
      ),
      [
        "ledger: 0001_create_sites, migration: applied / edited",
        "ledger: 0005_gone, migration: null / applied",
        "ledger: 0005_next, migration: applied / pending",
        "database: gone, table: null / (id integer)",
        "database: sites.code, comment: edited / null",
      ],
    );
  },
);

serverTest("timescaledb", "checkDrift names a definition that has no migration", async (_t, db) => {
  await using reference = await sharedReference();
  const open = await migrated(db.url, weatherMigrations);
  const notes = pgTable("notes", { id: integer().primaryKey(), note: text() });
  const { differences } = await checkDrift({
    open,
    migrations: weatherMigrations,
    definitions: {
      ...weather,
      tables: [readings, sites, notes],
      comments: [{ table: "sites", column: null, comment: "Elsewhere" }],
      hypertables: (weather.hypertables ?? []).map((declared) => ({
        ...declared,
        chunkInterval: "2 days",
        retention: null,
      })),
      touchUpdatedAt: [],
    },
    openReference: reference.open,
  });
  assert.deepEqual(
    differences.map(({ object, property, expected, actual, layer }) =>
      `${layer}: ${object}, ${property}: ${expected} / ${actual}`
    ),
    [
      "definitions: notes, table: (id integer, note text) / null",
      "definitions: readings, chunk interval: 2 days / 1 day",
      "definitions: readings, retention policy: null / after 60 months",
      "definitions: readings.value, comment: null / In the channel's unit",
      "definitions: sites, comment: Elsewhere / Where it's measured",
      "definitions: sites.tg_sites_updated_at, trigger: null / " +
      "CREATE TRIGGER tg_sites_updated_at BEFORE UPDATE ON public.sites FOR EACH ROW EXECUTE FUNCTION public.strata_set_updated_at()",
    ],
  );
});

serverTest("timescaledb", "checkDrift leaves out undeclared objects", async (_t, db) => {
  await using reference = await sharedReference();
  const open = await migrated(db.url, weatherMigrations);
  await db.client.query("create table audit_log (id integer)");
  await db.client.query("create view audit_view as select id from audit_log");
  await db.client.query("create schema other");
  await db.client.query("create table other.things (id integer)");
  const options = { open, migrations: weatherMigrations, openReference: reference.open };
  const { differences } = await checkDrift(options);
  assert.deepEqual(differences.map(({ object }) => object), ["audit_log", "audit_view"]);
  assert.equal((await checkDrift({ ...options, ignore: ["audit_*"] })).ok, true);
});

serverTest(
  "community",
  "checkDrift and converge know deferred steps that can be applied now",
  async (_t, db) => {
    await using reference = await sharedReference();
    const real = () => openPostgresSession(db.url);
    await createMigrator({ open: lesserEdition(real), migrations: weatherMigrations }).up();
    const options = { open: real, migrations: weatherMigrations, openReference: reference.open };
    const lesser = await checkDrift({ ...options, open: lesserEdition(real) });
    assert.deepEqual(lesser.differences, []);
    assert.equal(lesser.deferred.length, 2);

    const { differences } = await checkDrift(options);
    assert.ok(differences.length > 5);
    assert.ok(
      differences.every(({ layer, property }) =>
        layer === "ledger" && /^deferred step \d+$/.test(property)
      ),
    );
    const result = await converge(options);
    assert.deepEqual(result.remaining, []);
    assert.ok(result.actions[0]?.property.includes("compression of readings"));
  },
);

serverTest(
  "timescaledb",
  "checkDrift names a hypertable that is a plain table, and converge leaves it",
  async (_t, db) => {
    await using reference = await sharedReference();
    const open = () => openPostgresSession(db.url);
    const [first, second] = weatherMigrations;
    assert.ok(first !== undefined && second !== undefined);
    const migrations = [first, second];
    await createMigrator({ open: withoutExtension(open), migrations }).up();
    await db.client.query("update strata_migrations.migrations set deferred = '[]'");
    await db.client.query("create extension timescaledb");
    const { differences, refused } = await checkDrift({
      open,
      migrations,
      openReference: reference.open,
    }).then(async (result) => ({
      ...result,
      ...await converge({ open, migrations, openReference: reference.open }),
    }));
    assert.deepEqual(
      differences.map(({ object, property, actual }) => [object, property, actual]),
      [
        ["readings", "hypertable", null],
      ],
    );
    assert.match(refused[0]?.reason ?? "", /migrate_data/);
  },
);

/** Opens sessions in which a Community server claims to be the Apache edition. */
function lesserEdition(open: OpenSession): OpenSession {
  return answering(open, { license: "apache" });
}

/** Opens sessions in which a server claims not to have TimescaleDB. */
function withoutExtension(open: OpenSession): OpenSession {
  return answering(open, { timescaledb: null, license: null, available: null });
}

function answering(open: OpenSession, answer: Readonly<Record<string, unknown>>): OpenSession {
  return async () => {
    const session = await open();
    return {
      cancel: () => session.cancel(),
      [Symbol.asyncDispose]: () => session[Symbol.asyncDispose](),
      query: async <Row>(text: string, values?: unknown[]) => {
        const { rows } = await session.query<Row>(text, values);
        if (!text.includes("pg_available_extensions")) return { rows };
        return { rows: rows.map((row) => ({ ...row, ...answer })) };
      },
    };
  };
}
