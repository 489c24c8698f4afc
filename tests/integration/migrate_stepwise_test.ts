import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { MigrationError } from "../../src/base/errors.ts";
import { defineMigration, type Migration, openPostgresSession } from "../../src/migrate/mod.ts";
import { type EngineTest, engineTest, migratorOn, states } from "./_engine.ts";
import { freePorts, nativeTest, settingsOf, start, withProject } from "./stack_support.ts";

const stepwise = (...statements: readonly string[]): Migration =>
  defineMigration("0001_steps", {
    transaction: false,
    up: (m) => statements.forEach((statement) => m.sql(statement)),
    down: (m) => m.sql("drop table a; select 1"),
  });

const up = (t: EngineTest, ...statements: readonly string[]) =>
  migratorOn(t, { migrations: [stepwise(...statements)] }).up();

engineTest(
  "a statement that certainly failed is run again, in a transaction or outside of one",
  async (t) => {
    const first = "create table a (b int)";
    // A block that commits cannot run in a transaction, and the catalog does not show how far it
    // came.
    const batch = `do $$ begin
      insert into a values (1); commit;
      if (select count(*) from a) < 3 then raise 'not yet'; end if;
      insert into a values (9); commit;
    end $$`;
    for (let attempt = 1; attempt <= 2; attempt++) {
      await assert.rejects(
        up(t, first, batch, "select 1 / (select count(*) - 5 from a)"),
        /not yet/,
      );
      const { migrations: [failed] } = await migratorOn(t, {
        migrations: [stepwise(first, batch, "select 1 / (select count(*) - 5 from a)")],
      }).status();
      assert.equal(failed?.row?.done, 1);
      assert.equal(failed?.row?.started, null);
    }
    await up(t, first, batch, "select 1 / (select count(*) - 5 from a)");
    assert.deepEqual((await t.one("select array_agg(b order by b) as b from a")).b, [1, 1, 1, 9]);
  },
);

engineTest(
  "a failed migration may be edited from the failed statement on, but not before it",
  async (t) => {
    await assert.rejects(
      up(t, "create table a (b int)", "insert into a values (1)", "insert into a values ('x')"),
      /invalid input syntax/,
    );
    await assert.rejects(
      up(t, "create table a (b bigint)", "insert into a values (1)", "insert into a values (2)"),
      /"0001_steps" was edited after/,
    );
    await up(
      t,
      "create table a (b int)",
      "insert into a values (1)",
      "insert into a values (2)",
      "insert into a values (3)",
    );
    assert.deepEqual((await t.one("select array_agg(b order by b) as b from a")).b, [1, 2, 3]);
    const edited = migratorOn(t, {
      migrations: [
        stepwise(
          "create table a (b int)",
          "insert into a values (1)",
          "insert into a values (2)",
          "insert into a values (3)",
        ),
      ],
    });
    assert.deepEqual(
      await states(edited),
      ["0001 applied"],
      "the ledger has the checksum of what ran",
    );
  },
);

engineTest("repair names the statement at which a migration continues", async (t) => {
  const migrator = migratorOn(t, {
    migrations: [
      stepwise(
        "create table a (b int)",
        "insert into a values (1)",
        "select 1 / 0",
        "insert into a values (4)",
      ),
    ],
  });
  await assert.rejects(migrator.up(), /division by zero/);
  await assert.rejects(
    migrator.repair("1", { statement: 6 }),
    /it has 4, give 1 to 4, or 5 if all/,
  );
  await assert.rejects(migrator.repair("1", { statement: 0 }), /it has 4/);
  await migrator.repair("1", { statement: 4 });
  await migrator.up();
  assert.deepEqual((await t.one("select array_agg(b order by b) as b from a")).b, [1, 4]);
  await assert.rejects(migrator.repair("1", { statement: 1 }), /nothing is wrong with it/);
});

engineTest("settings of statements already run are made again when it continues", async (t) => {
  const statements = (last: string) =>
    ["create schema audit", "set search_path = audit", "create table a (b int)", last] as const;
  await assert.rejects(up(t, ...statements("select 1 / 0")), /division by zero/);
  await up(t, ...statements("create table c (d int)"));
  assert.equal((await t.one("select to_regclass('audit.c') is not null as there")).there, true);
});

const index =
  "create unique index concurrently ix_a on a (b desc, lower(c)) include (d) where b > 0 and c <> 'x'";

/** Writes the ledger row that a process leaves if it dies while its last statement runs. */
async function interruptedAt(
  t: EngineTest,
  started: number,
  ...statements: readonly string[]
): Promise<void> {
  await assert.rejects(up(t, ...statements, "select 1 / 0"), /division by zero/);
  await t.sql(
    `update strata_migrations.migrations set done = ${started}, started = ${started}, error = null`,
  );
}

const table = "create table a (b int, c text, d int, e int)";

engineTest("an existing index with the same definition counts as done", async (t) => {
  await interruptedAt(t, 1, table, index);
  await assert.rejects(up(t, table, index, "select 1 / 0"), /division by zero/);
  await up(t, table, index, "insert into a values (1, 'y')");
  assert.equal(
    (await t.one("select count(*)::int as n from pg_index where indexrelid = 'ix_a'::regclass")).n,
    1,
  );
});

const others: Readonly<Record<string, string>> = {
  "other columns":
    "create unique index ix_a on a (b desc, lower(e::text)) include (d) where b > 0 and c <> 'x'",
  "another order":
    "create unique index ix_a on a (b, lower(c)) include (d) where b > 0 and c <> 'x'",
  "not unique": "create index ix_a on a (b desc, lower(c)) include (d) where b > 0 and c <> 'x'",
  "another condition":
    "create unique index ix_a on a (b desc, lower(c)) include (d) where b > 1 and c <> 'x'",
  "other columns included":
    "create unique index ix_a on a (b desc, lower(c)) include (e) where b > 0 and c <> 'x'",
  "another table":
    `create table o (like a); create unique index ix_a on o (b desc, lower(c)) include (d) where b > 0 and c <> 'x'`,
};

engineTest("an existing index with another definition does not count as done", async (t) => {
  await interruptedAt(t, 1, table, index);
  for (const [what, other] of Object.entries(others)) {
    await t.sql(`drop index ix_a; ${other}`);
    const migrator = migratorOn(t, { migrations: [stepwise(table, index, "select 1 / 0")] });
    await assert.rejects(
      migrator.up(),
      /statement 2 of 3 started and its end is unknown, and there is an index ix_a with another definition.*--statement=2/,
      what,
    );
    const left = await t.one(
      "select count(*)::int as n from pg_class where relname like 'strata_same%'",
    );
    assert.equal(left.n, 0);
  }
});

engineTest("lock timeouts are retried as in a transaction", async (t) => {
  await t.sql("create table held (a int)");
  await using holder = await t.session();
  await holder.query("begin; ");
  await holder.query("lock table held in access exclusive mode");
  const retries: string[] = [];
  const migrator = migratorOn(t, {
    migrations: [stepwise(
      "create table a (b int)",
      "alter table held add column b int",
      "set lock_timeout = '200ms'",
      // It cannot run in a transaction, and leaves an invalid index if it does not get its lock.
      "create index concurrently ix_held on held (a)",
    )],
    lockTimeoutMs: 100,
    onEvent: (event) => {
      if (event.kind !== "retry") return;
      retries.push(event.kind);
      if (retries.length === 1) {
        void holder.query("commit").then(() => holder.query("begin")).then(() => delay(0));
      }
    },
  });
  await migrator.up();
  assert.ok(retries.length >= 1);
  assert.equal(
    (await t.one("select indisvalid as valid from pg_index where indexrelid = 'ix_held'::regclass"))
      .valid,
    true,
  );
});

engineTest(
  "a concurrent build without its locks is retried after its invalid index is dropped",
  async (t) => {
    await t.sql("create table held (a int); insert into held values (1)");
    await using holder = await t.session();
    await holder.query("begin");
    await holder.query("insert into held values (2)");
    let retries = 0;
    const migrator = migratorOn(t, {
      migrations: [stepwise(
        "create table a (b int)",
        "set lock_timeout = '300ms'",
        "create index concurrently ix_held on held (a)",
      )],
      onEvent: (event) => {
        if (event.kind === "retry" && retries++ === 0) void holder.query("commit");
      },
    });
    await migrator.up();
    assert.ok(retries >= 1);
    assert.equal(
      (await t.one(
        "select indisvalid as valid from pg_index where indexrelid = 'ix_held'::regclass",
      )).valid,
      true,
    );
  },
);

engineTest("a down that failed half-way may be corrected too", async (t) => {
  const migration = (down: string) =>
    defineMigration("0001_a", {
      transaction: false,
      up: (m) => m.sql("create table a (b int); create table c (d int)"),
      down: (m) => m.sql(down),
    });
  await migratorOn(t, { migrations: [migration("drop table a; drop table d")] }).up();
  await assert.rejects(
    migratorOn(t, { migrations: [migration("drop table a; drop table d")] }).down(),
    /does not exist/,
  );
  await migratorOn(t, { migrations: [migration("drop table a; drop table c")] }).down();
  assert.equal((await t.one("select to_regclass('c') as c")).c, null);
});

engineTest(
  "a ledger of an earlier release without the column is read and extended",
  async (t) => {
    const migrations = [stepwise("create table a (b int)")];
    await migratorOn(t, { migrations }).up();
    await t.sql("alter table strata_migrations.migrations drop column done_steps");
    const next = [
      ...migrations,
      defineMigration("0002_b", { up: (m) => m.sql("create table b (c int)") }),
    ];
    const migrator = migratorOn(t, { migrations: next });
    assert.deepEqual(await states(migrator), ["0001 applied", "0002 pending"]);
    assert.equal((await migrator.plan()).actions.length, 1);
    await migrator.up();
    assert.deepEqual(await states(migrator), ["0001 applied", "0002 applied"]);
  },
);

nativeTest(
  "a statement that crashed the server is not repeated automatically",
  () =>
    withProject(async (root) => {
      const settings = settingsOf({}, freePorts());
      await start(root, settings);
      const url = settings.database.url.reveal();
      await using session = await openPostgresSession(url);
      await session.query("create table runs (a int)");
      await session.query("create sequence tries");
      // The statement ends its own backend with SIGSEGV, like a fault in the server.
      const crash = "do $$ begin perform nextval('tries'); " +
        "execute format('copy (select 1) to program %L', 'kill -SEGV ' || pg_backend_pid()); perform pg_sleep(10); end $$";
      for (const transaction of [true, false]) {
        await using before = await openPostgresSession(url);
        await before.query("select setval('tries', 1, false)");
        const ledger = `ledger_${transaction}`;
        const migrations = [
          defineMigration("0001_crash", { transaction, up: (m) => m.sql(crash) }),
        ];
        const migrator = migratorOn({ url } as EngineTest, { migrations, ledger });
        await assert.rejects(migrator.up(), (error: unknown) =>
          error instanceof MigrationError &&
          /the server crashed while it ran "do \$\$ begin/.test(error.message));
        await using after = await openPostgresSession(url);
        // A crash may lose an increment that was not yet in the log. PostgreSQL logs a sequence 32 values
        // ahead, where it goes on after a crash: one run leaves 1 or 33, two leave 2, 34 or more.
        const { rows } = await after.query<{ n: number }>("select last_value::int as n from tries");
        assert.ok([1, 33].includes(rows[0]?.n ?? 9), `the sequence stands at ${rows[0]?.n}`);
      }
    }),
);
