import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { ConnectionError, MigrationError } from "../../src/base/errors.ts";
import {
  type MigrationEvent,
  type MigrationSession,
  openPostgresSession,
} from "../../src/migrate/mod.ts";
import { engineMigrations, single } from "../fixtures/engine_migrations.ts";
import { engineTest, migratorOn, states } from "./_engine.ts";

engineTest("five runners at once apply each migration exactly once", async (t) => {
  const results = await Promise.all(
    Array.from({ length: 5 }, () => migratorOn(t, { waitMs: 60_000 }).up()),
  );
  const applied = results.flatMap((result) => result.actions.map((action) => action.migration))
    .sort();
  assert.deepEqual(applied, engineMigrations.map((migration) => migration.id));
  assert.equal((await t.one("select count(*)::int as n from readings")).n, 301);
  const events = await t.one(
    "select count(*)::int as n from strata_migrations.migration_events where action = 'up'",
  );
  assert.equal(events.n, 3);
});

engineTest("waiting for a held lock ends with the name of its holder", async (t) => {
  await using holder = await t.holdLock();
  const waits: MigrationEvent[] = [];
  const migrator = migratorOn(t, { waitMs: 300, onEvent: (event) => waits.push(event) });
  await assert.rejects(migrator.up(), (error: unknown) => {
    return error instanceof MigrationError && error.message.includes(`pid ${holder.pid}`) &&
      error.message.includes("the holder of the test");
  });
  assert.deepEqual(waits.map((event) => event.kind), ["extension", "waiting"]);
});

engineTest("a table that is read for seconds is locked in short attempts", async (t) => {
  const migrations = [
    single("0001_a", "create table a (b int)"),
    single("0002_b", "alter table a add column c int"),
  ];
  await migratorOn(t, { migrations }).up({ to: 1 });
  const events: MigrationEvent[] = [];
  await using reader = await t.session();
  await reader.query("begin");
  await reader.query("lock table a in access share mode");
  const running = migratorOn(t, {
    migrations,
    lockTimeoutMs: 200,
    onEvent: (event) => events.push(event),
  }).up();
  await delay(1_000);
  await reader.query("commit");
  assert.equal((await running).actions.length, 1);
  assert.ok(events.some((event) => event.kind === "retry"));
});

engineTest("a lock that is never free ends the run without changes, with a remedy", async (t) => {
  const migrations = [
    single("0001_a", "create table a (b int)"),
    single("0002_b", "alter table a add column c int"),
  ];
  await migratorOn(t, { migrations }).up({ to: 1 });
  await using reader = await t.session();
  await reader.query("begin");
  await reader.query("lock table a in access share mode");
  await assert.rejects(
    migratorOn(t, { migrations, lockTimeoutMs: 50, attempts: 2 }).up(),
    /2 attempts did not get its locks.*--lock-timeout/s,
  );
  await reader.query("rollback");
  assert.deepEqual(await states(migratorOn(t, { migrations })), ["0001 applied", "0002 pending"]);
});

engineTest(
  "a backend that dies in a migration is replaced, and the migration applied once",
  async (t) => {
    const migrations = [
      single("0001_a", "create table a (b int); select pg_sleep(0.5); insert into a values (1)"),
    ];
    const events: MigrationEvent[] = [];
    let killed = false;
    const migrator = migratorOn(t, {
      migrations,
      onEvent: (event) => {
        events.push(event);
        if (event.kind !== "statement" || !event.sql.includes("pg_sleep") || killed) return;
        killed = true;
        void t.terminate("strata migrate");
      },
    });
    await migrator.up();
    assert.ok(killed && events.some((event) => event.kind === "reconnect"));
    assert.equal((await t.one("select count(*)::int as n from a")).n, 1);
  },
);

engineTest("a commit whose answer is lost is not applied again", async (t) => {
  const migrations = [single("0001_a", "create table a (b int); insert into a values (1)")];
  let lost = false;
  // Simulates a network that fails between the server's commit and its answer.
  const open = async (): Promise<MigrationSession> => {
    const session = await openPostgresSession(t.url);
    return {
      cancel: () => session.cancel(),
      query: async (text, values) => {
        const answer = await session.query(text, values);
        if (text !== "commit" || lost) return answer as never;
        lost = true;
        await session[Symbol.asyncDispose]();
        throw Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" });
      },
      [Symbol.asyncDispose]: () => session[Symbol.asyncDispose](),
    };
  };
  const migrator = migratorOn(t, { migrations, open });
  await migrator.up();
  assert.ok(lost);
  assert.deepEqual(await states(migrator), ["0001 applied"]);
  assert.equal((await t.one("select count(*)::int as n from a")).n, 1);
});

engineTest("a pooler in transaction mode is detected and refused", async (t) => {
  // Simulates a pooler: statements go to two backends in turn.
  const open = async (): Promise<MigrationSession> => {
    const sessions = [await openPostgresSession(t.url), await openPostgresSession(t.url)];
    let turn = 0;
    return {
      cancel: () => Promise.resolve(),
      query: async (text, values) => await sessions[turn++ % 2]?.query(text, values) as never,
      [Symbol.asyncDispose]: async () => {
        for (const session of sessions) await session[Symbol.asyncDispose]();
      },
    };
  };
  await assert.rejects(migratorOn(t, { open }).up(), /pooler.*MIGRATION_DATABASE_URL/s);
  assert.equal((await t.one("select to_regclass('readings') as t")).t, null);
});

engineTest(
  "an aborted run cancels its statement, rolls back and releases the lock",
  async (t) => {
    const migrations = [single("0001_a", "create table a (b int); select pg_sleep(30)")];
    const controller = new AbortController();
    const begun = performance.now();
    const running = migratorOn(t, {
      migrations,
      signal: controller.signal,
      onEvent: (event) => {
        if (event.kind === "statement" && event.sql.includes("pg_sleep")) {
          setTimeout(() => controller.abort(), 50);
        }
      },
    }).up();
    await assert.rejects(running, { name: "AbortError" });
    assert.ok(performance.now() - begun < 10_000);
    assert.equal((await t.one("select to_regclass('a') as t")).t, null);
    assert.equal(
      (await t.one(
        "select count(*)::int as n from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())",
      )).n,
      0,
    );
  },
);

engineTest("the error of a dead backend says so, without the password", async (t) => {
  await using session = await openPostgresSession(t.url, { applicationName: "doomed" });
  await t.terminate("doomed");
  await assert.rejects(session.query("select 1"), (error: unknown) => {
    return error instanceof ConnectionError && error.service === "timescaledb" &&
      /the connection to PostgreSQL at .* was lost/.test(error.message) &&
      !error.message.includes(new URL(t.url).password);
  });
});
