import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { FaultProxy } from "../support/fault_proxy.ts";
import { serverTest } from "../support/mod.ts";
import { assertConnectionError, eventually, openDatabase, outcomeOf } from "./database_support.ts";

const one = sql`select 1 as one`;

serverTest(
  "timescaledb",
  "createDatabase opens nothing before the first statement",
  async (_t, { url, client }) => {
    await using database = openDatabase(url);
    assert.equal(database.pool.totalCount, 0);
    assert.ok(await database.ping() >= 0);
    assert.equal(database.pool.totalCount, 1);
    const { rows } = await client.query(
      "select count(*)::int as n from pg_stat_activity where application_name = 'strata_test_pool'" +
        " and datname = current_database()",
    );
    assert.equal(rows[0].n, 1);
  },
);

serverTest(
  "timescaledb",
  "connecting by a URL needs the network alone and heeds no PG variable",
  async (_t, { url }) => {
    const { host } = new URL(url);
    const program = `
      import { createDatabase } from "${new URL("../../src/database/mod.ts", import.meta.url)}";
      await using database = createDatabase({ url: ${JSON.stringify(url)} });
      const { rows } = await database.pool.query("select current_setting('work_mem') as memory");
      await Deno.stdout.write(new TextEncoder().encode(rows[0].memory));`;
    const config = new URL("../../deno.json", import.meta.url).pathname;
    const child = new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "--no-prompt",
        "--no-check",
        "--quiet",
        `--allow-net=${host}`,
        `--config=${config}`,
        "-",
      ],
      env: { PGOPTIONS: "-c work_mem=77MB", PGSSLMODE: "require", PGPASSWORD: "wrong" },
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    const writer = child.stdin.getWriter();
    await writer.write(new TextEncoder().encode(program));
    await writer.close();
    const { stdout, stderr } = await child.output();
    assert.equal(new TextDecoder().decode(stderr), "");
    assert.notEqual(new TextDecoder().decode(stdout), "77MB");
  },
);

serverTest(
  "timescaledb",
  "a session runs in UTC, with ISO dates and the limits asked for",
  async (_t, { url }) => {
    await using database = openDatabase(url, {
      statementTimeoutMs: 7_000,
      idleInTransactionTimeoutMs: 9_000,
    });
    const { rows } = await database.pool.query(
      `select current_setting('timezone') as zone, current_setting('datestyle') as style,
      current_setting('statement_timeout') as statement,
      current_setting('idle_in_transaction_session_timeout') as idle`,
    );
    assert.deepEqual(rows[0], { zone: "UTC", style: "ISO, MDY", statement: "7s", idle: "9s" });
  },
);

serverTest(
  "timescaledb",
  "prepared statements off sends no parameter that PgBouncer refuses",
  async (_t, { url }) => {
    for (const address of [url, `${url}?pgbouncer=true`]) {
      const limits = { preparedStatements: address !== url, statementTimeoutMs: 7_000 };
      await using database = openDatabase(address, limits);
      const named = database.db.select({ n: sql<number>`1` }).from(sql`(values (1)) as v`)
        .prepare("strata_named");
      const { rows } = await database.pool.query(
        "select current_setting('statement_timeout') as statement",
      );
      assert.equal(rows[0].statement, "0");
      await using transactional = openDatabase(address, limits);
      const count = await transactional.db.transaction(async (tx) => {
        await named.execute();
        const found = await tx.execute(sql`select count(*)::int as n from pg_prepared_statements`);
        return found.rows[0]?.["n"];
      });
      assert.equal(count, 0);
    }
  },
);

serverTest(
  "timescaledb",
  "the pool grows by its overflow and shrinks back to its size",
  async (_t, { url }) => {
    await using database = openDatabase(url, { poolSize: 2, maxOverflow: 3 });
    const { pool } = database;
    await Promise.all(Array.from({ length: 5 }, () => pool.query("select pg_sleep(0.1)")));
    assert.equal(pool.totalCount, 5);
    await eventually(() => pool.totalCount === 2, { withinMs: 3_000, what: "overflow is closed" });
    await sleep(300);
    assert.equal(pool.totalCount, 2);
  },
);

serverTest(
  "timescaledb",
  "waiting for a connection ends after its limit, with the pool whole",
  async (_t, { url }) => {
    await using database = openDatabase(url, {
      poolSize: 1,
      maxOverflow: 0,
      acquireTimeoutMs: 100,
    });
    const busy = await database.pool.connect();
    const waited = await outcomeOf(() => database.db.execute(one).then(String));
    assert.equal(waited.code, "POOL_TIMEOUT");
    assert.ok(waited.elapsedMs > 90 && waited.elapsedMs < 1_000, `${waited.elapsedMs}`);
    busy.release();
    assert.equal((await database.db.execute(one)).rows.length, 1);
  },
);

serverTest(
  "timescaledb",
  "10,000 callers at once get an answer or a typed refusal",
  async (_t, { url }) => {
    await using database = openDatabase(url, {
      poolSize: 4,
      maxOverflow: 0,
      maxWaiting: 500,
      acquireTimeoutMs: 3_000,
    });
    const calls = Array.from(
      { length: 10_000 },
      () => outcomeOf(() => database.pool.query("select 1")),
    );
    const outcomes = await Promise.all(calls);
    const refused = outcomes.filter(({ code }) => code === "POOL_QUEUE_FULL").length;
    const answered = outcomes.filter(({ error }) => error === undefined).length;
    assert.equal(refused + answered, 10_000);
    assert.equal(answered, 504);
    assert.equal(database.pool.waitingCount, 0);
    assert.ok(database.pool.totalCount <= 4);
  },
);

serverTest("timescaledb", "a connection is replaced after its lifetime", async (_t, { url }) => {
  await using database = openDatabase(url, { maxLifetimeMs: 200, poolSize: 1, maxOverflow: 0 });
  const pid = async () => (await database.pool.query("select pg_backend_pid() as pid")).rows[0].pid;
  const first = await pid();
  assert.equal(await pid(), first);
  await sleep(300);
  assert.notEqual(await pid(), first);
  assert.equal(database.pool.totalCount, 1);
});

serverTest(
  "timescaledb",
  "a connection left in a transaction is not handed on",
  async (_t, { url }) => {
    await using database = openDatabase(url, { poolSize: 1, maxOverflow: 0 });
    const careless = await database.pool.connect();
    await careless.query("create table left_open (id int)");
    await careless.query("begin");
    await careless.query("insert into left_open values (1)");
    careless.release();
    const { rows } = await database.pool.query("select count(*)::int as n from left_open");
    assert.equal(rows[0].n, 0);
    await assert.rejects(database.pool.query("begin; select 1/0"), { code: "22012" });
    const { rows: after } = await database.pool.query("select 1 as one");
    assert.equal(after[0].one, 1);
  },
);

serverTest("timescaledb", "a failed statement keeps its connection", async (_t, { url }) => {
  await using database = openDatabase(url, { poolSize: 1, maxOverflow: 0 });
  const pid = async () => (await database.pool.query("select pg_backend_pid() as pid")).rows[0].pid;
  const first = await pid();
  await assert.rejects(database.pool.query("select no_such_column"), { code: "42703" });
  assert.equal(await pid(), first);
});

serverTest("timescaledb", "the driver's callbacks work on the pool", async (_t, { url }) => {
  await using database = openDatabase(url);
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  database.pool.query("select $1::int as n", [7], (error: Error | null, found) => {
    if (error) reject(error);
    else resolve(found.rows[0].n);
  });
  assert.equal(await promise, 7);
  const lent = Promise.withResolvers<boolean>();
  database.pool.connect((error, client, release) => {
    release();
    lent.resolve(error === undefined && client !== undefined);
  });
  assert.ok(await lent.promise);
});

serverTest(
  "timescaledb",
  "an idle connection that died silently is found by the ping and replaced",
  async (_t, { url }) => {
    await using proxy = await FaultProxy.before(url);
    await using database = openDatabase(proxy.through(url), { poolSize: 3, maxOverflow: 0 });
    await Promise.all([1, 2, 3].map(() => database.pool.query("select pg_sleep(0.05)")));
    await sleep(1_050);
    proxy.blackHoleExisting();
    const found = await outcomeOf(() => database.db.execute(one).then(({ rows }) => rows));
    assert.deepEqual(found.result, [{ one: 1 }]);
    // One ping of 500 ms; the neighbors are replaced without a ping.
    assert.ok(found.elapsedMs < 1_500, `${found.elapsedMs}`);
  },
);

serverTest(
  "timescaledb",
  "close is idempotent, ends waiters and cuts what is still busy",
  async (_t, { url, client }) => {
    const database = openDatabase(url, { poolSize: 1, maxOverflow: 0 });
    const busy = outcomeOf(() => database.pool.query("select pg_sleep(20)"));
    const waiting = outcomeOf(() => database.pool.query("select 1"));
    await eventually(() => database.pool.waitingCount === 1, {
      withinMs: 2_000,
      what: "one waits",
    });
    const closed = await outcomeOf(async () => {
      await Promise.all([
        database.close({ timeoutMs: 200 }),
        database.close(),
        database.pool.end(),
      ]);
    });
    assert.equal(closed.error, undefined);
    assert.ok(closed.elapsedMs < 1_500, `${closed.elapsedMs}`);
    assert.equal((await waiting).code, "POOL_CLOSED");
    assert.match((await busy).code ?? "", /^08|EPIPE|ECONNRESET/);
    await assertConnectionError(database.db.execute(one).then(), "POOL_CLOSED");
    await client.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query like '%pg_sleep(20)%' and pid <> pg_backend_pid()",
    );
  },
);

serverTest("timescaledb", "close waits for what is running", async (_t, { url }) => {
  const database = openDatabase(url);
  const running = database.pool.query("select pg_sleep(0.2), 1 as one");
  await sleep(50);
  await database.close();
  assert.equal((await running).rows[0].one, 1);
});
