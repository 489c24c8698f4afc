import assert from "node:assert/strict";
import { createMigrator, type MigrationEvent, openPostgresSession } from "../../src/migrate/mod.ts";
import { detectServer, safeSettings } from "../../src/timescale/mod.ts";
import { single } from "../fixtures/engine_migrations.ts";
import { openClient, serverTest, type ThrowawayDatabase } from "../support/mod.ts";

const migrations = [
  single(
    "0001_series",
    "create table series (at timestamptz not null); select create_hypertable('series', by_range('at'))",
    "drop table series",
  ),
];

type Setting = Extract<MigrationEvent, { readonly kind: "setting" }>;

/** Migrates, and returns what was set meanwhile. */
async function migrate(url: string): Promise<readonly Setting[]> {
  const set: Setting[] = [];
  await createMigrator({
    open: () => openPostgresSession(url),
    migrations,
    onEvent: (event) => {
      if (event.kind === "setting") set.push(event);
    },
  }).up();
  return set;
}

/** The settings of a new session, those that the server needs. */
async function inNewSession(url: string): Promise<Readonly<Record<string, string>>> {
  const client = await openClient(url);
  try {
    const names = await neededOn(client);
    const entries: [string, string][] = [];
    for (const { name } of names) {
      const { rows } = await client.query(`select current_setting($1) as value`, [name]);
      entries.push([name, String(rows[0].value)]);
    }
    return Object.fromEntries(entries);
  } finally {
    await client.end();
  }
}

const neededOn = async (client: ThrowawayDatabase["client"]) =>
  safeSettings(await detectServer(client));

serverTest("community", "migrate sets what the server's version needs, once", async (_t, db) => {
  const set = await migrate(db.url);
  const needed = await neededOn(db.client);
  assert.deepEqual(
    set.map(({ sql, instead }) => [sql, instead]),
    needed.map(({ name, value }) => [`alter database ${db.name} set ${name} = ${value}`, null]),
  );
  const wanted = Object.fromEntries(needed.map(({ name, value }) => [name, value]));
  assert.deepEqual(await inNewSession(db.url), wanted);
  assert.deepEqual(await migrate(db.url), []);
});

serverTest("community", "migrate sets it where only the settings are missing", async (_t, db) => {
  const set = await migrate(db.url);
  await db.client.query(`alter database ${db.name} reset all`);
  assert.deepEqual(await migrate(db.url), set);
});

serverTest("community", "migrate leaves what somebody set", async (_t, db) => {
  const name = "timescaledb.enable_skipscan";
  await db.client.query(`alter database ${db.name} set ${name} = on`);
  const set = await migrate(db.url);
  assert.ok(set.every(({ sql }) => !sql.includes(name)));
  assert.equal((await inNewSession(db.url))[name] ?? "on", "on");
}, { timescaledb: true });

serverTest("community", "migrate sets it for a role that owns no database", async (_t, db) => {
  const role = `strata_test_${crypto.randomUUID().slice(0, 8)}`;
  await db.client.query(`create role ${role} login password '${role}'`);
  try {
    await db.client.query(`grant create on database ${db.name} to ${role}`);
    await db.client.query(`grant create on schema public to ${role}`);
    const url = new URL(db.url);
    [url.username, url.password] = [role, role];
    const set = await migrate(url.href);
    const needed = await neededOn(db.client);
    assert.deepEqual(
      set.map(({ sql }) => sql),
      needed.map(({ name, value }) =>
        `alter role ${role} in database ${db.name} set ${name} = ${value}`
      ),
    );
    for (const { instead } of set) assert.match(instead ?? "", /^alter database .+ set /);
    const wanted = Object.fromEntries(needed.map(({ name, value }) => [name, value]));
    assert.deepEqual(await inNewSession(url.href), wanted);
    assert.deepEqual(await migrate(url.href), []);
  } finally {
    await db.client.query(`drop owned by ${role} cascade`);
    await db.client.query(`drop role ${role}`);
  }
}, { timescaledb: true });

serverTest("timescaledb", "migrate sets nothing on the Apache edition", async (t, db) => {
  await migrate(db.url);
  const { edition } = await detectServer(db.client);
  if (edition !== "apache") return void await t.step("not an Apache server", () => {});
  const { rows } = await db.client.query(
    `select line from pg_db_role_setting, unnest(setconfig) line
      where setdatabase = (select oid from pg_database where datname = current_database())
        and line not like 'search_path=%'`,
  );
  assert.deepEqual(rows, []);
});
