import assert from "node:assert/strict";
import {
  checkDrift,
  converge,
  defineMigration,
  type DriftOptions,
  type Migration,
  openPgliteReference,
  type ReferenceEvent,
} from "../../src/migrate/mod.ts";
import { serverTest } from "../support/mod.ts";
import { assertNoScratch } from "./drift_reference_support.ts";
import { migrated } from "./drift_support.ts";

const withExtensions: readonly Migration[] = [
  defineMigration("0001_create_notes", {
    up: (m) =>
      m.sql(`
        create extension if not exists timescaledb;
        create extension pg_trgm;
        create schema tools;
        create extension if not exists btree_gist with schema tools;
        create table notes (id integer, body text, during tstzrange,
          constraint ex_notes_during exclude using gist (id tools.gist_int4_ops with =, during with &&));
        create index ix_notes_body on notes using gin (body gin_trgm_ops)`),
  }),
];

const inPlainSql: readonly Migration[] = [
  defineMigration("0001_create_readings", {
    up: (m) =>
      m.sql(`
        create table readings (time timestamptz not null, site integer, value double precision);
        select create_hypertable('readings', by_range('time', interval '1 month'));
        create view hourly as
          select time_bucket('1 hour', time) as hour, avg(value) as mean from readings group by 1;
        create function make_hyper(name text) returns void language plpgsql as $$
        begin
          perform create_hypertable(name::regclass, by_range('time', interval '2 days'),
            create_default_indexes => false);
        end $$;
        create table alarms (time timestamptz not null);
        select make_hyper('alarms')`),
  }),
];

const withPolicies: readonly Migration[] = [
  ...inPlainSql,
  defineMigration("0002_index_alarms", {
    up: (m) => m.sql("create index alarms_time on alarms (time)"),
  }),
  defineMigration("0003_keep_readings", {
    up: (m) =>
      m.sql(`
        alter table readings set (timescaledb.compress, timescaledb.compress_segmentby = 'site',
          timescaledb.compress_orderby = 'time desc');
        select add_compression_policy('readings', interval '60 days');
        do $$ begin perform add_retention_policy('readings', interval '10 years'); end $$;
        select add_retention_policy('alarms', interval '1 year', schedule_interval => interval '2 days',
          initial_start => '2020-01-01 00:00+00');
        create function pause(id integer) returns void language plpgsql as $$
        begin
          execute format('select %I(%s, scheduled => false)', 'alter' || '_job', id);
        end $$;
        select add_reorder_policy('alarms', 'alarms_time');
        select pause(job_id) from timescaledb_information.jobs where proc_name = 'policy_reorder';
        create materialized view daily with (timescaledb.continuous) as
          select time_bucket('1 day', time) as day, site, avg(value) as mean from readings group by 1, 2
          with no data;
        select add_continuous_aggregate_policy('daily', start_offset => interval '1 month',
          end_offset => interval '1 day', schedule_interval => interval '1 hour')`),
  }),
];

/** Checks a database, and asserts that its scratch databases are gone. */
async function check(
  t: { readonly db: Parameters<typeof assertNoScratch>[0] },
  options: DriftOptions,
): Promise<{ readonly found: readonly string[]; readonly events: readonly ReferenceEvent[] }> {
  const events: ReferenceEvent[] = [];
  const onReference = (event: ReferenceEvent) => events.push(event);
  const { differences } = await checkDrift({ ...options, onReference });
  await assertNoScratch(t.db);
  const found = differences.map(({ object, property }) => `${object} ${property}`);
  return { found, events };
}

for (const kind of ["timescaledb", "community"] as const) {
  serverTest(
    kind,
    `checkDrift follows migrations that create extensions in a scratch database, ${kind}`,
    async (_t, db) => {
      const migrations = withExtensions;
      const open = await migrated(db.url, migrations);
      const { found, events } = await check({ db }, { open, migrations });
      assert.deepEqual(found, []);
      assert.deepEqual(events, [{
        kind: "scratch",
        reason: '"0001_create_notes" runs "create extension pg_trgm"',
      }]);
      await db.client.query("drop index ix_notes_body");
      const after = await check({ db }, { open, migrations });
      assert.deepEqual(after.found, ["notes.ix_notes_body index"]);
    },
  );

  serverTest(
    kind,
    `checkDrift follows hypertables that plain SQL and PL/pgSQL make, ${kind}`,
    async (_t, db) => {
      const migrations = inPlainSql;
      const open = await migrated(db.url, migrations);
      const { found, events } = await check({ db }, { open, migrations });
      assert.deepEqual(found, []);
      assert.match(JSON.stringify(events), /0001_create_readings.*create_hypertable/);
      await db.client.query("select set_chunk_time_interval('alarms', interval '9 days')");
      await db.client.query("drop index readings_time_idx");
      await db.client.query(
        "create or replace view hourly as select time as hour, value as mean from readings",
      );
      const after = await check({ db }, { open, migrations });
      assert.deepEqual(after.found, [
        "alarms chunk interval",
        "hourly definition",
        "readings.readings_time_idx index",
      ]);
    },
  );
}

serverTest(
  "community",
  "checkDrift and converge follow policies and aggregates that plain SQL makes",
  async (_t, db) => {
    const migrations = withPolicies;
    const open = await migrated(db.url, migrations);
    assert.deepEqual((await check({ db }, { open, migrations })).found, []);
    await db.client.query("select remove_compression_policy('readings')");
    await db.client.query(
      "alter materialized view daily set (timescaledb.materialized_only = false)",
    );
    await db.client.query(
      "select alter_job(job_id, scheduled => true) from timescaledb_information.jobs where proc_name = 'policy_reorder'",
    );
    const after = await check({ db }, { open, migrations });
    assert.deepEqual(after.found, [
      "alarms reorder policy schedule",
      "daily materialized only",
      "readings compression policy",
    ]);
    const mended = await converge({ open, migrations });
    assert.deepEqual(mended.remaining, []);
    await assertNoScratch(db);
  },
);

serverTest(
  "community",
  "checkDrift runs no jobs in a scratch database, and leaves none behind",
  async (_t, db) => {
    const migrations = [
      ...withPolicies,
      defineMigration("0004_add_job", {
        up: (m) =>
          m.sql(`
            create procedure count_up(job_id integer, config jsonb) language sql as $$
              select pg_notify('job', current_database()) $$;
            select add_job('count_up', '1 second')`),
      }),
    ];
    const open = await migrated(db.url, migrations);
    const slow = defineMigration("0005_wait", {
      up: (m) =>
        m.sql(`
          create table seen (backends integer, runs bigint);
          select pg_sleep(3);
          insert into seen select
            (select count(*) from pg_stat_activity
             where datname = current_database() and pid <> pg_backend_pid() and backend_type <> 'autovacuum worker'),
            (select count(*) from timescaledb_information.job_stats where total_runs > 0);
          do $$ begin
            if exists (select from seen where backends > 0 or runs > 0) then
              raise 'a job ran: %', (select seen from seen);
            end if;
          end $$`),
    });
    const { found } = await check({ db }, { open, migrations: [...migrations, slow] });
    assert.deepEqual(found, ["0005_wait migration"]);
  },
);

serverTest("timescaledb", "checkDrift tries migrations in a caller's reference", async (_t, db) => {
  const migrations = [
    defineMigration("0001_create_notes", { up: (m) => m.sql("create table notes (id integer)") }),
  ];
  const open = await migrated(db.url, migrations);
  let opened = 0;
  const openReference = () => {
    opened++;
    return openPgliteReference();
  };
  const { found, events } = await check({ db }, { open, migrations, openReference });
  assert.deepEqual([found, events, opened], [[], [], 1]);
});
