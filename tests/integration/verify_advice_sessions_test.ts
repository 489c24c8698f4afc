import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { openClient, serverPrograms, serverTest, startOwnServer } from "../support/mod.ts";
import { adviceOnDatabase, findingOn, objectsOf } from "./advice_support.ts";

/** Runs statements on sessions of their own, and what follows while they stay as they are. */
async function withSessions(
  url: string,
  sessions: readonly (readonly string[])[],
  run: (pids: readonly number[]) => Promise<void>,
): Promise<void> {
  const clients = [];
  const waiting: Promise<unknown>[] = [];
  try {
    const pids: number[] = [];
    for (const statements of sessions) {
      const client = await openClient(url);
      clients.push(client);
      const { rows: [row] } = await client.query("select pg_backend_pid() as pid");
      pids.push(row.pid);
      for (const [i, statement] of statements.entries()) {
        const result = client.query(statement);
        // The last statement of a session may wait for a lock.
        if (i < statements.length - 1) await result;
        else waiting.push(result.catch(() => {}));
      }
    }
    await sleep(200);
    await run(pids);
  } finally {
    for (const client of clients) await client.end();
    await Promise.all(waiting);
  }
}

serverTest("timescaledb", "verify advises on sessions and upkeep", async (t, { client, url }) => {
  await client.query("create table held (id int primary key)");
  await client.query("insert into held values (1), (2)");

  await t.step("nothing is said of a quiet database", async () => {
    const warnings = (await adviceOnDatabase(url)).filter(({ severity }) => severity !== "info");
    // The disk is the machine's own.
    assert.deepEqual(
      warnings.filter(({ code }) => code !== "disk-low" && code !== "vulnerable-timescaledb"),
      [],
    );
  });

  await t.step("lock-wait names who holds the lock, and idle-in-transaction too", async () => {
    const holder = ["begin", "lock table held", "select 1"];
    await withSessions(url, [holder, ["select * from held"]], async ([pid]) => {
      assert.deepEqual(objectsOf(await adviceOnDatabase(url), "lock-wait"), [], "not for long yet");
      const found = await adviceOnDatabase(url, { lockWaitMs: 100, idleMs: 100 });
      const wait = findingOn(found, "lock-wait", `process ${pid}`);
      assert.match(wait.sentence, /^1 session waits for process \d+ \(.*idle in transaction for/);
      findingOn(found, "idle-in-transaction", `process ${pid}`);
      await client.query(wait.remedy);
      await sleep(100);
      const after = await adviceOnDatabase(url, { lockWaitMs: 100, idleMs: 100 });
      assert.deepEqual(objectsOf(after, "lock-wait"), []);
      assert.deepEqual(objectsOf(after, "idle-in-transaction"), []);
    });
  });

  await t.step("vacuum-held-back names who reads as of long ago", async () => {
    const reader = ["begin isolation level repeatable read", "select 1 from held", "select 1"];
    await withSessions(url, [reader], async ([pid]) => {
      for (let i = 0; i < 5; i++) await client.query("update held set id = id");
      const found = await adviceOnDatabase(url, { snapshotAge: 5 });
      const old = found.filter(({ code }) => code === "vacuum-held-back");
      assert.equal(old.length, 1);
      // Another test's session on the same server may be older still.
      assert.ok(
        old[0]?.object === `process ${pid}` || old[0]?.sentence.includes("transactions ago"),
      );
    });
  });

  await t.step("an index whose build broke off", async () => {
    await client.query("create table twice (id int)");
    await client.query("insert into twice values (1), (1)");
    await assert.rejects(client.query("create unique index concurrently once on twice (id)"));
    const found = await adviceOnDatabase(url);
    const { remedy, sentence } = findingOn(found, "invalid-index", "public.once");
    assert.match(sentence, /of twice is not valid/);
    await client.query("delete from twice");
    await client.query(remedy);
    assert.deepEqual(objectsOf(await adviceOnDatabase(url), "invalid-index"), []);
  });

  await t.step("what cannot be read for a lock is said, and the check passes in time", async () => {
    const holder = ["begin", "lock table _timescaledb_internal.bgw_job_stat", "select 1"];
    await withSessions(url, [holder], async () => {
      const started = performance.now();
      const { sentence } = findingOn(await adviceOnDatabase(url), "advice-incomplete");
      assert.match(sentence, /^Nothing is said of .*: canceling statement due to lock timeout$/);
      assert.ok(performance.now() - started < 3_000);
    });
  });

  await t.step("limits that this server has already passed", async () => {
    const found = await adviceOnDatabase(url, {
      wraparoundAge: 1,
      connectionsPart: 0,
      clockMs: -10_000,
    });
    assert.match(
      findingOn(found, "timescaledb-clock").sentence,
      /clock of the database is 0\.\d s/,
    );
    assert.match(findingOn(found, "connections-scarce").sentence, /\d+ of \d+ connections/);
    const name = new URL(url).pathname.slice(1);
    assert.match(findingOn(found, "wraparound-near", name).sentence, /used 0 % of its transaction/);
    await client.query(findingOn(found, "wraparound-near", name).remedy);
    const imminent = await adviceOnDatabase(url, { wraparoundAge: 1, wraparoundLastAge: 1 });
    assert.equal(findingOn(imminent, "wraparound-imminent", name).severity, "error");
  });
}, { timescaledb: true });

Deno.test({
  name: "verify advises on slots, prepared transactions, the disk and the preloaded library" +
    (serverPrograms === null ? " (needs a PostgreSQL of Debian with TimescaleDB)" : ""),
  ignore: serverPrograms === null,
  async fn(t) {
    await using server = await startOwnServer({
      settings: { max_prepared_transactions: "2", wal_level: "replica", fsync: "off" },
    });
    const client = await openClient(server.url);
    try {
      await client.query("create extension timescaledb");
      await t.step("a replication slot that nobody reads", async () => {
        await client.query("select pg_create_physical_replication_slot('forgotten', true)");
        await client.query("create table filled as select generate_series(1, 50000) as id");
        assert.deepEqual(objectsOf(await adviceOnDatabase(server.url), "slot-unused"), []);
        const found = await adviceOnDatabase(server.url, { slotBytes: 1_000_000 });
        const { remedy, sentence } = findingOn(found, "slot-unused", "forgotten");
        assert.match(sentence, /keeps \d.* MB of log/);
        await client.query(remedy);
        const after = await adviceOnDatabase(server.url, { slotBytes: 1 });
        assert.deepEqual(objectsOf(after, "slot-unused"), []);
      });

      await t.step("a prepared transaction that nobody ended", async () => {
        await client.query("begin");
        await client.query("insert into filled values (0)");
        await client.query("prepare transaction 'left over'");
        assert.deepEqual(objectsOf(await adviceOnDatabase(server.url), "prepared-transaction"), []);
        const found = await adviceOnDatabase(server.url, { idleMs: 0 });
        await client.query(findingOn(found, "prepared-transaction", "left over").remedy);
        const after = await adviceOnDatabase(server.url, { idleMs: 0 });
        assert.deepEqual(objectsOf(after, "prepared-transaction"), []);
      });

      await t.step("a disk of which less is left than wanted", async () => {
        const found = await adviceOnDatabase(server.url, { diskPart: 1 });
        const { object, sentence } = findingOn(found, "disk-low");
        assert.match(object ?? "", /strata_server_.*data$/);
        assert.match(sentence, /are left of the disk with the data/);
        const plenty = await adviceOnDatabase(server.url, { diskPart: 0, diskBytes: 0 });
        assert.deepEqual(objectsOf(plenty, "disk-low"), []);
        assert.deepEqual(objectsOf(plenty, "disk-unknown"), []);
      });

      await t.step("a server with the extension that does not preload it", async () => {
        assert.deepEqual(objectsOf(await adviceOnDatabase(server.url), "preload-missing"), []);
        await using standby = await startOwnServer({
          standbyOf: server.url,
          settings: { shared_preload_libraries: "", max_prepared_transactions: "2" },
        });
        const { remedy, sentence } = findingOn(
          await adviceOnDatabase(standby.url),
          "preload-missing",
        );
        assert.match(sentence, /not preloaded: no hypertable can be used/);
        await client.query(remedy);
      });
    } finally {
      await client.end();
    }
  },
});
