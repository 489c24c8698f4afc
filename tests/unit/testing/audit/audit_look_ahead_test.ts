import assert from "node:assert/strict";
import { sql } from "drizzle-orm";
import { asOf, dataSources, latest, type Schema, schema, StrataError } from "../../../../mod.ts";
import type { Database } from "../../../../src/database/mod.ts";
import {
  assertNoLookAhead,
  auditLookAhead,
  createTestDatabase,
  LookAheadError,
  type TestDatabase,
} from "../../../../src/testing/mod.ts";
import { contentOf } from "../../../integration/look_ahead_support.ts";
import { AT, fillLookAheadData, series } from "../../../fixtures/look_ahead_data.ts";

const sought = sql`select max(value) as value from macro_series where series_id = 1`;

/** Runs a test on one filled database, and holds that it is the same afterwards. */
function auditTest(name: string, run: (database: TestDatabase<Schema>) => Promise<void>): void {
  Deno.test(name, async () => {
    await using database = await createTestDatabase({ schema });
    await fillLookAheadData(database.pool);
    const before = await contentOf(database.pool);
    await run(database);
    assert.deepEqual(await contentOf(database.pool), before);
  });
}

auditTest("the report names statement, parameters, row and column", async (database) => {
  const report = await auditLookAhead(
    async (db: Database<Schema>) => {
      await db.db.select().from(dataSources);
      const { rows } = await db.pool.query({
        text: "select observation_date, value from macro_series where series_id = $1 " +
          "and observation_date = '2024-04-01' and value > 1100 order by revision_number limit 1",
        values: [series.gdp],
      });
      return { gdp: rows };
    },
    { database, at: AT },
  );
  assert.equal(report.ok, false);
  assert.equal(report.reads, 2);
  const { cause, future, where, read } = report.finding ?? {};
  assert.deepEqual([cause, future, where], ["look-ahead", "dropped", "answer.gdp[0]"]);
  assert.equal(read?.number, 2);
  assert.deepEqual(read.parameters, [series.gdp]);
  assert.deepEqual([read.row, read.column, read.after], [1, null, undefined]);
  assert.match(report.text, /with \$1 = 1\n {2}row 1: \{.*value: 1133 \} → nothing$/);
});

auditTest("the reads of a right model may differ: its answer counts", async (database) => {
  const report = await auditLookAhead(async (db) => {
    const { rows } = await db.pool.query("select release_time, value from macro_series");
    return rows.filter(({ release_time: released }) => released <= new Date(AT))
      .map(({ value }) => Number(value)).toSorted((a, b) => a - b);
  }, { database, at: AT });
  assert.ok(report.ok, report.text);
  assert.match(report.text, /its 1 statement gave the same answer on every future/);
});

auditTest("assertNoLookAhead throws the report", async (database) => {
  await assertNoLookAhead((db) => asOf(db, { series: 1, at: AT }), { database, at: AT });
  await assert.rejects(
    assertNoLookAhead((db) => db.db.execute(sought).then(({ rows }) => rows), { database, at: AT }),
    (error) =>
      error instanceof LookAheadError && error.report.finding?.read?.column === "value" &&
      /looks ahead of 2024-09-26T12:29/.test(error.message),
  );
});

auditTest("a model that draws lots or asks for the time is told apart", async (database) => {
  for (const text of ["select random()", "select clock_timestamp()"]) {
    const report = await auditLookAhead(
      async (db) => (await db.pool.query(text)).rows,
      { database, at: AT },
    );
    assert.equal(report.finding?.cause, "not deterministic");
    assert.equal(report.finding.read?.statement, text);
  }
  const own = await auditLookAhead(async (db) => {
    await db.ping();
    return performance.now();
  }, { database, at: AT });
  assert.equal(own.finding?.cause, "not deterministic");
  assert.match(own.text, /no statement's result differed/);
});

auditTest(
  "an error in a later run is another answer, one in the first is the model's",
  async (database) => {
    const failing = await auditLookAhead(async (db) => {
      const { rows } = await db.pool.query(
        "select value from macro_series where series_id = 1 and observation_date = '2024-10-01'",
      );
      return rows[0].value > 0;
    }, { database, at: AT });
    assert.equal(failing.finding?.cause, "look-ahead");
    assert.match(failing.text, /answer: true → Failure .*TypeError/);
    await assert.rejects(
      auditLookAhead(async (db) => {
        await db.pool.query("insert into data_sources (name) values ('kept?')");
        throw new RangeError("no such model");
      }, { database, at: AT }),
      /no such model/,
    );
  },
);

auditTest(
  "writes, transactions and failures act as on a database, and are taken back",
  async (database) => {
    const report = await auditLookAhead(async (db: Database<Schema>) => {
      await db.db.transaction(async (tx) => {
        await tx.insert(dataSources).values({ name: "committed" });
        await tx.transaction((inner) => inner.insert(dataSources).values({ name: "inner" }));
      });
      await assert.rejects(db.db.transaction(async (tx) => {
        await tx.insert(dataSources).values({ name: "lost" });
        throw new Error("changed my mind");
      }));
      await assert.rejects(
        db.db.transaction((tx) => tx.execute(sql`select 1 / 0`).then(() => {}, () => {})),
        /rolled everything back/,
      );
      await assert.rejects(db.pool.query("select 1 / 0"), { code: "22012" });
      await db.retryRead((tx) => tx.select().from(dataSources));
      await assert.rejects(
        db.retryRead((tx) => tx.insert(dataSources).values({ name: "never" }), { attempts: 1 }),
      );
      await db.pool.query("begin; insert into data_sources (name) values ('by hand'); commit");
      const client = await db.pool.connect();
      await client.query("begin");
      await client.query("insert into data_sources (name) values ('left open')");
      client.release();
      const rows = await db.db.select({ name: dataSources.name }).from(dataSources);
      return rows.map(({ name }) => name).toSorted();
    }, { database, at: AT });
    assert.ok(report.ok, report.text);
    const names = await database.db.select({ name: dataSources.name }).from(dataSources);
    assert.deepEqual(names, [{ name: "ALFRED" }]);
  },
);

auditTest(
  "the answer of a model's transactions is what it would be on a database",
  async (database) => {
    let seen: unknown;
    await auditLookAhead(async (db: Database<Schema>) => {
      await db.pool.query("begin; insert into data_sources (name) values ('b'); commit");
      await db.pool.query("begin; insert into data_sources (name) values ('c'); rollback");
      const [one, two] = await Promise.all([
        db.pool.query("select name from data_sources order by 1"),
        db.pool.query("select 2 as two"),
      ]);
      seen = [one.rows.map(({ name }) => name), two.rows];
      return seen;
    }, { database, at: AT });
    assert.deepEqual(seen, [["ALFRED", "b"], [{ two: 2 }]]);
  },
);

auditTest("what would leave the transaction is refused", async (database) => {
  for (const text of ["commit", "vacuum", "create database other", "select 1; commit"]) {
    await assert.rejects(
      auditLookAhead((db) => db.pool.query(text), { database, at: AT }),
      (error) =>
        error instanceof StrataError &&
        /Cannot run ".*" in an audit: .*rolled back/.test(error.message),
      text,
    );
  }
});

auditTest(
  "a model that reads on another connection, or from memory, is refused",
  async (database) => {
    await using other = await createTestDatabase();
    await assert.rejects(
      auditLookAhead(() => other.pool.query("select 1 as one"), { database, at: AT }),
      /it ran no statement on the database that it is given/,
    );
    let memory: unknown;
    await assert.rejects(
      auditLookAhead(
        async (db) => memory ??= (await db.pool.query("select 1 as one")).rows,
        { database, at: AT },
      ),
      /it answers its second run from what it remembers/,
    );
  },
);

auditTest("a model that hangs ends with the signal", async (database) => {
  const limit = new AbortController();
  const hung = auditLookAhead(async (db) => {
    await db.pool.query("insert into data_sources (name) values ('kept?')");
    setTimeout(() => limit.abort(new Error("too long")), 20);
    await new Promise(() => {});
  }, { database, at: AT, signal: limit.signal });
  await assert.rejects(hung, /too long/);
  await assert.rejects(
    auditLookAhead((db) => db.ping(), { database, at: AT, signal: AbortSignal.abort() }),
    { name: "AbortError" },
  );
});

auditTest("what a model leaves running ends with the run", async (database) => {
  const late: unknown[] = [];
  const report = await auditLookAhead(async (db) => {
    const { rows } = await db.pool.query("select 1 as one");
    queueMicrotask(() => setTimeout(() => db.pool.query("select 2").catch((e) => late.push(e))));
    return rows;
  }, { database, at: AT });
  assert.ok(report.ok, report.text);
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(Object(late[0]).code, "POOL_CLOSED");
});

auditTest("a database of one's own tables is audited by their clocks", async (database) => {
  await database.pool.query(
    `create table scores (day date, name text, score smallint check (score between 0 and 100),
      primary key (day, name))`,
  );
  await database.pool.query(
    `insert into scores select date '2024-09-20' + n, 'a', n * 10 from generate_series(0, 9) n`,
  );
  const options = { database, at: AT, tables: { scores: "day + 1" } };
  const upTo = (day: string) => async (db: Database<Schema>) =>
    (await db.pool.query("select sum(score) as total from scores where day < $1", [day])).rows;
  const right = await auditLookAhead(upTo("2024-09-26"), options);
  assert.ok(right.ok, right.text);
  const wrong = await auditLookAhead(upTo("2024-09-27"), options);
  assert.equal(wrong.finding?.cause, "look-ahead");
  await assert.rejects(
    auditLookAhead(upTo("2024-09-27"), { ...options, tables: { score: "day" } }),
    { name: "RangeError", message: /Cannot audit the table "score": it does not exist/ },
  );
  await database.pool.query("drop table scores");
});

auditTest("another clock for bars is taken", async (database) => {
  const at = "2024-09-26T22:00:00Z";
  const options = {
    instruments: [1],
    frequency: "daily",
    at,
    delay: "21 hours",
    maxAge: null,
  } as const;
  const { latestBars } = await import("../../../../mod.ts");
  const model = (db: Database<Schema>) => latestBars(db, options);
  assert.equal((await auditLookAhead(model, { database, at })).ok, false);
  const tables = { "market_data": "timestamp + interval '21 hours'" };
  const report = await auditLookAhead(model, { database, at, tables });
  assert.ok(report.ok, report.text);
});

auditTest(
  "with the second clock, what was stored later must not count either",
  async (database) => {
    const [at, knownTo] = ["2025-03-01T00:00:00Z", "2025-08-31T19:00:00Z"];
    const look = { series: series.payrolls, at, maxAge: null };
    const right = await auditLookAhead(
      (db) => latest(db, { ...look, knownTo }),
      { database, at, knownTo },
    );
    assert.ok(right.ok, right.text);
    const wrong = await auditLookAhead((db) => latest(db, look), { database, at, knownTo });
    assert.equal(wrong.finding?.cause, "look-ahead");
  },
);

auditTest("bad instants are refused before anything runs", async (database) => {
  let runs = 0;
  const model = (db: Database<Schema>) => (runs++, db.ping());
  await assert.rejects(
    auditLookAhead(model, { database, at: "2024-09-26" }),
    /a day without a time/,
  );
  await assert.rejects(
    auditLookAhead(model, { database, at: AT, knownTo: "2024" }),
    /"knownTo"/,
  );
  assert.equal(runs, 0);
});

auditTest(
  "an audit with nothing to change is refused, because it would pass every model",
  async (database) => {
    const leak = (db: Database<Schema>) => db.db.execute(sought).then(({ rows }) => rows);
    await assert.rejects(
      auditLookAhead(leak, { database, at: "2090-01-01T00:00:00Z" }),
      /nothing in the database becomes known after 2090-01-01T00:00:00.000Z/,
    );
    const early = await auditLookAhead(leak, { database, at: "1990-01-01T00:00:00Z" });
    assert.equal(early.finding?.cause, "look-ahead");
  },
);
