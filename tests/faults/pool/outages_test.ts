import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { openClient, ownServerTests } from "../../support/mod.ts";
import { type Outcome, outcomeOf } from "../../integration/database_support.ts";
import type { Database, DatabaseLimits } from "../../../src/database/mod.ts";
import { startCallers } from "../callers.ts";
import { effort } from "../effort.ts";
import { recordFigures } from "../figures.ts";
import { Journal, judgeJournal } from "../journal.ts";
import { assertRecovered, assertTyped, lease, openPool, SIZES } from "./pool_support.ts";

const serverTest = ownServerTests();

/** Pools of every size at once, on one server. */
class Pools implements AsyncDisposable {
  readonly all: readonly { readonly size: number; readonly database: Database }[];

  constructor(url: string, limits: Partial<DatabaseLimits> = {}) {
    this.all = SIZES.map((size) => ({ size, database: openPool(url, size, limits) }));
  }

  /** Runs a function with each pool, all at once. */
  each<Result>(
    run: (database: Database, size: number) => Promise<Result>,
  ): Promise<readonly Result[]> {
    return Promise.all(this.all.map(({ database, size }) => run(database, size)));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.each((database) => database.close());
  }
}

/** Five attempts with pauses that double from a second, each a quarter longer at most. */
const CONNECT_LIMIT_MS = 15_000 * 1.25;

serverTest("a server that is down at the start and up later is waited for", async (server) => {
  await server.stop();
  await using pools = new Pools(server.url);
  const waiting = pools.each((database, size) =>
    callers(size + 2, () => database.pool.query("select 1"))
  );
  await sleep(effort({ short: 500, long: 3_000 }));
  await server.start({ wait: false });
  for (const outcomes of await waiting) assert.equal(assertTyped(outcomes, CONNECT_LIMIT_MS), 0);
  await pools.each(assertRecovered);
  await recordFigures("pool-server-late", { faults: SIZES.length });
});

serverTest("a server that never comes up costs its limit", async (server) => {
  await server.stop();
  await using pools = new Pools(server.url);
  // Five attempts, as the pool makes by itself, take a quarter of a minute.
  const attempts = effort({ short: 2, long: 5 });
  const faults = await pools.each(async (database, size) => {
    const waiting = callers(size + 5, () => lease(database, { attempts }));
    const pinged = await outcomeOf(() => database.ping());
    assert.equal(assertTyped([pinged], 1_000), 1);
    const outcomes = await waiting;
    assert.equal(assertTyped(outcomes, CONNECT_LIMIT_MS), size + 5);
    for (const { code } of outcomes) assert.equal(code, "ECONNREFUSED");
    return size + 6;
  });
  await server.start();
  await pools.each(assertRecovered);
  await recordFigures("pool-server-never", { faults: sumOf(faults) });
});

/** Writers of one pool, with a journal of what was acknowledged. */
async function judgedWriters(database: Database, size: number) {
  const journal = await Journal.create();
  const load = startCallers(2 * size + 2, async (id) => {
    const entries = [{ key: `${id}`, value: "written" }];
    journal.sent(entries);
    await database.pool.query("insert into journal values ($1, $2)", [size, id]);
    journal.acknowledged(entries);
  });
  /** Ends the load, and holds what is stored against the journal; counts the writes. */
  const judge = async (): Promise<number> => {
    await load.stop();
    // Waiting for a connection, then opening it, then a statement that is not answered.
    const failed = assertTyped(load.outcomes, 5_000 + CONNECT_LIMIT_MS + 2_500);
    // The one call of a small pool may have been answered just before.
    assert.ok(failed > 0 || size < 10, "no fault was felt");
    await assertRecovered(database, size);
    const { acknowledged } = await judgeJournal(journal, {
      stored: async () => {
        const text = "select id from journal where size = $1";
        const { rows } = await database.pool.query<{ id: number }>(text, [size]);
        return rows.map(({ id }) => ({ key: `${id}`, value: "written" }));
      },
    });
    assert.ok(acknowledged > 0, "no row was acknowledged");
    return acknowledged;
  };
  const dispose = async () => {
    await load.stop();
    await journal[Symbol.asyncDispose]();
  };
  return { judge, [Symbol.asyncDispose]: dispose };
}

serverTest(
  "a server that restarts, crashes and freezes under load loses nothing acknowledged",
  async (server) => {
    await using pools = new Pools(server.url, {
      connectTimeoutMs: 1_000,
      statementTimeoutMs: 500,
      acquireTimeoutMs: 5_000,
    });
    const client = await openClient(server.url);
    await client.query("create table journal (size int, id int)");
    await client.end();
    await using journals = new AsyncDisposableStack();
    const writers = await pools.each(judgedWriters);
    for (const writer of writers) journals.use(writer);
    const faults = [
      () => server.stop(),
      () => server.kill(),
      async () => {
        await server.freeze();
        // Past the limit of the statement and what the client grants beyond it.
        await sleep(effort({ short: 1_000, long: 4_000 }));
        await server.thaw();
      },
    ];
    const rounds = effort({ short: 3, long: 15 });
    for (let round = 0; round < rounds; round++) {
      await sleep(300);
      await faults[round % faults.length]?.();
      await server.start();
    }
    await sleep(300);
    const writes = await Promise.all(writers.map(({ judge }) => judge()));
    await recordFigures("pool-server-restart", { faults: rounds, writes: sumOf(writes), lost: 0 });
  },
);

serverTest(
  "a server without a free connection is asked again, and its place is taken once one is free",
  async (server) => {
    // A pool that fits, and one that is larger than the server allows.
    for (const size of effort<readonly number[]>({ short: [3, 10], long: SIZES })) {
      const others = await Promise.all(Array.from({ length: 8 }, () => openClient(server.url)));
      await using database = openPool(server.url, size);
      const pinged = await outcomeOf(() => database.ping());
      assert.equal(pinged.code, "53300");
      const waiting = callers(size + 2, () => database.pool.query("select 1"));
      await sleep(200);
      for (const other of others) await other.end();
      // The larger one works with what it gets.
      const failed = assertTyped(await waiting, CONNECT_LIMIT_MS);
      if (size < 8) assert.equal(failed, 0);
      assert.equal((await outcomeOf(() => database.pool.query("select 1"))).error, undefined);
      await recordFigures("pool-too-many", { faults: size + 3 });
    }
  },
  // No worker of TimescaleDB's shall take one of the eight.
  { max_connections: "8", superuser_reserved_connections: "0", shared_preload_libraries: "" },
);

/** Calls so many times at once. */
function callers<Result>(
  count: number,
  call: () => Promise<Result>,
): Promise<readonly Outcome<Result>[]> {
  return Promise.all(Array.from({ length: count }, () => outcomeOf(call)));
}

function sumOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
