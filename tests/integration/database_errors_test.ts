import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { eq, sql } from "drizzle-orm";
import { integer, pgTable, text } from "drizzle-orm/pg-core";
import { sqlState } from "../../src/database/mod.ts";
import { ConnectionError, StrataError } from "../../src/base/errors.ts";
import { serverTest } from "../support/mod.ts";
import { assertConnectionError, everyText, openDatabase, outcomeOf } from "./database_support.ts";

const items = pgTable("items", { id: integer("id").primaryKey(), name: text("name") });
const createItems = sql`create table items (id int primary key, name text)`;
const CANARY = "canary-p@ss/w%rd:#?";

function withLogin(url: string, change: { user?: string; password?: string; db?: string }): string {
  const changed = new URL(url);
  if (change.user) changed.username = encodeURIComponent(change.user);
  if (change.password) changed.password = encodeURIComponent(change.password);
  if (change.db) changed.pathname = `/${change.db}`;
  return changed.href;
}

function assertNoCanary(error: unknown): void {
  const shown = everyText(error);
  for (const form of [CANARY, encodeURIComponent(CANARY), encodeURI(CANARY)]) {
    assert.ok(!shown.includes(form), `the password is shown: ${shown}`);
  }
}

serverTest(
  "timescaledb",
  "a refused log-in is typed, at once, and never shows the password",
  async (_t, { url }) => {
    for (const change of [{ password: CANARY }, { user: "nobody_here", password: CANARY }]) {
      await using database = openDatabase(withLogin(url, change));
      const started = performance.now();
      const error = await assertConnectionError(database.db.execute(sql`select 1`).then(), "28P01");
      assert.ok(performance.now() - started < 900, "it was tried again");
      assertNoCanary(error);
      assertNoCanary(await outcomeOf(() => database.ping()));
      assertNoCanary(await outcomeOf(() => database.db.transaction(() => Promise.resolve())));
      assertNoCanary(database);
      assertNoCanary(database.pool);
    }
  },
);

serverTest(
  "timescaledb",
  "a missing database and a missing server are typed, without the password",
  async (_t, { url }) => {
    await using missing = openDatabase(withLogin(url, { db: "no_such_database" }));
    assertNoCanary(await assertConnectionError(missing.ping(), "3D000"));
    const nowhere = new URL(withLogin(url, { password: CANARY }));
    nowhere.port = "1";
    await using refused = openDatabase(nowhere.href);
    assertNoCanary(await assertConnectionError(refused.ping(), "ECONNREFUSED"));
    nowhere.hostname = "no-such-host.invalid";
    await using unknown = openDatabase(nowhere.href);
    assertNoCanary(await assertConnectionError(unknown.ping(), "ENOTFOUND", "EAI_AGAIN"));
  },
);

serverTest(
  "timescaledb",
  "a server without TLS is refused where TLS is asked for",
  async (t, { url, client }) => {
    const { rows } = await client.query("show ssl");
    await t.step({
      name: `server says ssl ${rows[0].ssl}`,
      ignore: rows[0].ssl === "on",
      fn: async () => {
        await using database = openDatabase(`${url}?sslmode=require`);
        await assertConnectionError(database.ping(), "TLS_REFUSED");
      },
    });
  },
);

serverTest(
  "timescaledb",
  "an error of a statement keeps its SQLSTATE and hides the values",
  async (_t, { url }) => {
    await using database = openDatabase(url, {}, { schema: { items } });
    const { db } = database;
    await db.execute(createItems);
    await db.insert(items).values({ id: 1, name: CANARY });
    const { error } = await outcomeOf(() =>
      db.insert(items).values({ id: 1, name: CANARY }).then()
    );
    assert.equal(sqlState(error), "23505");
    assert.ok(!(error instanceof ConnectionError));
    assert.ok(!Deno.inspect(error).includes(CANARY));
    assert.deepEqual(await db.query.items.findMany(), [{ id: 1, name: CANARY }]);
  },
);

serverTest(
  "timescaledb",
  "a statement that takes too long is cancelled by the server",
  async (_t, { url }) => {
    await using database = openDatabase(url, { statementTimeoutMs: 200 });
    const { error, elapsedMs } = await outcomeOf(() => database.pool.query("select pg_sleep(5)"));
    assert.equal(sqlState(error), "57014");
    assert.ok(elapsedMs < 1_500, `${elapsedMs}`);
  },
);

serverTest(
  "timescaledb",
  "a transaction whose failed statement was ignored does not look committed",
  async (_t, { url }) => {
    await using database = openDatabase(url);
    const { db } = database;
    await db.execute(createItems);
    const { error } = await outcomeOf(() =>
      db.transaction(async (tx) => {
        await tx.insert(items).values({ id: 1 });
        await tx.insert(items).values({ id: 1 }).catch(() => {});
      })
    );
    assert.ok(error instanceof StrataError && !(error instanceof ConnectionError));
    assert.match(error.message, /the server rolled everything back/);
    assert.equal(await db.$count(items), 0);
  },
);

serverTest("timescaledb", "nested transactions roll back alone", async (_t, { url }) => {
  await using database = openDatabase(url);
  const { db } = database;
  await db.execute(createItems);
  await db.transaction(async (tx) => {
    await tx.insert(items).values({ id: 1 });
    await tx.transaction(async (inner) => {
      await inner.insert(items).values({ id: 2 });
      inner.rollback();
    }).catch(() => {});
  });
  assert.deepEqual(await db.select({ id: items.id }).from(items), [{ id: 1 }]);
});

serverTest(
  "timescaledb",
  "a backend killed in a transaction stores nothing and touches nobody else",
  async (_t, { url, client }) => {
    await client.query("create table items (id int primary key, name text)");
    const kill = (pid: unknown) => client.query("select pg_terminate_backend($1)", [pid]);
    for (const poolSize of [1, 3, 10]) {
      await using database = openDatabase(url, { poolSize, maxOverflow: 0 });
      const { db } = database;
      await client.query("truncate items");
      const killedWith = async (strike: (pid: unknown) => Promise<unknown>, seconds = 0) =>
        await assertConnectionError(
          db.transaction(async (tx) => {
            await tx.insert(items).values({ id: 1 });
            const [row] = (await tx.execute(sql`select pg_backend_pid() as pid`)).rows;
            await strike(row?.["pid"]);
            // Long enough that a kill on its way arrives before the commit, on any machine.
            await tx.execute(sql`insert into items (id) select 2 from pg_sleep(${seconds})`);
          }),
          "57P01",
          "08006",
          "08007",
          "ECONNRESET",
          "EPIPE",
        );
      const others = poolSize === 1 ? [] : [1, 2].map((n) =>
        db.transaction(async (tx) => {
          await tx.insert(items).values({ id: n * 100 });
          await tx.execute(sql`select pg_sleep(0.1)`);
          await tx.insert(items).values({ id: n * 100 + 1 });
        })
      );
      // Noticed by the statement, noticed before it, and not noticed until it is sent.
      await killedWith(kill);
      await killedWith((pid) => kill(pid).then(() => sleep(20)));
      const striking: Promise<unknown>[] = [];
      await killedWith((pid) => Promise.resolve(striking.push(kill(pid))), 20);
      await Promise.all(striking);
      await Promise.all(others);
      const stored = await db.select({ id: items.id }).from(items).orderBy(items.id);
      assert.deepEqual(stored.map(({ id }) => id), poolSize === 1 ? [] : [100, 101, 200, 201]);
      assert.ok(database.pool.totalCount <= poolSize);
    }
  },
);

serverTest(
  "timescaledb",
  "retryRead refuses a write and gives the read back",
  async (_t, { url }) => {
    await using database = openDatabase(url);
    await database.db.execute(createItems);
    const count = await database.retryRead((tx) => tx.$count(items));
    assert.equal(count, 0);
    const { error } = await outcomeOf(() =>
      database.retryRead(async (tx) => {
        await tx.insert(items).values({ id: 1 });
      })
    );
    assert.equal(sqlState(error), "25006");
    assert.equal(await database.db.$count(items), 0);
  },
);

serverTest(
  "timescaledb",
  "retryRead runs again after its backend was killed",
  async (_t, { url }) => {
    await using database = openDatabase(url);
    let calls = 0;
    const answer = await database.retryRead(async (tx) => {
      if (++calls === 1) await tx.execute(sql`select pg_terminate_backend(pg_backend_pid())`);
      return (await tx.execute(sql`select 42 as answer`)).rows[0]?.["answer"];
    });
    assert.equal(answer, 42);
    assert.equal(calls, 2);
  },
);

serverTest(
  "timescaledb",
  "retryTransaction repeats a conflict, and never a lost connection",
  async (_t, { url }) => {
    await using database = openDatabase(url);
    const { db } = database;
    await db.execute(createItems);
    await db.insert(items).values({ id: 1, name: "0" });
    let runs = 0;
    const increment = () =>
      database.retryTransaction(async (tx) => {
        runs++;
        const [row] = await tx.select().from(items).where(eq(items.id, 1));
        await tx.execute(sql`select pg_sleep(0.05)`);
        await tx.update(items).set({ name: String(Number(row?.name) + 1) }).where(eq(items.id, 1));
      }, { isolationLevel: "serializable" });
    await Promise.all([increment(), increment()]);
    assert.equal((await db.select().from(items))[0]?.name, "2");
    assert.ok(runs > 2, "no conflict happened");
    let killed = 0;
    await assertConnectionError(
      database.retryTransaction(async (tx) => {
        killed++;
        await tx.execute(sql`select pg_terminate_backend(pg_backend_pid())`);
      }),
      "57P01",
    );
    assert.equal(killed, 1);
  },
);
