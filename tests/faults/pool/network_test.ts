import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { FaultProxy } from "../../support/fault_proxy.ts";
import {
  assertConnectionError,
  eventually,
  outcomeOf,
} from "../../integration/database_support.ts";
import { startCallers } from "../callers.ts";
import { effort } from "../effort.ts";
import { recordFigures } from "../figures.ts";
import { Journal, judgeJournal } from "../journal.ts";
import { descriptorsTo } from "./descriptors.ts";
import {
  assertNothingLeft,
  assertRecovered,
  assertTyped,
  openPool,
  poolTest,
} from "./pool_support.ts";

/** Asserts that no socket of the pool is left. */
async function assertClosed({ port }: FaultProxy): Promise<void> {
  await eventually(
    async () => (await descriptorsTo(port) ?? 0) === 0,
    { withinMs: 5_000, what: "descriptors close" },
  );
}

poolTest(
  "writers behind a network that cuts, resets and delays lose nothing acknowledged and do nothing twice",
  async (target, size) => {
    await target.client.query("create table journal (batch int, part text)");
    await using proxy = await FaultProxy.before(target.url);
    await using journal = await Journal.create();
    await using database = openPool(proxy.through(target.url), size, {
      acquireTimeoutMs: 3_000,
      connectTimeoutMs: 1_000,
      statementTimeoutMs: 1_000,
    });
    const { db } = database;
    const insert = (batch: number, ...parts: readonly string[]) =>
      sql`insert into journal select ${batch}, unnest(string_to_array(${parts.join()}, ','))`;
    const load = startCallers(12, async (batch) => {
      const entries = ["a", "b"].map((part) => ({ key: `${batch} ${part}`, value: part }));
      journal.sent(entries);
      await (batch % 2 === 0 ? db.execute(insert(batch, "a", "b")) : db.transaction(async (tx) => {
        await tx.execute(insert(batch, "a"));
        await tx.execute(insert(batch, "b"));
      }));
      journal.acknowledged(entries);
    });
    const faults = [
      () => proxy.cut(),
      () => proxy.reset(),
      () => proxy.faults = { delayMs: 20 },
      () => proxy.faults = { loseAnswerTo: "commit" },
      () => proxy.faults = { loseAnswerTo: "insert" },
      () => proxy.faults = { pieceBytes: 1 },
      () => proxy.faults = { bytesPerSecond: 20_000 },
      () => proxy.faults = { answerLateMs: 30 },
      () => proxy.halfOpen(),
    ];
    const rounds = faults.length * effort({ short: 1, long: 20 });
    const answered = () => load.outcomes.filter(({ error }) => error === undefined).length;
    const healthy = async () => {
      proxy.faults = {};
      const before = answered();
      // Else a busy machine may still be connecting, and feel nothing of what strikes it.
      await eventually(() => answered() > before, { withinMs: 20_000, what: "a call is answered" });
    };
    for (let round = 0; round < rounds; round++) {
      await healthy();
      faults[round % faults.length]?.();
      await sleep(120);
    }
    await healthy();
    await load.stop();
    // At the worst it waits for a connection, opens it in three attempts and is not answered.
    const failed = assertTyped(load.outcomes, 12_000);
    assert.ok(failed > 0, "no fault was felt");
    const { acknowledged } = await judgeJournal(journal, {
      stored: async () => {
        const { rows } = await target.client.query("select batch, part from journal");
        return rows.map(({ batch, part }) => ({ key: `${batch} ${part}`, value: part }));
      },
    });
    assert.ok(acknowledged > 0, "no row was acknowledged");
    await assertRecovered(database, size);
    await assertNothingLeft(database, target);
    await assertClosed(proxy);
    await recordFigures("pool-network", { faults: rounds, writes: acknowledged, lost: 0 });
  },
);

poolTest(
  "a commit whose answer was lost is neither repeated nor taken for done",
  async (target, size) => {
    await target.client.query("create table journal (id int)");
    await using proxy = await FaultProxy.before(target.url);
    await using database = openPool(proxy.through(target.url), size);
    proxy.faults = { loseAnswerTo: "commit" };
    const calls = Array.from(
      { length: size },
      (_, id) =>
        database.db.transaction((tx) => tx.execute(sql`insert into journal values (${id})`)),
    );
    await Promise.all(calls.map((call) => assertConnectionError(call, "08007")));
    assert.equal(proxy.lostAnswers, size);
    proxy.heal();
    await assertRecovered(database, size);
    const { rows } = await target.client.query("select id from journal order by 1");
    assert.deepEqual(rows.map(({ id }) => id), Array.from({ length: size }, (_, id) => id));
    await assertNothingLeft(database, target);
    await recordFigures("pool-lost-commit", { faults: size, writes: size, lost: 0 });
  },
);

poolTest(
  "a statement into a black hole ends at its limit, and the pool heals with the network",
  async (target, size) => {
    await using proxy = await FaultProxy.before(target.url);
    await using database = openPool(proxy.through(target.url), size, {
      connectTimeoutMs: 300,
      statementTimeoutMs: 300,
    });
    // Each connection is open: one that had to be opened would be tried five times.
    const lent = await Promise.all(Array.from({ length: size }, () => database.pool.connect()));
    for (const client of lent) client.release();
    proxy.faults = { blackHole: true };
    const first = await Promise.all(
      Array.from({ length: size }, () => outcomeOf(() => database.pool.query("select 1"))),
    );
    // The server's limit, and the two seconds after which the client stops believing in it.
    assertTyped(first, 2_300);
    assert.deepEqual(new Set(first.map(({ code }) => code)), new Set(["QUERY_TIMEOUT"]));
    const load = startCallers(size + 2, () => database.ping({ timeoutMs: 300 }));
    await sleep(effort({ short: 500, long: 60_000 }));
    await load.stop();
    const failed = assertTyped(load.outcomes, 3_000);
    assert.equal(failed, load.outcomes.length);
    proxy.heal();
    await assertRecovered(database, size);
    await assertNothingLeft(database, target);
    await assertClosed(proxy);
    await recordFigures("pool-black-hole", { faults: size + failed });
  },
);

poolTest(
  "a server that talks nonsense is a typed error, a slow one is only slow",
  async (target, size) => {
    await using proxy = await FaultProxy.before(target.url);
    await using database = openPool(proxy.through(target.url), size, { connectTimeoutMs: 300 });
    const login = "R\0\0\0\x08\0\0\0\0";
    const answers = [
      "HTTP/1.1 400 Bad Request\r\n\r\n",
      "\0\0\0\0\0\0\0\0",
      "N",
      "R",
      // The beginning of a log-in, then nothing; a log-in without its end; a message without one.
      "R\0\0\0\x17\0\0\0\x0aSCRAM",
      login,
      `${login}S\x7f\xff\xff\xff`,
      "E\0\0\0\x05\0",
      "\xff".repeat(70_000),
    ];
    for (const answer of answers) {
      const garbage = Uint8Array.from(answer, (character) => character.charCodeAt(0));
      proxy.faults = { garbage };
      const outcomes = await Promise.all(
        Array.from({ length: size }, () => outcomeOf(() => database.ping())),
      );
      assert.equal(assertTyped(outcomes, 1_000), size, JSON.stringify(answer.slice(0, 20)));
    }
    proxy.faults = { delayMs: 20, pieceBytes: 1 };
    const { rows } = await database.db.execute(sql`select repeat('x', 2000) as text`);
    assert.equal(String(rows[0]?.["text"]).length, 2_000);
    proxy.heal();
    await assertRecovered(database, size);
    await assertNothingLeft(database, target);
    await assertClosed(proxy);
    await recordFigures("pool-nonsense", { faults: size * answers.length });
  },
);

poolTest("a refused log-in and a refused TLS are typed, at once", async (target, size) => {
  await using proxy = await FaultProxy.before(target.url);
  const through = new URL(proxy.through(target.url));
  const refused = async (url: URL, ...codes: readonly string[]) => {
    await using database = openPool(url.href, size, { connectTimeoutMs: 1_000 });
    const outcomes = await Promise.all(
      Array.from({ length: size + 2 }, () => outcomeOf(() => database.pool.query("select 1"))),
    );
    // No second attempt: the next would be answered alike.
    assert.equal(assertTyped(outcomes, 1_000), size + 2);
    for (const { code } of outcomes) assert.ok(codes.includes(code ?? ""), `${code}`);
    assert.equal(database.pool.totalCount, 0);
    await assertNothingLeft(database, target);
  };
  const wrong = new URL(through);
  wrong.password = "not-the-password";
  await refused(wrong, "28P01");
  const nowhere = new URL(through);
  nowhere.pathname = "/strata_no_such_database";
  await refused(nowhere, "3D000");
  const encrypted = new URL(through);
  encrypted.searchParams.set("sslmode", "require");
  proxy.faults = { garbage: new TextEncoder().encode("N") };
  await refused(encrypted, "TLS_REFUSED");
  proxy.faults = { garbage: new TextEncoder().encode("Snonsense") };
  await refused(encrypted, "TLS_REFUSED");
  await assertClosed(proxy);
  await recordFigures("pool-refused", { faults: 4 * (size + 2) });
});
