import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import type { Database } from "../../src/database/mod.ts";
import { ConnectionError } from "../../src/base/errors.ts";
import { FaultProxy } from "../support/fault_proxy.ts";
import { serverTest } from "../support/mod.ts";
import {
  assertConnectionError,
  eventually,
  openDatabase,
  type Outcome,
  outcomeOf,
} from "./database_support.ts";

const one = sql`select 1 as one`;

function assertResultOrTyped(outcomes: readonly Outcome<unknown>[], withinMs: number): void {
  for (const { error, elapsedMs } of outcomes) {
    assert.ok(error === undefined || error instanceof ConnectionError, Deno.inspect(error));
    assert.ok(elapsedMs < withinMs, `a call took ${elapsedMs} ms`);
  }
}

async function assertRecovered(database: Database): Promise<void> {
  // Each connection that the fault broke fails at most one call.
  await eventually(
    async () => (await outcomeOf(() => database.pool.query("select 1"))).error === undefined,
    { withinMs: 10_000, what: "the pool answers again" },
  );
  for (let i = 0; i < 30; i++) await outcomeOf(() => database.pool.query("select 1"));
  const after = await Promise.all(
    Array.from({ length: 50 }, () => outcomeOf(() => database.pool.query("select 1"))),
  );
  assert.equal(after.filter(({ error }) => error !== undefined).length, 0);
}

serverTest(
  "timescaledb",
  "writers behind a network that cuts, resets and delays lose nothing acknowledged and do nothing twice",
  async (_t, { url, client }) => {
    await client.query("create table journal (batch int, part text)");
    await using proxy = await FaultProxy.before(url);
    await using database = openDatabase(proxy.through(url), {
      poolSize: 5,
      maxOverflow: 0,
      acquireTimeoutMs: 3_000,
      connectTimeoutMs: 1_000,
      statementTimeoutMs: 1_000,
    });
    const { db } = database;
    const acknowledged = new Set<number>();
    const outcomes: Outcome<unknown>[] = [];
    let batch = 0;
    let stopped = false;
    const write = (id: number): Promise<unknown> =>
      id % 2 === 0
        ? db.execute(sql`insert into journal values (${id}, 'a'), (${id}, 'b')`).then()
        : db.transaction(async (tx) => {
          await tx.execute(sql`insert into journal values (${id}, 'a')`);
          await tx.execute(sql`insert into journal values (${id}, 'b')`);
        });
    const writer = async (): Promise<void> => {
      while (!stopped) {
        const id = batch++;
        const outcome = await outcomeOf(() => write(id));
        outcomes.push(outcome);
        if (outcome.error === undefined) acknowledged.add(id);
      }
    };
    const writers = Array.from({ length: 12 }, writer);
    const faults = [
      () => proxy.cut(),
      () => proxy.reset(),
      () => proxy.faults = { delayMs: 20 },
      () => proxy.faults = { loseAnswerTo: "commit" },
      () => proxy.faults = { loseAnswerTo: "insert" },
      () => proxy.faults = { pieceBytes: 7 },
    ];
    for (let round = 0; round < 18; round++) {
      await sleep(120);
      proxy.faults = {};
      faults[round % faults.length]?.();
    }
    proxy.heal();
    await sleep(200);
    stopped = true;
    await Promise.all(writers);

    assertResultOrTyped(outcomes, 10_000);
    assert.ok(acknowledged.size > 20, `only ${acknowledged.size} batches were acknowledged`);
    assert.ok(outcomes.some(({ error }) => error !== undefined), "no fault was felt");
    const { rows } = await client.query(
      "select batch, count(*)::int as n, count(distinct part)::int as parts from journal group by 1",
    );
    const stored = new Map(rows.map((row) => [row.batch, row]));
    for (const id of acknowledged) assert.ok(stored.has(id), `batch ${id} was lost`);
    for (const { batch, n, parts } of rows) {
      assert.deepEqual([n, parts], [2, 2], `batch ${batch} is stored ${n} times`);
      assert.ok(batch < 1e6);
    }
    await assertRecovered(database);
    assert.ok(database.pool.totalCount <= 5);
    await eventually(async () => {
      const { rows: [row] } = await client.query(
        "select count(*)::int as n from pg_stat_activity" +
          " where application_name = 'strata_test_pool' and datname = current_database()",
      );
      return row.n <= 5;
    }, { withinMs: 10_000, what: "the server is rid of the backends" });
  },
);

serverTest(
  "timescaledb",
  "a commit whose answer was lost is neither repeated nor taken for done",
  async (_t, { url, client }) => {
    await client.query("create table journal (id int)");
    await using proxy = await FaultProxy.before(url);
    await using database = openDatabase(proxy.through(url));
    proxy.faults = { loseAnswerTo: "commit" };
    const call = database.db.transaction((tx) => tx.execute(sql`insert into journal values (1)`));
    await assertConnectionError(call, "08007");
    assert.equal(proxy.lostAnswers, 1);
    proxy.heal();
    await assertRecovered(database);
    const { rows } = await client.query("select id from journal");
    assert.deepEqual(rows, [{ id: 1 }]);
  },
);

serverTest(
  "timescaledb",
  "fifteen rounds of killing every backend under load end in answers and typed errors",
  async (_t, { url, client }) => {
    await using database = openDatabase(url, { poolSize: 8, maxOverflow: 2 });
    const outcomes: Outcome<unknown>[] = [];
    let stopped = false;
    const callers = Array.from({ length: 20 }, async () => {
      while (!stopped) {
        outcomes.push(
          await outcomeOf(() => database.db.execute(sql`select pg_sleep(0.005)`).then()),
        );
      }
    });
    for (let round = 0; round < 15; round++) {
      await sleep(60);
      await client.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
          where application_name = 'strata_test_pool' and datname = current_database()`,
      );
    }
    stopped = true;
    await Promise.all(callers);
    assertResultOrTyped(outcomes, 8_000);
    assert.ok(outcomes.filter(({ error }) => error === undefined).length > 100);
    await assertRecovered(database);
    assert.ok(database.pool.totalCount <= 10);
  },
);

serverTest(
  "timescaledb",
  "an idle backend that was killed costs at most one typed error",
  async (_t, { url, client }) => {
    await using database = openDatabase(url, { poolSize: 1, maxOverflow: 0 });
    for (let round = 0; round < 40; round++) {
      const { rows } = await database.pool.query("select pg_backend_pid() as pid");
      await client.query("select pg_terminate_backend($1)", [rows[0].pid]);
      await sleep([0, 1, 5, 20][round % 4] ?? 0);
      const outcome = await outcomeOf(() => database.pool.query("select 1"));
      assertResultOrTyped([outcome], 1_000);
      assert.equal((await outcomeOf(() => database.pool.query("select 1"))).error, undefined);
    }
  },
);

serverTest(
  "timescaledb",
  "a server that comes up a moment later is waited for",
  async (_t, { url }) => {
    await using proxy = await FaultProxy.before(url);
    await proxy.refuse();
    await using database = openDatabase(proxy.through(url));
    const late = sleep(700).then(() => proxy.listen());
    const { result, elapsedMs } = await outcomeOf(() => database.db.execute(one).then());
    await late;
    assert.equal(result?.rows.length, 1);
    assert.ok(elapsedMs >= 700 && elapsedMs < 5_000, `${elapsedMs}`);
  },
);

serverTest(
  "timescaledb",
  "a statement into a black hole ends at its limit, and the pool heals with the network",
  async (_t, { url }) => {
    await using proxy = await FaultProxy.before(url);
    await using database = openDatabase(proxy.through(url), {
      poolSize: 2,
      maxOverflow: 0,
      connectTimeoutMs: 300,
      statementTimeoutMs: 300,
    });
    await database.ping();
    proxy.faults = { blackHole: true };
    const { code, elapsedMs } = await outcomeOf(() => database.db.execute(one).then());
    assert.equal(code, "QUERY_TIMEOUT");
    assert.ok(elapsedMs < 3_500, `${elapsedMs}`);
    const pinged = await outcomeOf(() => database.ping({ timeoutMs: 300 }));
    assert.equal(pinged.code, "CONNECT_TIMEOUT");
    proxy.heal();
    await assertRecovered(database);
  },
);

serverTest(
  "timescaledb",
  "a server that talks nonsense is a typed error, a slow one is only slow",
  async (_t, { url }) => {
    await using proxy = await FaultProxy.before(url);
    await using database = openDatabase(proxy.through(url), { connectTimeoutMs: 500 });
    for (const nonsense of ["HTTP/1.1 400 Bad Request\r\n\r\n", "\0\0\0\0\0\0\0\0", "N", "R"]) {
      proxy.faults = { garbage: new TextEncoder().encode(nonsense) };
      const outcome = await outcomeOf(() => database.ping());
      assert.ok(outcome.error instanceof ConnectionError, Deno.inspect(outcome.error));
      assertResultOrTyped([outcome], 2_000);
    }
    proxy.faults = { delayMs: 20, pieceBytes: 1 };
    const { rows } = await database.db.execute(sql`select repeat('x', 2000) as text`);
    assert.equal(String(rows[0]?.["text"]).length, 2_000);
  },
);
