import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { openClient, type OwnServer, serverPrograms, startOwnServer } from "../../support/mod.ts";
import { outcomeOf } from "../../integration/database_support.ts";
import { startCallers } from "../callers.ts";
import { effort } from "../effort.ts";
import { recordFigures } from "../figures.ts";
import { Journal, judgeJournal } from "../journal.ts";
import { assertRecovered, assertTyped, lease, openPool, SIZES } from "./pool_support.ts";

/** Declares a test with its own server, at each pool size. */
function ownServerTest(
  name: string,
  run: (server: OwnServer, size: number) => Promise<void>,
  settings: Readonly<Record<string, string>> = {},
): void {
  const ignore = serverPrograms === null;
  const lack = ignore ? " (needs an installed PostgreSQL with TimescaleDB)" : "";
  Deno.test({
    name: `${name}${lack}`,
    ignore,
    fn: async () => {
      await using server = await startOwnServer({ settings });
      for (const size of SIZES) await run(server, size);
    },
  });
}

/** Five attempts with pauses that double from a second, each a quarter longer at most. */
const CONNECT_LIMIT_MS = 15_000 * 1.25;

ownServerTest(
  "a server that is down at the start and up later is waited for",
  async (server, size) => {
    await server.stop();
    await using database = openPool(server.url, size);
    const calls = Array.from(
      { length: size + 2 },
      () => outcomeOf(() => database.pool.query("select 1")),
    );
    await sleep(effort({ short: 500, long: 3_000 }));
    await server.start({ wait: false });
    assert.equal(assertTyped(await Promise.all(calls), CONNECT_LIMIT_MS), 0);
    await assertRecovered(database, size);
    await recordFigures("pool-server-late", { faults: 1 });
  },
);

ownServerTest("a server that never comes up costs its limit", async (server, size) => {
  await server.stop();
  await using database = openPool(server.url, size);
  // Five attempts, as the pool makes by itself, take a quarter of a minute.
  const attempts = effort({ short: 2, long: 5 });
  const callers = Array.from(
    { length: size + 5 },
    () => outcomeOf(() => lease(database, { attempts })),
  );
  const pinged = await outcomeOf(() => database.ping());
  assert.equal(assertTyped([pinged], 1_000), 1);
  const outcomes = await Promise.all(callers);
  assert.equal(assertTyped(outcomes, CONNECT_LIMIT_MS), size + 5);
  for (const { code } of outcomes) assert.equal(code, "ECONNREFUSED");
  await server.start();
  await assertRecovered(database, size);
  await recordFigures("pool-server-never", { faults: size + 6 });
});

ownServerTest(
  "a server that restarts, crashes and freezes under load loses nothing acknowledged",
  async (server, size) => {
    await using journal = await Journal.create();
    await using database = openPool(server.url, size, {
      connectTimeoutMs: 1_000,
      statementTimeoutMs: 500,
      acquireTimeoutMs: 5_000,
    });
    await database.pool.query("create table if not exists journal (size int, id int)");
    const load = startCallers(2 * size + 2, async (id) => {
      const entries = [{ key: `${id}`, value: "written" }];
      journal.sent(entries);
      await database.pool.query("insert into journal values ($1, $2)", [size, id]);
      journal.acknowledged(entries);
    });
    const faults = [
      async () => await server.stop(),
      async () => await server.kill(),
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
    await load.stop();
    // Waiting for a connection, then opening it, then a statement that is not answered.
    const failed = assertTyped(load.outcomes, 5_000 + CONNECT_LIMIT_MS + 2_500);
    // The one call of a small pool may have been answered just before.
    assert.ok(failed > 0 || size < 10, "no fault was felt");
    await assertRecovered(database, size);
    await database.close();
    const client = await openClient(server.url);
    try {
      const { acknowledged } = await judgeJournal(journal, {
        stored: async () => {
          const { rows } = await client.query("select id from journal where size = $1", [size]);
          return rows.map(({ id }) => ({ key: `${id}`, value: "written" }));
        },
      });
      assert.ok(acknowledged > 0, "no row was acknowledged");
      await recordFigures("pool-server-restart", { faults: rounds, writes: acknowledged, lost: 0 });
    } finally {
      await client.end();
    }
  },
);

ownServerTest(
  "a server without a free connection is asked again, and its place is taken once one is free",
  async (server, size) => {
    const others = await Promise.all(Array.from({ length: 8 }, () => openClient(server.url)));
    await using database = openPool(server.url, size);
    const pinged = await outcomeOf(() => database.ping());
    assert.equal(pinged.code, "53300");
    const calls = Array.from(
      { length: size + 2 },
      () => outcomeOf(() => database.pool.query("select 1")),
    );
    await sleep(200);
    for (const other of others) await other.end();
    // A pool that is larger than the server allows works with what it gets.
    const failed = assertTyped(await Promise.all(calls), CONNECT_LIMIT_MS);
    if (size < 8) assert.equal(failed, 0);
    assert.equal((await outcomeOf(() => database.pool.query("select 1"))).error, undefined);
    await recordFigures("pool-too-many", { faults: size + 3 });
  },
  // No worker of TimescaleDB's shall take one of the eight.
  { max_connections: "8", superuser_reserved_connections: "0", shared_preload_libraries: "" },
);
