import assert from "node:assert/strict";
import { PGlite } from "@electric-sql/pglite";
import { migrations } from "../../migrations/mod.ts";
import { checkDrift } from "../../src/migrate/catalog/check_drift.ts";
import {
  createMigrator,
  defineMigration,
  type Migrator,
  pgliteSession,
} from "../../src/migrate/mod.ts";
import { firstChecksums } from "../fixtures/first_checksums.ts";
import { single } from "../fixtures/engine_migrations.ts";
import { engineTest, migratorOn, states } from "./_engine.ts";
import { own, sharedReference } from "./drift_support.ts";

const added = single(
  `${String(migrations.length + 1).padStart(4, "0")}_added`,
  "create table added (a int)",
);

/** The migrations of release 0.1.0. */
const firstMigrations = migrations.filter(({ id }) => id in firstChecksums);

/** The ledger as release 0.1.0 leaves it. */
const asFirstRelease = `update strata_migrations.migrations m set checksum = given.value
  from jsonb_each_text('${
  JSON.stringify(firstChecksums)
}') as given (id, value) where m.id = given.id`;

async function checksums(migrator: Migrator): Promise<readonly (string | undefined)[]> {
  return (await migrator.status()).migrations.map(({ row }) => row?.checksum);
}

engineTest(
  "a database of the previous release is in step after an upgrade, and after a second one",
  async (t) => {
    const former = migratorOn(t, { migrations: firstMigrations });
    await former.up();
    await t.sql(asFirstRelease);
    assert.deepEqual(await checksums(former), Object.values(firstChecksums));
    assert.ok((await states(former)).every((state) => state.endsWith(" applied")));
    assert.deepEqual((await former.up()).actions, [], "nothing to do is done without a lock");

    // The first run that writes gives every row a checksum of the current algorithm.
    const upgraded = migratorOn(t, { migrations });
    assert.deepEqual(
      (await upgraded.up()).actions.map(({ migration }) => migration),
      migrations.slice(firstMigrations.length).map(({ id }) => id),
    );
    const written = await checksums(upgraded);
    assert.ok(written.every((checksum) => checksum?.startsWith("2:")), written.join("\n"));
    await using reference = await sharedReference();
    const open = () => t.session();
    const { ok } = await checkDrift({ open, ...own, openReference: reference.open });
    assert.equal(ok, true);

    const next = migratorOn(t, { migrations: [...migrations, added] });
    assert.deepEqual((await next.up()).actions.map(({ migration }) => migration), [added.id]);
    assert.deepEqual((await next.up()).actions, []);
    assert.ok((await states(next)).every((state) => state.endsWith(" applied")));
  },
);

Deno.test("an embedded database of the previous release is in step after an upgrade", async () => {
  const database = await PGlite.create();
  try {
    const open = () => Promise.resolve(pgliteSession(database));
    await createMigrator({ open, migrations: firstMigrations }).up();
    await database.exec(asFirstRelease);
    const next = createMigrator({ open, migrations: [...migrations, added] });
    await next.up();
    assert.ok((await states(next)).every((state) => state.endsWith(" applied")));
    assert.ok((await checksums(next)).every((checksum) => checksum?.startsWith("2:")));
  } finally {
    await database.close();
  }
});

engineTest("edits of up, edits of down and newer releases are distinguished", async (t) => {
  const up = (text: string) => ({ up: (m: { sql(text: string): void }) => m.sql(text) });
  const down = (m: { sql(text: string): void }) => m.sql("drop table a");
  const original = [
    defineMigration("0001_a", { ...up("create table a (b text default 'x  ')"), down }),
  ];
  await migratorOn(t, { migrations: original }).up();
  const problem = (migration: (typeof original)[number]) =>
    migratorOn(t, { migrations: [migration, single("0002_b", "select 1")] }).up();
  await assert.rejects(
    problem(defineMigration("0001_a", { ...up("create table a (b text default 'x')"), down })),
    /: "0001_a" was edited after it was applied/,
  );
  await assert.rejects(
    problem(defineMigration("0001_a", up("create table a (b text default 'x  ')"))),
    /: the down of "0001_a" was edited after it was applied/,
  );
  await t.sql("update strata_migrations.migrations set checksum = '9:later', tool = '9.0.0'");
  await assert.rejects(
    migratorOn(t, { migrations: [...original, single("0002_b", "select 1")] }).up(),
    /"0001_a" was applied by a newer release \(9\.0\.0\).*use that release/,
  );
});

engineTest("quoted texts and bodies reach the server byte by byte", async (t) => {
  const text = "one   \r\n      two\t\n  three";
  const sql = `
      create table notes (n text, m text default 'a\r\nb  ');
      insert into notes values ('${text}');
      create function body() returns text language sql as $$
        select '${text}'
      $$`;
  await migratorOn(t, { migrations: [single("0001_notes", sql)] }).up();
  const stored = await t.one(
    "select n, m, body(), (select prosrc from pg_proc where proname = 'body') as source from notes",
  );
  assert.equal(stored.n, text);
  assert.equal(stored.m, "a\r\nb  ");
  assert.equal(stored.body, text);
  assert.equal(stored.source, `\n        select '${text}'\n      `);
});

engineTest("the detail and the hint of the server's errors are shown", async (t) => {
  const failing = (sql: string) => migratorOn(t, { migrations: [single("0001_a", sql)] }).up();
  await assert.rejects(
    failing("create table a (b int unique); insert into a values (7), (7)"),
    /violates unique constraint "a_b_key" \(detail: Key \(b\)=\(7\) already exists\), in the statement/,
  );
  await assert.rejects(
    failing("create table a (b int); select bb from a"),
    /column "bb" does not exist \(hint: Perhaps you meant to reference the column "a\.b"\)/,
  );
});

engineTest("ids of five digits come after ids of four", async (t) => {
  const ids = Array.from({ length: 10_001 }, (_, i) => `${String(i + 1).padStart(4, "0")}_t`);
  const many = ids.map((id) =>
    defineMigration(id, { up: (m) => m.sql("select 1"), down: (m) => m.sql("select 2") })
  );
  await migratorOn(t, { migrations: many.slice(0, 1) }).up();
  await t.sql(`insert into strata_migrations.migrations (id, checksum, state, server, tool)
    select lpad(n::text, greatest(4, length(n::text)), '0') || '_t',
      (select checksum from strata_migrations.migrations), 'applied', '', '' from generate_series(2, 9999) n`);
  const migrator = migratorOn(t, { migrations: many });
  const { actions } = await migrator.up();
  assert.deepEqual(actions.map(({ migration }) => migration), ["10000_t", "10001_t"]);
  const { migrations: listed } = await migrator.status();
  assert.deepEqual(listed.map(({ id }) => id), ids);
  const down = await migrator.down({ steps: 2 });
  assert.deepEqual(down.actions.map(({ migration }) => migration), ["10001_t", "10000_t"]);
});
