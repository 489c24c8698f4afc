import assert from "node:assert/strict";
import { defineMigration } from "../../src/migrate/mod.ts";
import { engineMigrations } from "../fixtures/engine_migrations.ts";
import { type EngineTest, engineTest, migratorOn } from "./_engine.ts";

const community = { edition: "community" } as const;

/** Creates `metrics` with its policies, and a table of the same name in another schema with one. */
async function twoTables(t: EngineTest): Promise<void> {
  await migratorOn(t).up();
  await t.sql(`
    create schema crypto;
    create table crypto.metrics (like public.metrics including all);
    select create_hypertable('crypto.metrics', by_range('time'));
    select add_retention_policy('crypto.metrics', drop_after => interval '10 years')`);
}

const jobsSql = `
  select hypertable_schema || '.' || hypertable_name as name, scheduled
  from timescaledb_information.jobs where hypertable_name is not null
  order by job_id`;

/**
 * Returns whether the jobs of `metrics`, of its aggregate and of `crypto.metrics` are scheduled.
 */
async function scheduled(t: EngineTest): Promise<readonly boolean[]> {
  return (await t.one(`select array_agg(scheduled) as s from (${jobsSql}) j`)).s;
}

/** Runs statements as a fourth migration, and returns what was scheduled while they ran. */
async function runFourth(
  t: EngineTest,
  sql: string,
  options: { readonly transaction?: boolean } = {},
): Promise<readonly boolean[]> {
  const { transaction = true } = options;
  const up = `${sql}; select pg_sleep(0.5)`;
  const fourth = defineMigration("0004_fourth", { transaction, up: (m) => m.sql(up) });
  let during: Promise<readonly boolean[]> | undefined;
  await migratorOn(t, {
    migrations: [...engineMigrations, fourth],
    onEvent: (event) => {
      if (event.kind === "statement") during ??= scheduled(t);
    },
  }).up();
  assert.ok(during !== undefined);
  return await during;
}

const pauseBySql = `
  select alter_job(job_id, scheduled => false) from timescaledb_information.jobs
  where (hypertable_schema, hypertable_name, proc_name) = ('public', 'metrics', 'policy_compression') and scheduled`;

for (const transaction of [true, false]) {
  const mode = transaction ? "in a transaction" : "stepwise";

  engineTest(`a policy paused by a migration, ${mode}, stays paused`, async (t) => {
    await twoTables(t);
    await runFourth(t, `${pauseBySql}; alter table metrics add column note text`, { transaction });
    assert.deepEqual(await scheduled(t), [false, true, true]);
    assert.equal(
      (await t.one("select count(*)::int as n from strata_migrations.paused_jobs")).n,
      0,
    );
  }, community);

  engineTest(`a policy deleted by a migration, ${mode}, stays deleted`, async (t) => {
    await twoTables(t);
    const sql = pauseBySql.replace("alter_job(job_id, scheduled => false)", "delete_job(job_id)");
    await runFourth(t, `alter table metrics add column note text; ${sql}`, { transaction });
    assert.deepEqual(await scheduled(t), [true, true]);
  }, community);

  engineTest(`a policy paused by a function, called ${mode}, stays paused`, async (t) => {
    await twoTables(t);
    await t.sql(`create function stop_metrics() returns void language sql as $$ ${pauseBySql} $$`);
    await runFourth(t, "select stop_metrics(); alter table metrics add column note text", {
      transaction,
    });
    assert.deepEqual(await scheduled(t), [false, true, true]);
  }, community);

  engineTest(`a policy replaced by a migration, ${mode}, is scheduled`, async (t) => {
    await twoTables(t);
    await runFourth(
      t,
      `select remove_compression_policy('metrics');
       select add_compression_policy('metrics', compress_after => interval '60 days')`,
      { transaction },
    );
    assert.deepEqual(await scheduled(t), [true, true, true]);
  }, community);
}

engineTest("a policy paused by a failed migration is restored", async (t) => {
  await twoTables(t);
  await assert.rejects(
    runFourth(t, `${pauseBySql}; alter table metrics add column note text; select 1 / 0`),
    /division by zero/,
  );
  assert.deepEqual(await scheduled(t), [true, true, true]);
}, community);

// The jobs of `metrics`, of its aggregate and of `crypto.metrics`.
const named: Readonly<Record<string, readonly [string, readonly boolean[]]>> = {
  "the bare name": ["alter table metrics add column note text", [false, false, true]],
  "the other schema": ["alter table crypto.metrics add column note text", [true, true, false]],
  "the aggregate": [
    "alter materialized view metrics_daily set (timescaledb.materialized_only = true)",
    [true, false, true],
  ],
  "a comment": ["/* as metrics */ select 1 -- metrics", [true, true, true]],
};

for (const [what, [sql, expected]] of Object.entries(named)) {
  engineTest(`only jobs of tables that a migration names are paused: ${what}`, async (t) => {
    await twoTables(t);
    assert.deepEqual(await runFourth(t, sql), expected);
    assert.ok((await scheduled(t)).every((job) => job));
  }, community);
}

engineTest("a job that the role may not alter does not stop its migration", async (t) => {
  await twoTables(t);
  const role = `strata_test_${crypto.randomUUID().slice(0, 8)}`;
  await t.sql(`
    create role "${role}";
    grant create on schema public to "${role}";
    grant create on database ${new URL(t.url).pathname.slice(1)} to "${role}"`);
  try {
    const open = async () => {
      const session = await t.session();
      await session.query(`set role "${role}"`);
      return session;
    };
    const migration = defineMigration("0001_theirs", {
      up: (m) => m.sql("create table metrics_notes as select 'of crypto.metrics'::text as note"),
    });
    await migratorOn(t, { open, migrations: [migration], ledger: "theirs" }).up();
    assert.deepEqual(await scheduled(t), [true, true, true]);
  } finally {
    await t.sql(`drop owned by "${role}"; drop role "${role}"`);
  }
}, community);
